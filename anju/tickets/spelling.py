"""Names and keywords as a keyboard spells them: xiashui and xs for 下水."""

from collections.abc import Iterable

from anju.core.spelling import spellings


def spelled(name: str, keywords: Iterable[str]) -> list[str]:
    """Return every spelling of a name and its keywords, in full and by initials, each once.

    Of a single character only the full spelling counts; one letter would find everything.
    """
    found: dict[str, None] = {}
    for word in (name, *keywords):
        for syllables in spellings(word):
            found["".join(syllables)[:200]] = None
            if len(syllables) > 1:
                found["".join(syllable[0] for syllable in syllables)[:200]] = None
    found.pop("", None)
    return list(found)
