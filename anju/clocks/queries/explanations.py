"""Why a clock is due at its minute: policy, calendar, arithmetic, changes (rule 12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.clocks.lives import Life
from anju.clocks.models import CalendarVersion, Clock, ClockEvent
from anju.clocks.queries.previews import lives_of
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.errors import BeyondBound
from anju.clocks.reckoning.explaining import Row, RowKind, explain
from anju.clocks.states import AnswerBy, EventKind
from anju.core.periods import SHANGHAI
from anju.organization.models import Project


@dataclass(frozen=True, slots=True)
class ClockExplanation:
    """A clock's due time with every step and change that led to it."""

    clock: Clock
    rows: tuple[Row, ...]

    @property
    def sentences(self) -> list[str]:
        """The rows' texts, for shells and JSON."""
        return [row.text for row in self.rows]


def explanation_of(project: Project, clock: Clock) -> ClockExplanation:
    """Return why a clock is due when it is, in Chinese rows; seven queries for any clock.

    The arithmetic is reckoned from the pinned calendar version, so it stays true for ever.
    """
    clock = Clock.objects.of(project).with_terms().get(pk=clock.pk)
    shelf = Shelf()
    ((_, life),) = lives_of([clock], shelf)
    version = CalendarVersion.objects.select_related("calendar").get(pk=life.calendar_version_id)
    events = list(ClockEvent.objects.filter(project=project, clock=clock).order_by("pk"))
    rows = [
        *_policy(clock, life),
        *_calendar(version),
        *_arithmetic(life, shelf),
        *_outcome(life),
        *_changes(events),
    ]
    return ClockExplanation(clock, tuple(rows))


def _policy(clock: Clock, life: Life) -> Iterator[Row]:
    version = clock.policy.version
    yield Row(
        RowKind.POLICY,
        f"时限规则“{clock.policy.name}”(第 {version.number} 版,"
        f"{version.made_by_name}于 {_said(version.made_at)} 保存)。",
    )
    for sentence in life.explanation:
        yield Row(RowKind.POLICY, f"选用规则:{sentence}")


def _calendar(version: CalendarVersion) -> Iterator[Row]:
    because = f",{version.reason}" if version.reason else ""
    yield Row(
        RowKind.POLICY,
        f"日历“{version.content['name']}”第 {version.number} 版,"
        f"{version.made_by_name}于 {_said(version.made_at)} 保存{because}。",
    )


def _arithmetic(life: Life, shelf: Shelf) -> Sequence[Row]:
    calendar = shelf.calendar(life.calendar_version_id)
    try:
        return explain(calendar, life.effective_target, life.started_at, life.pauses).rows
    except BeyondBound as error:
        return [Row(RowKind.RESULT, f"{error} 暂按 400 天后({_said(life.due_at)})计,请尽快处理。")]


def _outcome(life: Life) -> Iterator[Row]:
    if life.asks_renewal:
        yield Row(RowKind.CHANGE, "工作日历后来有变动;承诺已告知业主,时间不变,请与业主续诺。")
    if life.breached_at is not None:
        said = f"逾期时间 {_said(life.breached_at)}"
        if life.is_superseded:
            said += ";补录的完成时间未超过到期时间,改判为按时(补录)"
        yield Row(RowKind.CHANGE, f"{said}。")
    if life.late_calendar:
        yield Row(
            RowKind.CHANGE,
            f"完成时已超过 {life.late_calendar} 分钟,其中工作时间 {life.late_working} 分钟。",
        )


def _changes(events: Sequence[ClockEvent]) -> Iterator[Row]:
    for event in events:
        because = f",原因:{event.reason}" if event.reason else ""
        text = f"{_said(event.at)} {event.actor_label} {_did(event)}{because}。"
        yield Row(RowKind.CHANGE, text, event.at, event.at)


def _did(event: ClockEvent) -> str:
    """Return what an event did, in words."""
    said = event.inputs
    match event.kind:
        case EventKind.ACTIVATE:
            return f"开始计时(自 {_read(said['started_at'])})"
        case EventKind.PAUSE:
            return f"暂停至 {_read(said['until'])}"
        case EventKind.RESUME:
            return f"恢复计时({_read(said['resumed_at'])})"
        case EventKind.RETARGET:
            return _retargeted(event)
        case EventKind.FULFIL:
            late_entry = f",{_read(said['received_at'])} 补录" if said.get("is_offline") else ""
            by = f",{AnswerBy(said['answer']).label}" if said.get("answer") else ""
            return f"完成({_read(said['happened_at'])}{by}{late_entry})"
        case EventKind.RENEW:
            agreed = f",{said['agreed_by_name']}同意" if said.get("agreed_by_name") else ""
            return f"续诺至 {_read(said['until'])}({AnswerBy(said['told']).label}告知业主{agreed})"
        case EventKind.BREACH:
            return f"记为逾期(到期时间 {_read(said['moment'])})"
        case _:
            return "取消计时" + ("(已并入另一件)" if "merged_id" in said else "")


def _retargeted(event: ClockEvent) -> str:
    said = event.inputs
    if said.get("asks_renewal"):
        return "日历变动,承诺时间不变,请续诺"
    if said.get("hand_set_at"):
        return f"手工设定到期时间为 {_read(said['hand_set_at'])}"
    if "hand_set_at" in said:
        return "取消手工设定,按规则重新计算"
    if "policy" in said:
        return "按新的规则重新计算"
    return "按日历的新版本重新计算"


def _read(moment: str) -> str:
    return _said(datetime.fromisoformat(moment))


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
