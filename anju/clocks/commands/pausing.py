"""Pausing and resuming: a case waits for somebody else, with a reason and an end (rule 5)."""

from datetime import date, datetime

from django.db import models, transaction

from anju.clocks.commands.keeping import Book
from anju.clocks.hooks import kind_of
from anju.clocks.lives import whole_minute
from anju.clocks.models import Clock
from anju.clocks.queries.shelf import Shelf
from anju.clocks.reckoning.deadlines import pause_until
from anju.clocks.states import EventKind, PauseReason
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.models import Project

RESOLVE = "resolve"


class PauseRefused(DomainError):
    """The clock never pauses, or does not pause now."""


@transaction.atomic
def pause_clock(
    *,
    clock: Clock,
    reason: PauseReason,
    until: datetime | date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Clock:
    """Let a clock wait from this minute until a moment, at which it goes on by itself.

    A second pause prolongs a running one; they are united. A bare date means the first working
    minute of that date or later in the calendar of the case's resolve clock.

    :raises PauseRefused: for a promise, which never pauses (rule 4), and kinds like it.
    :raises QuestionRefused: if `until` is not later than now.
    :raises ForbiddenTransition: if the clock has stopped.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    if not kind_of(clock.kind).pauses:
        raise PauseRefused(f"{clock}不能暂停,请按时答复;来不及时请与业主续诺或请求协助。")
    calendar_of_case = _resolve_version(clock.project, clock.subject_type, clock.subject_id)
    end = _end(calendar_of_case or clock.calendar_version_id, until, at)
    said, before = _said(reason, note), book.settle(clock, at=at)
    _pause(book, clock, end, said, reason, by=by, at=at)
    book.note(ClocksVerb.PAUSED, clock, before=before, by=by, at=at, reason=said)
    book.close()
    return clock


@transaction.atomic
def pause_case(
    *,
    project: Project,
    subject: models.Model,
    reason: PauseReason,
    until: datetime | date,
    note: str = "",
    by: Actor,
    at: datetime,
) -> list[Clock]:
    """Pause every running clock of a case that pauses; its promises stay as they are (rule 4).

    :raises PauseRefused: if none of its clocks pauses.
    :raises QuestionRefused: if `until` is not later than now.
    """
    book = Book.of_all(Clock.objects.of(project).about(subject).open())
    waiting = [clock for clock in book.clocks.values() if kind_of(clock.kind).pauses]
    if not waiting:
        raise PauseRefused("没有可以暂停的时限:承诺和首次回应不能暂停。")
    version = _resolve_version(project, subject._meta.label_lower, subject.pk)
    end = _end(version or waiting[0].calendar_version_id, until, at)
    said = _said(reason, note)
    for clock in waiting:
        before = book.settle(clock, at=at)
        _pause(book, clock, end, said, reason, by=by, at=at)
        book.note(ClocksVerb.PAUSED, clock, before=before, by=by, at=at, reason=said)
    book.close()
    return waiting


@transaction.atomic
def resume_clock(*, clock: Clock, note: str = "", by: Actor, at: datetime) -> Clock:
    """End a pause before its time: it then ends now.

    :raises PauseRefused: if the clock does not pause now.
    """
    book = Book.of(clock)
    clock = book.open_clock()
    if not _is_paused(book, clock, at):
        raise PauseRefused(f"{clock}没有暂停,不需要恢复。")
    before = book.life
    _resume(book, clock, note, by=by, at=at)
    book.note(ClocksVerb.RESUMED, clock, before=before, by=by, at=at, reason=note)
    book.close()
    return clock


@transaction.atomic
def resume_case(
    *, project: Project, subject: models.Model, note: str = "", by: Actor, at: datetime
) -> list[Clock]:
    """End the pauses of a case now.

    :raises PauseRefused: if none of its clocks pauses now.
    """
    book = Book.of_all(Clock.objects.of(project).about(subject).open())
    paused = [clock for clock in book.clocks.values() if _is_paused(book, clock, at)]
    if not paused:
        raise PauseRefused("这件事没有暂停,不需要恢复。")
    for clock in paused:
        before = book.lives[clock.pk]
        _resume(book, clock, note, by=by, at=at)
        book.note(ClocksVerb.RESUMED, clock, before=before, by=by, at=at, reason=note)
    book.close()
    return paused


def _pause(
    book: Book,
    clock: Clock,
    end: datetime,
    said: str,
    reason: PauseReason,
    *,
    by: Actor,
    at: datetime,
) -> None:
    version = book.lives[clock.pk].calendar_version_id
    book.add(
        clock,
        EventKind.PAUSE,
        by=by,
        at=at,
        reason=said,
        begin=whole_minute(at),
        until=end,
        pause_reason=reason.value,
        calendar_version=book.shelf.newest(version),
    )


def _resume(book: Book, clock: Clock, note: str, *, by: Actor, at: datetime) -> None:
    book.settle(clock, at=at)
    book.add(clock, EventKind.RESUME, by=by, at=at, reason=note, resumed_at=whole_minute(at))


def _said(reason: PauseReason, note: str) -> str:
    return f"{reason.label}:{note}" if note else str(reason.label)


def _is_paused(book: Book, clock: Clock, at: datetime) -> bool:
    until = book.lives[clock.pk].paused_until
    return until is not None and until > at


def _end(version_id: int, until: datetime | date, at: datetime) -> datetime:
    calendar = Shelf().calendar(version_id)
    return pause_until(calendar, until, begin=at, entered=at)


def _resolve_version(project: Project, subject_type: str, subject_id: int) -> int | None:
    """Return the calendar version of the case's resolve clock, the newest instance's."""
    found = Clock.objects.of(project).filter(
        subject_type=subject_type, subject_id=subject_id, kind=RESOLVE
    )
    newest = found.order_by("-instance").values_list("calendar_version_id", flat=True)
    return newest.first()
