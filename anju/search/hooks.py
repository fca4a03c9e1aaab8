"""What the search must ask the floors above: how codes read, and how a hit looks.

An app joins by a module `searching.py` with
`CODES: Callable[[str], Iterable[str]]` (the CODE terms that a typed text may begin; may be left
out), `HITS: Mapping[str, Hits]` (subject type → how its hits look) and
`entries(project) -> Iterator[Entry]` (everything of a project that can be found, for rebuilding).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from anju.core.hooks import Hook
from anju.organization.access import Access
from anju.organization.models import Project
from anju.search.entries import Entry


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the results: what it is, where it opens, and what tells it from its like.

    Already masked for whoever asks.
    """

    title: str
    url: str
    icon: str
    kind: str
    detail: str = ""


Hits = Callable[[Collection[int], Access], dict[int, Hit]]


def _no_codes(text: str) -> Iterable[str]:
    return ()


def _no_hits(subject_type: str, ids: Collection[int], access: Access) -> dict[int, Hit]:
    return {}


def _no_entries(project: Project) -> Iterator[Entry]:
    return iter(())


codes: Hook[[str], Iterable[str]] = Hook(_no_codes)
"""The code terms that a typed text may be the beginning of, over all apps."""

hits: Hook[[str, Collection[int], Access], dict[int, Hit]] = Hook(_no_hits)
"""`hits(type, ids, access)` → how they look to this person; what may not be seen is left out."""

entries: Hook[[Project], Iterator[Entry]] = Hook(_no_entries)
"""Everything of a project that can be found."""
