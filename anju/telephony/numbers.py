"""Numbers as exchanges send them, brought to one form; what was sent is kept beside it."""

import re
from dataclasses import dataclass

from anju.core.phones import PhoneKind, parse_phone

RAW = 80
_ADDRESS = re.compile(r"^\s*<?\s*(?:sips?|tel):", re.IGNORECASE)
_OUTSIDE_DIGIT = re.compile(r"\d(?:1[3-9]\d{9}|0\d{9,11})")
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d{2})")


@dataclass(frozen=True, slots=True)
class Heard:
    """A number as it was heard: `number` is empty where it means none, e.g. 匿名."""

    raw: str
    number: str = ""
    extension: str = ""


def heard(raw: str, *, area_code: str = "") -> Heard:
    """Return the number that a text means; never raises, and reads its own numbers unchanged.

    Rules of the telephone contract: blanks, dashes, slashes, brackets, +86, 0086 and 17951 go; a
    bare 86 or an outside digit goes before a valid mobile, an outside digit before a landline with
    its 0; +86 gives back the 0; 7–8 digits take the area code; extensions follow 转, # or ext.
    Addresses of exchanges (`sip:…@…`, `tel:`) give the part that is dialled.

    :param area_code: the project's own with its 0, e.g. `0571`; empty leaves 7–8 digits unread.
    """
    kept = raw.strip()[:RAW]
    text = kept
    if _ADDRESS.match(text):
        text = _ADDRESS.sub("", text).rstrip("> ").split("@", 1)[0].split(";", 1)[0]
    found = parse_phone(text, area_code=area_code)
    if found is None and _OUTSIDE_DIGIT.fullmatch(digits := re.sub(r"[\s\-()/]", "", text)):
        found = parse_phone(digits[1:])
        if found is not None and found.kind is PhoneKind.SERVICE:
            found = None
    return Heard(kept) if found is None else Heard(kept, found.number, found.extension)


def is_area_code(text: str) -> bool:
    """Tell whether a text is an area code with its 0: 010, 0571."""
    return _AREA_CODE.fullmatch(text) is not None
