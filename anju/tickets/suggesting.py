"""Which categories a sentence may mean, best first. Pure, and made to run at every keystroke.

Every place, object and problem of a path that the sentence names counts by the length of the
longest word found; the problem counts most. Latin letters are read as pinyin.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

LONGEST_TEXT = 400  # characters of a sentence that are read
OWN, OUTER = 15, 10  # what a character counts in the last part of a path, and in those before
SPELLED = 3  # what a letter of pinyin counts
COMPLETE, OPEN, BRANCH = 20, -8, -4  # a leaf that is named, one that is not, and no leaf
_LATIN = re.compile(r"[a-z]{2,}")
_JOINTS = re.compile(r"[、/与和]")


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a path: the words it is known by, and how they are spelled."""

    terms: tuple[str, ...]
    spelled: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, keywords: Iterable[str], spelled: Iterable[str] = ()) -> "Part":
        """Return the part of a name and its keywords; 烟道与燃气 is known by both its halves."""
        words = {name: None, **dict.fromkeys(_JOINTS.split(name)), **dict.fromkeys(keywords)}
        return cls(tuple(normal(word) for word in words if word), tuple(spelled))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category as the search knows it, in the order of the tree."""

    pk: int
    parts: tuple[Part, ...]
    kinds: frozenset[str]
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A category that fits; `score` only orders."""

    pk: int
    score: int


def suggest(
    candidates: Sequence[Candidate], text: str, *, kind: str = "", limit: int = 6
) -> list[Found]:
    """Return the categories that a sentence may mean, best first, at most `limit`.

    :param kind: only those that fit this kind of matter; empty for all.
    """
    said = normal(text[:LONGEST_TEXT])
    letters = tuple(_LATIN.findall(said))
    known: dict[int, int] = {}
    found = []
    for candidate in candidates:
        if kind and kind not in candidate.kinds:
            continue
        score = _score(candidate, said, letters, known)
        if score > 0:
            found.append(Found(candidate.pk, score))
    return sorted(found, key=lambda each: -each.score)[: max(0, limit)]


def normal(text: str) -> str:
    """Return text as it is compared: half width, small letters, no space."""
    return "".join(normalize("NFKC", text).lower().split())


def _score(candidate: Candidate, said: str, letters: tuple[str, ...], known: dict[int, int]) -> int:
    *outer, last = candidate.parts
    own = _hit(last, said, letters, known)
    total = OWN * own
    for part in outer:
        total += OUTER * _hit(part, said, letters, known)
    if not total or not (own or candidate.is_leaf):
        return 0
    if candidate.is_leaf:
        return total // 10 + (COMPLETE if own else OPEN)
    return total // 10 + BRANCH


def _hit(part: Part, said: str, letters: tuple[str, ...], known: dict[int, int]) -> int:
    """Return ten times the longest word found, or a few points a letter of pinyin."""
    seen = known.get(id(part))
    if seen is not None:
        return seen
    longest = max((len(term) for term in part.terms if term in said), default=0)
    points = 10 * longest
    if not points and letters:
        points = SPELLED * max(
            (_overlap(spelling, token) for spelling in part.spelled for token in letters), default=0
        )
    known[id(part)] = points
    return points


def _overlap(spelling: str, token: str) -> int:
    """Return how many letters of a token a spelling explains."""
    if spelling.startswith(token):
        return len(token)
    if len(spelling) > 2 and spelling in token:
        return len(spelling)
    return len(spelling) if len(spelling) == 2 and token.startswith(spelling) else 0
