"""What events say together: the same call, in whatever order and however often they came. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.telephony.states import (
    NEVER_ANSWERED,
    OF_THE_LINE,
    CallEventKind,
    CallState,
    Cause,
    Direction,
)

Kind = CallEventKind
_RANK = {kind.value: rank for rank, kind in enumerate(CallEventKind)}


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the fold reads it."""

    kind: str
    fingerprint: str
    happened_at: datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    user_id: int | None = None
    is_rejected: bool = False

    @property
    def place(self) -> tuple[Any, ...]:
        """Where it stands among the others by what it says, never by when it came.

        A hang-up that was only inferred comes last: a real one that follows takes its place.
        """
        seq, ts = self.body.get("seq"), self.body.get("ts", "")
        return (
            bool(self.body.get("inferred")),
            seq is None,
            seq or 0,
            ts == "",
            ts,
            _RANK[self.kind],
            self.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class Folded:
    """A call as its events have it; the names are those of `Call`."""

    direction: str
    raw: str
    number: str
    extension: str
    line_number: str
    queue: str
    state: CallState
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    answered_by_id: int | None
    cause: str
    hangup_by: str
    recording_url: str
    holds: list[list[str]]
    is_misdial: bool
    is_put_away: bool


def fold(events: Iterable[Told]) -> Folded:
    """Return the call that events make; a missing newCall is inferred from any other.

    An answer counts unless it came after the hang-up by `seq` or `ts`, or, where neither is given,
    unless the hang-up says that nobody answered. Who held the line was talking.

    :raises ValueError: without any event of the line.
    """
    ordered = sorted(events, key=lambda told: told.place)
    line = [each for each in ordered if each.kind in OF_THE_LINE]
    if not line:
        raise ValueError("a call is made of the line's events")
    first = next((each for each in line if each.kind == Kind.NEW), line[0])
    ended = _first(line, Kind.HANGUP) or _first(ordered, Kind.MISDIAL)
    hangup = _first(line, Kind.HANGUP)
    answer = _answer(line, hangup)
    holds = _holds(line, until=ended.happened_at if ended else None) if answer else []
    is_rejected = any(each.is_rejected for each in line)
    if is_rejected:
        answer, holds = None, []
    return Folded(
        direction=first.body.get("direction", Direction.IN.value),
        raw=first.body.get("other", ""),
        number=first.body.get("number", ""),
        extension=first.body.get("extension", ""),
        line_number=first.body.get("ours", ""),
        queue=_said(line, "queue"),
        state=_state(ordered, is_rejected, answer, hangup, holds),
        started_at=_earliest(line, Kind.NEW),
        answered_at=answer.happened_at if answer else None,
        ended_at=ended.happened_at if ended else None,
        answered_by_id=_who(ordered) if answer else None,
        cause=hangup.body.get("cause", "") if hangup else "",
        hangup_by=_said(line, "hangup_by"),
        recording_url=_said(line, "recording_url"),
        holds=holds,
        is_misdial=any(each.kind == Kind.MISDIAL for each in ordered),
        is_put_away=any(each.kind == Kind.PUT_AWAY for each in ordered),
    )


def _state(
    ordered: Sequence[Told],
    is_rejected: bool,
    answer: Told | None,
    hangup: Told | None,
    holds: list[list[str]],
) -> CallState:
    if is_rejected:
        return CallState.REJECTED
    if hangup is not None:
        was_forwarded = hangup.body.get("cause") == Cause.FORWARDED
        return CallState.ENDED if answer or was_forwarded else CallState.MISSED
    if _first(ordered, Kind.MISDIAL):
        return CallState.ENDED
    if answer is None:
        return CallState.RINGING
    return CallState.HOLDING if holds and len(holds[-1]) == 1 else CallState.TALKING


def _answer(line: Sequence[Told], hangup: Told | None) -> Told | None:
    signs = [each for each in line if each.kind == Kind.ANSWER]
    signs += [each for each in line if each.kind in (Kind.HOLD, Kind.RESUME)]
    return next((each for each in signs if hangup is None or _counts(each, hangup)), None)


def _counts(answer: Told, hangup: Told) -> bool:
    for name in ("seq", "ts"):
        if name in answer.body and name in hangup.body:
            return bool(answer.body[name] <= hangup.body[name])
    return hangup.body.get("cause") not in NEVER_ANSWERED


def _holds(line: Sequence[Told], *, until: datetime | None) -> list[list[str]]:
    """Return the pairs of moments between which the other side waited."""
    pairs: list[list[str]] = []
    turns = [each for each in line if each.kind in (Kind.HOLD, Kind.RESUME)]
    for each in sorted(turns, key=lambda told: (told.happened_at, told.place)):
        is_open = bool(pairs) and len(pairs[-1]) == 1
        if each.kind == Kind.HOLD and not is_open:
            pairs.append([each.happened_at.isoformat()])
        elif each.kind == Kind.RESUME and is_open:
            pairs[-1].append(each.happened_at.isoformat())
    if until is not None and pairs and len(pairs[-1]) == 1:
        pairs[-1].append(until.isoformat())
    return pairs


def _who(ordered: Sequence[Told]) -> int | None:
    """Return who answered: as the exchange says, else who began an intake from it."""
    for kind in (Kind.ANSWER, Kind.HANGUP, Kind.TAKEN):
        for each in ordered:
            if each.kind == kind and each.user_id is not None:
                return each.user_id
    return None


def _first(events: Sequence[Told], kind: Kind) -> Told | None:
    return next((each for each in events if each.kind == kind), None)


def _said(line: Sequence[Told], name: str) -> str:
    return next((str(each.body[name]) for each in line if each.body.get(name)), "")


def _earliest(line: Sequence[Told], kind: Kind) -> datetime:
    said = [each.happened_at for each in line if each.kind == kind]
    return min(said or [each.happened_at for each in line])
