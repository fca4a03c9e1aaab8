"""Names as a keyboard spells them: tousu and ts for 投诉."""

from collections.abc import Iterable

from anju.core.spelling import spellings


def spelled(words: Iterable[str]) -> list[str]:
    """Return every spelling of the words, in full and by initials, each once."""
    found: dict[str, None] = {}
    for word in words:
        for syllables in spellings(word):
            found["".join(syllables)[:200]] = None
            found["".join(syllable[0] for syllable in syllables)[:200]] = None
    found.pop("", None)
    return list(found)
