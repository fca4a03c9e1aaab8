"""What a typed text may mean: which kinds of term to look among, and for what. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from anju.core.phones import parse_phone
from anju.search.entries import FEWEST_DIGITS, folded
from anju.search.models import TermKind

LONGEST = 40
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
FEWEST_OF_A_PLATE = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms of one kind to look for: those that begin with `term`, or (`is_whole`) are it."""

    kind: TermKind
    term: str
    is_whole: bool = False


def read(text: str, codes: Iterable[str], *, inner_digits: bool = False) -> list[Wanted]:
    """Return what a text may be looked up as, in the order in which results should come.

    :param codes: what the apps make of it as a code (`1-2-301`).
    :param inner_digits: whether four or more digits are looked for inside telephones too.
    """
    text = normalize("NFKC", text).strip()[:LONGEST]
    wanted = [Wanted(TermKind.CODE, code.lower()) for code in sorted(set(codes)) if code]
    wanted += _plates(text)
    wanted += _phones(text, inner_digits)
    name = folded(text)
    if name and CHINESE.search(name):
        wanted.append(Wanted(TermKind.NAME, name))
    elif name.isascii() and name.isalpha():
        wanted.append(Wanted(TermKind.SPELLING, name))
    return list(dict.fromkeys(wanted))


def digits_of(text: str) -> str:
    """Return the digits of a text that may be part of a telephone, else nothing.

    A unit's code has dashes or words in it; a telephone has digits and what separates them.
    """
    plain = normalize("NFKC", text).strip()
    if not re.fullmatch(r"[\d\s+()-]+", plain) or re.fullmatch(r"\d+(-\d+){1,2}", plain):
        return ""
    digits = re.sub(r"\D", "", plain)
    return digits if len(digits) >= FEWEST_DIGITS else ""


def _plates(text: str) -> Iterator[Wanted]:
    plate = re.sub(r"[\s·.-]", "", text).lower()
    rest = plate[1:] if plate[:1] in PROVINCES else plate
    has_sense = rest != plate or re.search(r"\d", rest)
    if len(plate) >= FEWEST_OF_A_PLATE and rest.isascii() and rest.isalnum() and has_sense:
        yield Wanted(TermKind.PLATE, plate)


def _phones(text: str, inner_digits: bool) -> Iterator[Wanted]:
    digits = digits_of(text)
    if not digits:
        return
    if len(digits) == FEWEST_DIGITS:
        yield Wanted(TermKind.TAIL, digits, is_whole=True)
    number = parse_phone(text)
    if number is not None and len(number.number) > FEWEST_DIGITS:
        yield Wanted(TermKind.PHONE, number.number, is_whole=True)
    if inner_digits:
        yield Wanted(TermKind.PHONE, digits)
        yield Wanted(TermKind.INNER, digits)
