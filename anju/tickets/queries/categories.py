"""The tree of matters as screens draw it, and what a sentence may mean in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from anju.organization.models import Project
from anju.tickets.models import Category
from anju.tickets.suggesting import Candidate, Found, Part, suggest

DEPTH = 3
SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Node:
    """One entry in its place: 1 is the top; `path` is 卫生间 › 漏水 › 楼上渗漏."""

    category: Category
    depth: int
    path: str
    is_leaf: bool
    is_first: bool
    is_last: bool

    @property
    def choice(self) -> str:
        """The entry as a select shows it, indented by its depth."""
        return f"{'  ' * (self.depth - 1)}{self.category.name}"


class Tree:
    """The living entries of a project, loaded once; an entry below a retired one is not there."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._children: dict[int | None, list[Category]] = defaultdict(list)
        for category in categories:
            self._children[category.parent_id].append(category)
        self._paths: dict[int, tuple[Category, ...]] = {}
        self._hang(None, ())

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, pk: object) -> bool:
        return pk in self._paths

    def path(self, pk: int) -> tuple[Category, ...]:
        """Return the entries from the top down to this one; empty if it is not living."""
        return self._paths.get(pk, ())

    def said(self, pk: int) -> str:
        """Return the path in words."""
        return SEPARATOR.join(category.name for category in self.path(pk))

    def depth(self, pk: int) -> int:
        return len(self.path(pk))

    def children(self, pk: int | None) -> list[Category]:
        """Return what hangs directly below an entry (None: the top), in order."""
        return list(self._children.get(pk, ()))

    def branch(self, pk: int) -> frozenset[int]:
        """Return the ids of an entry and all below it."""
        below = (self.branch(child.pk) for child in self._children.get(pk, ()))
        return frozenset({pk}).union(*below)

    def height(self, pk: int) -> int:
        """Return how many levels an entry spans with what lies below it, at least 1."""
        return 1 + max((self.height(child.pk) for child in self._children.get(pk, ())), default=0)

    def nodes(self) -> list[Node]:
        """Return all entries, each followed by what lies below it."""
        return [
            Node(
                category=path[-1],
                depth=len(path),
                path=self.said(pk),
                is_leaf=not self._children.get(pk),
                is_first=self._children[path[-1].parent_id][0].pk == pk,
                is_last=self._children[path[-1].parent_id][-1].pk == pk,
            )
            for pk, path in self._paths.items()
        ]

    def candidates(self) -> list[Candidate]:
        """Return the entries as suggesting reads them."""
        parts = {
            pk: Part.of(path[-1].name, path[-1].keywords, path[-1].spelled)
            for pk, path in self._paths.items()
        }
        return [
            Candidate(
                pk,
                tuple(parts[each.pk] for each in path),
                frozenset(path[-1].kinds),
                not self._children.get(pk),
            )
            for pk, path in self._paths.items()
        ]

    def _hang(self, parent: int | None, above: tuple[Category, ...]) -> None:
        for category in self._children.get(parent, ()):
            self._paths[category.pk] = (*above, category)
            self._hang(category.pk, (*above, category))


def tree_of(project: Project) -> Tree:
    """Return the living tree, departments loaded; one query."""
    living = Category.objects.of(project).live().select_related("department")
    return Tree(living.in_order())


def named_tree(project: Project) -> Tree:
    """Return the living tree with names only, for what offers or spells entries: half the cost."""
    living = Category.objects.of(project).live().only("project", "parent", "name", "rank")
    return Tree(living.in_order())


def retired_categories(project: Project) -> list[Category]:
    """Return what was retired, the newest first."""
    retired = Category.objects.of(project).filter(retired_at__isnull=False)
    return list(retired.select_related("parent", "department").order_by("-retired_at", "pk"))


def category_in(project: Project, category_id: int) -> Category | None:
    """Return one entry of the project, living or retired, else None."""
    found = Category.objects.of(project).select_related("parent__parent", "department", "project")
    category: Category | None = found.filter(pk=category_id).first()
    return category


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category that a sentence may mean; the first of a list is the likeliest."""

    category: Category
    path: str


def suggested_categories(
    project: Project, text: str, kind: str = "", limit: int = 6
) -> list[Suggestion]:
    """Return what a sentence may be about, best first; one query however much there is.

    Reads names, keywords and pinyin (in full or by initials), any of them anywhere in the text.

    :param kind: a value of `MatterKind` to narrow by, or empty.
    """
    tree = tree_of(project)
    found: list[Found] = suggest(tree.candidates(), text, kind=kind, limit=limit)
    return [Suggestion(tree.path(each.pk)[-1], tree.said(each.pk)) for each in found]
