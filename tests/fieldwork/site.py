"""Work on site for its tests: 赵志强 with an order in 3-1-502 or a public place, by steps."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from anju.archives.commands import store_upload
from anju.archives.models import File
from anju.clocks.commands.answering import Offline
from anju.core.actors import Actor
from anju.estate.models import Place, PlaceKind
from anju.fieldwork.models import Visit
from anju.fieldwork.offline_steps import STEPS
from anju.fieldwork.queries.sheets import items_of
from anju.offline.steps import Act
from anju.organization.models import User
from anju.tickets.contents import OrderDraft, Promised
from anju.tickets.models import ChecklistItem, WorkOrder
from tests import world
from tests.archives.samples import photo as photo_bytes
from tests.archives.samples import picture as picture_bytes
from tests.tickets import shift
from tests.tickets.board import crew

AT = shift.AT
BY_NAME = {step.name: step for step in STEPS}


def later(minutes: int = 0, **more: int) -> datetime:
    return shift.later(minutes, **more)


def zhao() -> User:
    return crew.zhao()


def indoor(**facts: Any) -> WorkOrder:
    """Return an order of 赵志强's for a dripping tap in 3-1-502."""
    return crew.order("换水龙头", assignee=zhao(), **facts)


def outdoor(*, disturbs: bool = True) -> WorkOrder:
    """Return an order of 赵志强's for the main pipe of a public place."""
    zhao()
    facts = {"name_key": "dxck", "kind": PlaceKind.values[0]}
    places = Place.objects.filter(project=world.project())
    place = places.first() or Place.objects.create(
        project=world.project(), name="地下车库", **facts
    )
    words = "主管道堵了,冒污水"
    what = shift.matter(words, place=place)
    out = Promised(
        orders=(OrderDraft("疏通主管道", department=crew.engineering(), assignee=zhao()),)
    )
    order = shift.only_order(shift.taken(what, out))
    if order.disturbs != disturbs:
        WorkOrder.objects.filter(pk=order.pk).update(disturbs=disturbs)
    return shift.only_order(order.ticket)


def act(
    order: WorkOrder,
    /,
    *,
    user: User | None = None,
    at: datetime = AT,
    happened_at: datetime | None = None,
    is_adopted: bool = False,
    files: dict[str, list[File]] | None = None,
    **fields: object,
) -> Act:
    """Return a step of a worker's as the floor of offline entries hands it on."""
    who = user or zhao()
    return Act(
        project=order.project,
        subject_id=order.pk,
        user=who,
        by=world.by(who),
        at=at,
        happened_at=happened_at or at,
        fields={name: str(value) for name, value in fields.items()},
        files=files or {},
        offline=Offline(device_at=happened_at) if happened_at else None,
        is_adopted=is_adopted,
    )


def take(order: WorkOrder, step: str, /, **how: Any) -> str:
    """Take a step by its name without the app, in a transaction as the floor below does."""
    with transaction.atomic():
        return BY_NAME[f"fieldwork.{step}"].apply(act(order, **how))


def picture(name: str = "现场.jpg", *, user: User | None = None, other: bool = False) -> File:
    """Return a loose photo; another one has another content."""
    content = picture_bytes() if other else photo_bytes()
    return store_upload(
        project=world.project(),
        upload=SimpleUploadedFile(name, content),
        folder=settings.ANJU_FILES,
        by=world.by(user or zhao()),
        at=AT,
    )


def items(order: WorkOrder) -> list[ChecklistItem]:
    return items_of(order.project, visit(order))


def visit(order: WorkOrder) -> Visit:
    return Visit.objects.filter(order=order).order_by("-number")[0]


def on_site(order: WorkOrder, *, minutes: int = 1) -> Visit:
    """Accept, set out and arrive."""
    for step in ("accept", "set_out", "arrive"):
        take(order, step, at=later(minutes))
    return visit(order)


def tick_all(order: WorkOrder, stage: str = "", *, minutes: int = 5, but: int = 0) -> None:
    """Tick everything of a stage or of all, with photos where they are wanted, but the last few."""
    wanted = [item for item in items(order) if stage in ("", item.stage)]
    for item in wanted[: len(wanted) - but]:
        files = {"photo": [picture()]} if item.wants_photo else {}
        take(order, "tick", item=item.pk, files=files, at=later(minutes))


def at_work(order: WorkOrder) -> Visit:
    """Go through everything that comes before the work, and begin it."""
    on_site(order)
    tick_all(order, "BEFORE_ENTERING")
    tick_all(order, "BEFORE_STARTING")
    if order.disturbs:
        take(order, "photo", kind="BOARD", files={"photo": [picture()]}, at=later(6))
    take(order, "start", at=later(10))
    return visit(order)


def done(order: WorkOrder, *, but: int = 0, gap_reason: str = "") -> Visit:
    """Do the whole visit; `but` things before leaving stay open."""
    at_work(order)
    tick_all(order, "BEFORE_LEAVING", minutes=40, but=but)
    take(order, "minutes", minutes=30, at=later(41))
    take(order, "sign", files={"signature": [picture("签字.jpg", other=True)]}, at=later(42))
    take(order, "finish", result="换了阀芯,试水不漏", gap_reason=gap_reason, at=later(43))
    return visit(order)


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.with_tickets().get(pk=order.pk)


def url(name: str, *words: object) -> str:
    return reverse(f"fieldwork:{name}", args=[world.project().code, *words])


def signed_in(user: User | None = None) -> Client:
    client = Client()
    world.sign_in(client, user or zhao())
    return client


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def by_desk() -> Actor:
    """Return the supervisor as the author of a change."""
    return shift.desk()
