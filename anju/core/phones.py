"""Telephone numbers as people and exchanges write them, brought to one form."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

MOBILE = re.compile(r"1[3-9]\d{9}")
AREA = r"(?:10|2\d|[3-9]\d{2})"
LANDLINE = re.compile(rf"0{AREA}[2-9]\d{{6,7}}")
SERVICE = re.compile(r"[48]00\d{7}|95\d{3,4}|9[56]\d{3}|1\d{2}|123\d{2}|121\d{2}")
EXTENSION = re.compile(r"(?:转|#|ext\.?|x)\D*(\d{1,6})\D*$", re.IGNORECASE)
IP_PREFIXES = ("17951", "17911", "17909", "12593")


class PhoneKind(Enum):
    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that can be dialled: digits only, landlines with 0 and area code."""

    number: str
    kind: PhoneKind
    extension: str = ""


def parse_phone(raw: str, *, area_code: str = "") -> PhoneNumber | None:
    """Return the number that a text means, else None.

    Strips spaces, dashes, slashes, brackets, +86, 0086, 17951; a bare 86 or an outside digit
    before a valid mobile; adds the 0 that +86 drops and the project's area code to 7–8 digits
    (the telephone contract). Extensions follow 转, # or ext.

    :param area_code: the project's own, with its 0, e.g. `0571`.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    extension = ""
    if found := EXTENSION.search(text):
        text, extension = text[: found.start()], found[1]
    is_abroad_form = text.replace(" ", "").lstrip("(").startswith(("+86", "0086"))
    if not re.fullmatch(r"[\d\s+\-–—/().]*", text):
        return None
    digits = re.sub(r"\D", "", text)
    for candidate, must_be_mobile in _readings(digits, is_abroad_form, area_code):
        kind = _kind(candidate)
        if kind is not None and (kind is PhoneKind.MOBILE or not must_be_mobile):
            return PhoneNumber(candidate, kind, extension)
    return None


def _readings(digits: str, is_abroad_form: bool, area_code: str) -> list[tuple[str, bool]]:
    """Return what the digits may be, likeliest first, and whether only a mobile counts."""
    for prefix in IP_PREFIXES:
        if digits.startswith(prefix) and len(digits) > len(prefix) + 6:
            digits = digits.removeprefix(prefix)
    if is_abroad_form:
        bare = digits.removeprefix("0086") if digits.startswith("0086") else digits[2:]
        return [(bare, False), (f"0{bare}", False)]
    readings = [(digits, False)]
    if digits.startswith("86"):
        readings.append((digits[2:], True))
    if len(digits) > 1 and digits[0] in "09":
        readings.append((digits[1:], True))
    if len(digits) > 1 and digits[0] in "9" and digits[1] == "0":
        readings.append((digits[1:], False))
    if area_code and len(digits) in (7, 8) and digits[0] in "23456789":
        readings.append((f"{area_code}{digits}", False))
    return readings


def _kind(digits: str) -> PhoneKind | None:
    for pattern, kind in (
        (MOBILE, PhoneKind.MOBILE),
        (LANDLINE, PhoneKind.LANDLINE),
        (SERVICE, PhoneKind.SERVICE),
    ):
        if pattern.fullmatch(digits):
            return kind
    return None
