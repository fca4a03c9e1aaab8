"""The demonstration's work on site: who is at an owner's door now, who stood before a closed one.

What was finished in the month before has its visits from the desk's own story (`tickets.demo`).
"""

from datetime import date, datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from anju.archives.commands import store_upload
from anju.archives.models import File
from anju.core.actors import Actor
from anju.fieldwork.commands.checking import tick
from anju.fieldwork.commands.going import arrive, leave, set_out
from anju.fieldwork.hands import Hand
from anju.fieldwork.models import Visit
from anju.fieldwork.queries.sheets import BEFORE_START, items_of
from anju.fieldwork.states import LeftCause
from anju.organization.models import Project, User
from anju.tickets.models import WorkOrder
from anju.tickets.states import OrderState

CODE = "lvyuan"
MOST = 3


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Put some workers on site; a project where somebody is or was sent away stays as it is."""
    project = Project.objects.filter(code=CODE).first()
    if project is None or Visit.objects.of(project).filter(left_cause="NOBODY").exists():
        return
    orders = WorkOrder.objects.of(project).with_tickets().filter(ticket__unit__isnull=False)
    begun = orders.filter(state=OrderState.STARTED, visits=None).exclude(assignee=None)
    for order in begun.order_by("pk")[:MOST]:
        _at_the_door(order, at)
    taken = orders.filter(state=OrderState.ACCEPTED, visits=None).exclude(assignee=None)
    for order in taken.order_by("pk")[:1]:
        _nobody_home(order, at)


def _at_the_door(order: WorkOrder, at: datetime) -> None:
    """Let somebody have gone, arrived and ticked what comes before the work."""
    worker = order.assignee
    assert worker is not None and order.started_at is not None
    hand, by = Hand(worker), Actor(id=worker.pk, name=worker.name)
    there = order.started_at
    set_out(order=order, hand=hand, happened_at=there - timedelta(minutes=12), by=by, at=at)
    visit = arrive(order=order, hand=hand, happened_at=there, by=by, at=at)
    for item in items_of(order.project, visit):
        if item.stage in BEFORE_START:
            photos = [_picture(order.project, worker, item.text, at)] if item.wants_photo else []
            tick(
                order=order,
                item_id=item.pk,
                hand=hand,
                photos=photos,
                happened_at=there,
                by=by,
                at=at,
            )


def _nobody_home(order: WorkOrder, at: datetime) -> None:
    """Let somebody have stood before a closed door an hour ago."""
    worker = order.assignee
    assert worker is not None
    hand, by = Hand(worker), Actor(id=worker.pk, name=worker.name)
    earlier = at - timedelta(hours=1)
    set_out(order=order, hand=hand, happened_at=earlier, by=by, at=at)
    arrive(order=order, hand=hand, happened_at=earlier + timedelta(minutes=9), by=by, at=at)
    leave(
        order=order,
        hand=hand,
        cause=LeftCause.NOBODY,
        words="敲门三次无人应答",
        happened_at=earlier + timedelta(minutes=15),
        by=by,
        at=at,
    )


def _picture(project: Project, worker: User, text: str, at: datetime) -> File:
    """Return a drawn picture in place of a photo: a cloth on a floor."""
    image = Image.new("RGB", (480, 360), (196, 178, 150))
    pen = ImageDraw.Draw(image)
    pen.polygon([(90, 320), (160, 130), (400, 150), (440, 330)], fill=(225, 230, 232))
    pen.line([(0, 120), (480, 120)], fill=(150, 130, 105), width=3)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return store_upload(
        project=project,
        upload=SimpleUploadedFile(f"{text[:12]}.jpg", buffer.getvalue()),
        folder=settings.ANJU_FILES,
        by=Actor(id=worker.pk, name=worker.name),
        at=at,
    )
