"""Finding the units that a typed code or a search means."""

from collections.abc import Collection

from anju.core.unit_codes import parse_unit_code
from anju.estate.models import Unit
from anju.organization.models import Project


def unit_by_code(project: Project, text: str) -> Unit | None:
    """Return the unit a text names whole, however it is written (`3栋1单元502`), else None."""
    code = parse_unit_code(text)
    wanted = {text.strip(), str(code)} if code is not None else {text.strip()}
    units = Unit.objects.of(project).filter(code__in=wanted)
    return units.select_related("building", "entrance", "project").by_code().first()


def units_by_id(project: Project, ids: Collection[int]) -> list[Unit]:
    """Return units of the project by their numbers, in the order of their codes."""
    units = Unit.objects.of(project).filter(pk__in=ids)
    return list(units.select_related("building", "entrance").by_code())
