"""The way of one visit as the worker's phone shows it: what is done, what is next, what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anju.fieldwork.models import Material, Visit, VisitCheck, VisitPhoto
from anju.fieldwork.queries.sheets import (
    checks_of,
    has_board,
    items_for,
    items_of,
    last_visit,
    more_sheets,
    wants_board,
)
from anju.fieldwork.states import CheckState, PhotoKind, VisitState
from anju.organization.models import Project
from anju.tickets.models import Checklist, ChecklistItem, Quote, WorkOrder
from anju.tickets.queries.orders import last_quotes
from anju.tickets.states import OrderState, QuoteState, Stage

DONE, NOW, LATER = "done", "now", "later"
STAGES = {
    Stage.BEFORE_ENTERING: "进门前",
    Stage.BEFORE_STARTING: "开工前",
    Stage.BEFORE_LEAVING: "完工前",
}
OVER = (OrderState.DONE, OrderState.CHECKED)


@dataclass(slots=True)
class StepShown:
    """One step of the way.

    :param kind: which form it has; `name` is the step that the form posts, without the app.
    :param said: what stands there once it is done.
    """

    kind: str
    name: str
    label: str
    is_done: bool
    said: str = ""
    at: datetime | None = None
    stage: str = ""
    item: ChecklistItem | None = None
    check: VisitCheck | None = None
    photos: list[VisitPhoto] = field(default_factory=list)
    state: str = LATER

    @property
    def key(self) -> str:
        """What tells it from the others of the page."""
        return f"{self.kind}-{self.item.pk}" if self.item else self.kind


@dataclass(frozen=True, slots=True)
class Way:
    """Everything of one order's visit that the phone needs, with or without a network."""

    visit: Visit | None
    steps: list[StepShown]
    materials: list[Material]
    photos: list[VisitPhoto]
    more_sheets: list[Checklist]
    quote: Quote | None
    waits_for_consent: bool
    left: Visit | None

    @property
    def now(self) -> StepShown | None:
        """The one next step."""
        return next((step for step in self.steps if step.state == NOW), None)

    @property
    def loose(self) -> list[VisitPhoto]:
        """The photos that show no thing of a checklist."""
        return [photo for photo in self.photos if photo.item_id is None]

    @property
    def skipped(self) -> list[StepShown]:
        """The things that were explained instead of ticked."""
        return [step for step in self.steps if step.check is not None and step.check.reason]

    @property
    def is_on_site(self) -> bool:
        visit = self.visit
        return visit is not None and visit.is_open and visit.arrived_at is not None


def way_of(project: Project, order: WorkOrder) -> Way:
    """Return the way of an order's present visit; the same queries for any number of things."""
    last = last_visit(project, order)
    left = last if last is not None and last.state == VisitState.LEFT else None
    visit = None if left else last
    checks = checks_of(project, visit) if visit else {}
    items = items_of(project, visit) if visit else items_for(project, order)
    photos = _photos(project, visit)
    quote = last_quotes(project, [order]).get(order.pk)
    waits = order.is_paid and (quote is None or quote.state != QuoteState.AGREED)
    steps = _steps(project, order, visit, items, checks, photos)
    is_open = visit is not None and visit.is_open
    return Way(
        visit=visit,
        steps=_placed(steps, order),
        materials=list(Material.objects.filter(visit=visit)) if visit else [],
        photos=[photo for each in photos.values() for photo in each],
        more_sheets=more_sheets(project, visit) if visit is not None and is_open else [],
        quote=quote,
        waits_for_consent=waits,
        left=left,
    )


def _photos(project: Project, visit: Visit | None) -> dict[int, list[VisitPhoto]]:
    """Return a visit's photos by the thing they show; 0 for those of no thing."""
    found: dict[int, list[VisitPhoto]] = {}
    if visit is not None:
        photos = VisitPhoto.objects.filter(project=project, visit=visit)
        for photo in photos.select_related("file__blob", "item").order_by("pk"):
            found.setdefault(photo.item_id or 0, []).append(photo)
    return found


def _steps(
    project: Project,
    order: WorkOrder,
    visit: Visit | None,
    items: Sequence[ChecklistItem],
    checks: Mapping[int, VisitCheck],
    photos: Mapping[int, list[VisitPhoto]],
) -> list[StepShown]:
    is_taken = order.state not in (OrderState.WAITING, OrderState.ASSIGNED)
    set_out = visit.set_out_at if visit else None
    arrived = visit.arrived_at if visit else None
    started = visit.started_at if visit else None
    steps = [StepShown("accept", "accept", "接单", is_taken, at=order.accepted_at)]
    if order.state == OrderState.DEFERRED:
        steps.append(StepShown("resume", "", "继续处理", False))
    steps += [
        StepShown("set_out", "set_out", "出发", visit is not None, at=set_out),
        StepShown(
            "arrive",
            "arrive",
            "到达",
            arrived is not None,
            at=arrived,
        ),
    ]
    by_stage = {
        stage: [_tick(each, checks, photos) for each in items if each.stage == stage]
        for stage in Stage
    }
    steps += by_stage[Stage.BEFORE_ENTERING]
    if wants_board(project, order):
        board = [each for each in photos.get(0, []) if each.kind == PhotoKind.BOARD]
        is_shown = bool(board) or has_board(project, order)
        steps.append(StepShown("board", "photo", "拍告示牌", is_shown, photos=board))
    steps += by_stage[Stage.BEFORE_STARTING]
    steps.append(StepShown("start", "start", "开工", started is not None, at=started))
    steps += by_stage[Stage.BEFORE_LEAVING]
    return [*steps, *_ending(order, visit)]


def _ending(order: WorkOrder, visit: Visit | None) -> list[StepShown]:
    minutes = visit.minutes if visit else None
    said = f"{minutes} 分钟" if minutes else ""
    is_over = order.state in OVER
    ending = [StepShown("used", "minutes", "用料和用时", minutes is not None, said=said)]
    if visit is not None and visit.signed_at is not None:
        settled = f"{visit.signed_name or '业主'}已签字"
    else:
        settled = f"未签字:{visit.unsigned_reason}" if visit and visit.unsigned_reason else ""
    is_settled = visit is not None and visit.is_settled_with_owner
    ending.append(StepShown("sign", "sign", "业主签字", is_settled, said=settled))
    ending.append(StepShown("finish", "finish", "完成", is_over, at=order.done_at))
    ending.append(StepShown("card", "", "请业主填意见卡", False))
    return ending


def _tick(
    item: ChecklistItem,
    checks: Mapping[int, VisitCheck],
    photos: Mapping[int, list[VisitPhoto]],
) -> StepShown:
    check = checks.get(item.pk)
    said = f"{CheckState(check.state).label}:{check.reason}" if check and check.reason else ""
    return StepShown(
        "tick",
        "tick",
        item.text,
        check is not None,
        said=said,
        at=check.happened_at if check else None,
        stage=STAGES[Stage(item.stage)],
        item=item,
        check=check,
        photos=photos.get(item.pk, []),
    )


def _placed(steps: list[StepShown], order: WorkOrder) -> list[StepShown]:
    """Mark the first that is not done as the next; of an order that is over, only the card."""
    is_next = True
    for step in steps:
        is_passed = order.state in OVER and step.kind != "card"
        if step.is_done or is_passed:
            step.state = DONE
        elif is_next:
            step.state, is_next = NOW, False
    return steps
