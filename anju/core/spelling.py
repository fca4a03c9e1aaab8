"""Chinese as a keyboard spells it: sort keys, and every spelling that people type for a name."""

import re
from collections.abc import Iterator

from pypinyin import Style, lazy_pinyin

from anju.core.surnames import COMPOUND_SURNAMES, SURNAME_READINGS


def sort_key(text: str) -> str:
    """Return the key that sorts Chinese by pinyin, syllable by syllable (`wang2 ting2`)."""
    syllables = lazy_pinyin(text, style=Style.TONE3, errors="default")
    surname, reading = _surname(text)
    if surname and reading:
        toned = lazy_pinyin(reading[0], style=Style.TONE3, errors="default")
        syllables[: len(toned)] = toned
    return " ".join(syllables).lower()[:200]


def spellings(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the syllables of a name as people may read it; the usual reading first.

    A surname with a reading of its own (单 shàn, 解 xiè, 仇 qiú) comes in both readings, for not
    every receptionist knows it. Latin letters stay one syllable a word.
    """
    plain = tuple(_syllables(name))
    surname, reading = _surname(name)
    if surname and reading:
        yield (*reading, *plain[len(surname) :])
    yield plain


def _syllables(text: str) -> list[str]:
    syllables = []
    for part in lazy_pinyin(text, errors="default"):
        syllables += re.findall(r"[a-z]+|[0-9]+", part.lower().replace("ü", "v"))
    return syllables


def _surname(name: str) -> tuple[str, tuple[str, ...]]:
    """Return a surname whose reading differs from the character's usual one, with that reading."""
    compound = name[:2]
    if compound in COMPOUND_SURNAMES:
        return compound, COMPOUND_SURNAMES[compound]
    first = name[:1]
    return (first, (SURNAME_READINGS[first],)) if first in SURNAME_READINGS else ("", ())
