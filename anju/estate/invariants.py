"""What must hold of the estate and the database cannot hold by itself."""

from collections.abc import Iterator

from django.db.models import F, Q

from anju.core.unit_codes import UnitCode, natural_key
from anju.estate.models import BuildingCare, Entrance, Meter, Place, StorageRoom, Unit


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for everything in the estate that contradicts itself.

    :param deep: read every unit's code against its building, entrance and room.
    """
    yield from _across_the_border()
    strangers = Unit.objects.exclude(entrance=None).exclude(entrance__building=F("building"))
    for unit in strangers.order_by("pk"):
        yield f"房屋 {unit.code} 的单元属于另一栋楼。"
    if deep:
        yield from _codes()


def _across_the_border() -> Iterator[str]:
    """A thing and what it is part of belong to one project."""
    for model, parents in (
        (Entrance, ("building",)),
        (Unit, ("building", "entrance")),
        (StorageRoom, ("building",)),
        (Place, ("building",)),
        (Meter, ("unit", "place")),
        (BuildingCare, ("building",)),
    ):
        for parent in parents:
            apart = ~Q(**{f"{parent}__project": F("project")}) & Q(**{f"{parent}__isnull": False})
            for each in model._default_manager.filter(apart).order_by("pk"):
                yield f"{each}(编号 {each.pk})与所属的登记不在同一个项目。"


def _codes() -> Iterator[str]:
    units = Unit.objects.order_by("pk").values_list(
        "pk", "code", "code_key", "building__code", "entrance__code", "room"
    )
    for pk, code, key, building, entrance, room in units.iterator(5000):
        if code != str(UnitCode(building, entrance or "", room)) or key != natural_key(code):
            yield f"房屋 {code}(编号 {pk})的编号与楼栋、单元、房号不符。"
