"""What the tests of the service desk's catalogue look up and build; on the world of 绿苑小区."""

from anju.core.actors import SYSTEM
from anju.organization.models import Project
from anju.tickets.commands.categories import add_category
from anju.tickets.contents import CategoryFacts
from anju.tickets.models import Category
from anju.tickets.queries.categories import tree_of
from anju.tickets.states import MatterKind
from tests import world


def category(*names: str, project: Project | None = None) -> Category:
    """Return a living entry by the names of its path."""
    here = project or world.project()
    said = " › ".join(names)
    return next(node.category for node in tree_of(here).nodes() if node.path == said)


def facts(name: str, *keywords: str) -> CategoryFacts:
    """Return the facts of a simple entry."""
    return CategoryFacts(name=name, kinds=(MatterKind.REPAIR.value,), keywords=keywords)


def added(name: str, parent: Category | None = None, *keywords: str) -> Category:
    """Add an entry to 绿苑小区."""
    return add_category(
        project=world.project(),
        parent=parent,
        facts=facts(name, *keywords),
        by=SYSTEM,
        at=world.AT,
    )
