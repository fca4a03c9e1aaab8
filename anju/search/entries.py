"""What can be typed to find a thing."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from anju.core.spelling import spellings
from anju.search.models import TermKind
from anju.search.permissions import SearchPermission

LONGEST = 60
STARTS = 6
FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject with everything people may type for it.

    :param names: what it is called, e.g. 李秀兰 and 李阿姨; found by any later part (秀兰), by
        pinyin in full and by initials.
    :param codes: its codes, each as one may begin to type it.
    :param plates: plates in plain capitals; found without province or letter too.
    :param phones: whole normalised numbers; found whole or by the last four digits.
    :param permission: who lacks it does not find the subject.
    :param is_past: true for what was (a former owner); it comes after what is.
    """

    subject_type: str
    subject_id: int
    permission: str
    names: Iterable[str] = ()
    codes: Iterable[str] = ()
    plates: Iterable[str] = ()
    phones: Iterable[str] = ()
    is_past: bool = False

    def rows(self) -> list[tuple[str, str, str]]:
        """Return every (kind, term, permission) of the entry, each once."""
        terms = terms_of(names=self.names, codes=self.codes, plates=self.plates, phones=self.phones)
        return [(kind, term, permission_of(kind, self.permission)) for kind, term in sorted(terms)]


def permission_of(kind: str, permission: str) -> str:
    """Return the right that a row takes: inner digits have one of their own."""
    return SearchPermission.INNER_DIGITS.value if kind == TermKind.INNER else permission


def terms_of(
    *,
    names: Iterable[str] = (),
    codes: Iterable[str] = (),
    plates: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> set[tuple[str, str]]:
    """Return every (kind, term) by which something of these names and numbers is found."""
    found = {(TermKind.CODE.value, code.lower()) for code in codes}
    for name in names:
        found.update(_named(name))
    for plate in plates:
        found.update((TermKind.PLATE.value, plate[start:].lower()) for start in range(3))
    for phone in phones:
        found.add((TermKind.PHONE.value, phone))
        found.add((TermKind.TAIL.value, phone[-FEWEST_DIGITS:]))
        # Every later part as a term of its own: begun like any other, where a search inside
        # numbers would have to read them all.
        inner = range(1, len(phone) - FEWEST_DIGITS + 1)
        found.update((TermKind.INNER.value, phone[start:]) for start in inner)
    return {(kind, term[:LONGEST]) for kind, term in found if term}


def _named(name: str) -> Iterator[tuple[str, str]]:
    plain = folded(name)
    for start in range(min(max(len(plain) - 1, 1), STARTS)):
        yield TermKind.NAME.value, plain[start:]
    for syllables in spellings(name):
        for start in range(min(max(len(syllables) - 1, 1), STARTS)):
            part = syllables[start:]
            yield TermKind.SPELLING.value, "".join(part)
            yield TermKind.SPELLING.value, "".join(syllable[0] for syllable in part)


def folded(text: str) -> str:
    """Return a text as names are compared: small letters, half width, no spaces, dots or ·."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in plain if letter.isalnum())
