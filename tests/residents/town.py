"""Units and people for the tests of residents; rows of the estate are made directly."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.test import Client

from anju.core.actors import SYSTEM
from anju.core.unit_codes import natural_key
from anju.estate.models import Building, Entrance, ParkingSpace, StorageRoom, Unit
from anju.organization.commands.roles import add_role
from anju.organization.models import Project
from anju.organization.models.structure import RoleScope
from anju.residents.commands.identifying import Identity
from anju.residents.commands.occupying import begin_occupancy
from anju.residents.commands.registering import PersonFacts, register_person
from anju.residents.commands.requesting import take_request
from anju.residents.models import DataRequest, Occupancy, OccupancyRole, Person
from tests import world

KEY: bytes = settings.ANJU_DATA_KEY
LONG_AGO = date(2020, 3, 1)


def by() -> world.Actor:
    return world.by(world.supervisor())


def unit(code: str = "3-1-502", project: Project | None = None) -> Unit:
    """Return the unit of this code, built if it is not there yet."""
    here = project or world.project()
    known = Unit.objects.of(here).filter(code=code).first()
    if known is not None:
        return known
    number, stairs, room = code.split("-")
    building, _ = Building.objects.get_or_create(
        project=here, code=number, defaults={"name": f"{number}栋", "code_key": natural_key(number)}
    )
    entrance, _ = Entrance.objects.get_or_create(
        project=here, building=building, code=stairs, defaults={"code_key": natural_key(stairs)}
    )
    return Unit.objects.create(
        project=here,
        building=building,
        entrance=entrance,
        room=room,
        code=code,
        code_key=natural_key(code),
    )


def space(code: str = "B-012") -> ParkingSpace:
    return ParkingSpace.objects.get_or_create(
        project=world.project(), lot="1", code=code, defaults={"code_key": natural_key(code)}
    )[0]


def storage(code: str = "C-07") -> StorageRoom:
    return StorageRoom.objects.get_or_create(
        project=world.project(), code=code, defaults={"code_key": natural_key(code)}
    )[0]


def person(
    name: str = "李秀兰",
    *phones: str,
    identity: str = "",
    project: Project | None = None,
    **facts: Any,
) -> Person:
    """Return somebody new in register."""
    return register_person(
        project=project or world.project(),
        facts=PersonFacts(name=name, **facts),
        phones=phones,
        identity=Identity("ID_CARD" if identity else "", identity),
        key=KEY,
        is_someone_else=True,
        by=by(),
        at=world.AT,
    )


def lives(
    who: Person,
    where: Unit,
    role: str = OccupancyRole.OWNER,
    *,
    share: Fraction | None = None,
    starts_on: date | None = LONG_AGO,
    ends_on: date | None = None,
    note: str = "",
) -> Occupancy:
    """Let somebody belong to a unit."""
    return begin_occupancy(
        unit=where,
        person=who,
        role=role,
        share=share,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
        by=by(),
        at=world.AT,
    )


def asks(who: Person, kind: str = "ERASURE", **facts: Any) -> DataRequest:
    """Take a request of somebody about their data."""
    return take_request(
        person=who,
        kind=kind,
        wish=facts.pop("wish", ""),
        proof="本人到前台,核对身份证原件",
        received_on=facts.pop("received_on", world.TODAY),
        by=by(),
        at=world.AT,
        **facts,
    )


def id_card(number: int = 1, *, born: str = "19680412") -> str:
    """Return a made-up identity number with the right check character."""
    front = f"110101{born}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True))
    return front + "10X98765432"[total % 11]


def signed_in(user: world.User) -> Client:
    return world.sign_in(Client(), user)


def only(login: str, *permissions: str) -> Client:
    """Return somebody with these rights and no others, signed in."""
    add_role(
        code=login,
        name=login,
        scope=RoleScope.PROJECT,
        permissions=permissions,
        requires_totp=False,
        by=SYSTEM,
        at=world.AT,
    )
    return signed_in(world.person(login, "司徒静怡", project=world.project(), role=login))
