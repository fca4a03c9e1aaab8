"""The tables of the telephone."""

from anju.telephony.models.backs import CallBack
from anju.telephony.models.calls import Call, CallEvent, ExpectedCall
from anju.telephony.models.lines import BlockedNumber, Line, LineToken

__all__ = [
    "BlockedNumber",
    "Call",
    "CallBack",
    "CallEvent",
    "ExpectedCall",
    "Line",
    "LineToken",
]
