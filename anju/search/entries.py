"""What can be typed to find a thing."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from anju.core.spelling import spellings
from anju.search.models import TermKind

LONGEST = 60
STARTS = 6


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

    def terms(self) -> set[tuple[TermKind, str]]:
        """Return every (kind, term) of the entry, each once."""
        found = {(TermKind.CODE, code.lower()) for code in self.codes if code}
        for name in self.names:
            found.update(_named(name))
        for plate in self.plates:
            found.update((TermKind.PLATE, plate[start:].lower()) for start in range(3))
        for phone in self.phones:
            found.add((TermKind.PHONE, phone))
            found.add((TermKind.TAIL, phone[-4:]))
        return {(kind, term[:LONGEST]) for kind, term in found if term}


def _named(name: str) -> Iterator[tuple[TermKind, str]]:
    plain = folded(name)
    for start in range(min(max(len(plain) - 1, 1), STARTS)):
        yield TermKind.NAME, plain[start:]
    for syllables in spellings(name):
        for start in range(min(max(len(syllables) - 1, 1), STARTS)):
            part = syllables[start:]
            yield TermKind.SPELLING, "".join(part)
            yield TermKind.SPELLING, "".join(syllable[0] for syllable in part)


def folded(text: str) -> str:
    """Return a text as names are compared: small letters, half width, no spaces, dots or ·."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in plain if letter.isalnum())
