"""What an exchange reports, read from JSON or a form: the CTI contract's bodies. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from anju.core.errors import DomainError
from anju.telephony.states import OF_THE_LINE, CallEventKind, Cause, Direction, HangupBy

# A clock of an exchange that is further off than this is not believed.
_OLDEST, _NEWEST = timedelta(days=1), timedelta(minutes=5)
_MOST_SEQ = 2**53
LIMITS = {"callId": 200, "from": 80, "to": 80, "queue": 60, "recordingUrl": 500}


class ReportRefused(DomainError):
    """A body that cannot be taken; `field` is what is missing or wrong."""

    def __init__(self, field_name: str, said: str) -> None:
        super().__init__(said)
        self.field = field_name


@dataclass(frozen=True, slots=True)
class Report:
    """One event of one call, as the exchange named it."""

    kind: CallEventKind
    call_id: str
    direction: Direction
    caller: str
    called: str
    users: tuple[str, ...] = ()
    queue: str = ""
    answering_number: str = ""
    cause: Cause | None = None
    ts: datetime | None = None
    seq: int | None = None
    hangup_by: HangupBy | None = None
    recording_url: str = ""

    @property
    def other(self) -> str:
        """The other side as it was sent."""
        return self.caller if self.direction == Direction.IN else self.called

    @property
    def ours(self) -> str:
        """Our own side as it was sent."""
        return self.called if self.direction == Direction.IN else self.caller

    def happened_at(self, *, received_at: datetime) -> datetime:
        """Return the exchange's moment where it can be believed, else when it was received."""
        if self.ts is None or not -_OLDEST <= self.ts - received_at <= _NEWEST:
            return received_at
        return self.ts

    def body(self) -> dict[str, Any]:
        """Return what is kept of it."""
        facts = {
            "direction": self.direction.value,
            "other": self.other,
            "ours": self.ours,
            "users": list(self.users),
            "queue": self.queue,
            "answering": self.answering_number,
            "cause": self.cause.value if self.cause else "",
            "ts": self.ts.isoformat() if self.ts else "",
            "seq": self.seq,
            "hangup_by": self.hangup_by.value if self.hangup_by else "",
            "recording_url": self.recording_url,
        }
        return {name: value for name, value in facts.items() if value not in ("", [], None)}


def fingerprint_of(kind: CallEventKind, body: Mapping[str, Any], *, turn: int = 0) -> str:
    """Return what is equal for an event and its repetition.

    :param turn: of a hold or its end without `ts` and `seq`: how many of the other kind were
        before, since one may hold again with the same words.
    """
    if "ts" in body or "seq" in body:
        turn = 0
    said = json.dumps([kind.value, body, turn], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def read_report(fields: Mapping[str, Any]) -> Report:
    """Return the event that a body means; names of fields as in the contract, `call_id` as well.

    :raises ReportRefused: with the field that is missing or cannot be read.
    """
    kind = _one_of("event", fields, {each.value: each for each in OF_THE_LINE})
    direction = _one_of("direction", fields, {each.value: each for each in Direction})
    cause = None
    if kind is CallEventKind.HANGUP:
        cause = _one_of("cause", fields, {each.value: each for each in Cause})
    hangup_by = _text(fields.get("hangupBy"))
    by_side = {each.value: each for each in HangupBy}
    if hangup_by and hangup_by not in by_side:
        raise ReportRefused("hangupBy", "hangupBy 只能是 caller 或 agent。")
    users = _texts(fields.get("user", fields.get("user[]")))
    return Report(
        kind=kind,
        call_id=_needed(
            "callId", {**fields, "callId": fields.get("callId", fields.get("call_id"))}
        ),
        direction=direction,
        caller=_there("from", fields),
        called=_there("to", fields),
        users=users,
        queue=_short("queue", _text(fields.get("queue"))),
        answering_number=_text(fields.get("answeringNumber"))[:80],
        cause=cause,
        ts=_moment(fields.get("ts")),
        seq=_number(fields.get("seq")),
        hangup_by=by_side.get(hangup_by),
        recording_url=_web(_short("recordingUrl", _text(fields.get("recordingUrl")))),
    )


def _one_of(name: str, fields: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
    text = _needed(name, fields)
    if text not in known:
        raise ReportRefused(name, f"{name} 只能是 {'、'.join(known)}。")
    return known[text]


def _needed(name: str, fields: Mapping[str, Any]) -> str:
    text = _text(fields.get(name))
    if not text:
        raise ReportRefused(name, f"缺少 {name}。")
    return _short(name, text)


def _there(name: str, fields: Mapping[str, Any]) -> str:
    """Return a number; it may be empty (withheld) but must be there."""
    if fields.get(name) is None:
        raise ReportRefused(name, f"缺少 {name}。")
    return _text(fields[name])[: LIMITS[name]]


def _short(name: str, text: str) -> str:
    if len(text) > LIMITS.get(name, 100):
        raise ReportRefused(name, f"{name} 太长,最多 {LIMITS.get(name, 100)} 个字符。")
    return text


def _web(text: str) -> str:
    if text and not text.lower().startswith(("https://", "http://")):
        raise ReportRefused("recordingUrl", "recordingUrl 必须是网址。")
    return text


def _text(value: object) -> str:
    """Return a value as one line of text without what no database keeps."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return str(value).replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def _texts(value: object) -> tuple[str, ...]:
    """Return `user` in both its forms: one text, or a list of them."""
    values: Sequence[object] = value if isinstance(value, (list, tuple)) else [value]
    return tuple(text[:80] for text in map(_text, values) if text)[:20]


def _moment(value: object) -> datetime | None:
    """Return `ts` in ISO form or as seconds or milliseconds since 1970."""
    text = _text(value)
    if not text:
        return None
    try:
        if text.replace(".", "", 1).isdecimal() and text.isascii():
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ReportRefused("ts", "ts 要写成 2026-11-23T10:00:00+08:00 或秒数。") from error


def _number(value: object) -> int | None:
    text = _text(value)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text[:17]) <= _MOST_SEQ):
        raise ReportRefused("seq", "seq 要是 0 或正整数。")
    return int(text[:17])
