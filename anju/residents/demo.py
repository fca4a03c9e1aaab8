"""The demonstration's communities: 绿苑小区 with its flats and shops, 云栖大厦 with its offices.

Made by code from a stored seed relative to today; nobody in it exists, and no telephone of it is
anybody's (`believable.names`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings

from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.core.unit_codes import natural_key
from anju.estate.commands.caring import assign_care
from anju.estate.commands.loading import EstateLoad, load_estate
from anju.estate.commands.places import add_place
from anju.estate.models import (
    Building,
    Entrance,
    Meter,
    MeterKind,
    ParkingSpace,
    PlaceKind,
    SpaceKind,
    Unit,
)
from anju.organization.models import Project, User
from anju.residents.believable.community import (
    LVYUAN,
    YUNQI,
    Community,
    PlannedBuilding,
    PlannedStay,
    plan,
)
from anju.residents.commands.contacts import add_contact
from anju.residents.commands.loading import Filling, ResidentsLoad, load_residents
from anju.residents.commands.pets import add_pet
from anju.residents.models import (
    ContactGround,
    Holding,
    HoldingGround,
    Occupancy,
    OccupancyRole,
    Person,
    Phone,
    Vehicle,
)

SEED = 20_230_601
STORIES = {"lvyuan": LVYUAN, "yunqi": YUNQI}
CARES = {"1": "zhou", "2": "zhou", "3": "xu", "4": "xu", "5": "ouyang", "6": "ouyang", "A": "song"}
SPACES = {"lvyuan": (620, 60), "yunqi": (90, 0)}
PLACES = {
    "lvyuan": (
        ("东大门", PlaceKind.GATE),
        ("西门(人行)", PlaceKind.GATE),
        ("地下车库", PlaceKind.GARAGE),
        ("中心花园", PlaceKind.GARDEN),
        ("儿童游乐区", PlaceKind.GARDEN),
        ("小区主路", PlaceKind.ROAD),
        ("水泵房", PlaceKind.PLANT),
        ("配电房", PlaceKind.PLANT),
        ("垃圾投放点", PlaceKind.OTHER),
    ),
    "yunqi": (
        ("一楼大堂", PlaceKind.LOBBY),
        ("地下车库", PlaceKind.GARAGE),
        ("客梯厅", PlaceKind.LIFT),
        ("屋顶设备层", PlaceKind.ROOF),
    ),
}


@dataclass(slots=True)
class _Built:
    """What was built of a plan, by the plan's own parts."""

    load: EstateLoad = field(default_factory=EstateLoad)
    buildings: dict[PlannedBuilding, Building] = field(default_factory=dict)
    entrances: dict[tuple[PlannedBuilding, str], Entrance] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Bring the communities in; one that is there already is left as it is."""
    for place, (code, buildings) in enumerate(STORIES.items()):
        project = Project.objects.filter(code=code).first()
        if project is None or Building.objects.filter(project=project).exists():
            continue
        community = plan(buildings, today=today, seed=SEED + place)
        built = _build(project, community, by, at)
        people = _people(project, community, at)
        _move_in(project, community, built, people, by, at)
        _furnish(community, people, by, at)
        _look_after(project, built, today, by, at)


def _build(project: Project, community: Community, by: Actor, at: datetime) -> _Built:
    built = _Built()
    for planned in community.units:
        if planned.building not in built.buildings:
            _raise(project, planned.building, built)
        entrance = built.entrances.get((planned.building, planned.entrance))
        unit = Unit(
            project=project,
            building=built.buildings[planned.building],
            entrance=entrance,
            room=planned.room,
            code=planned.code,
            code_key=natural_key(planned.code),
            floor=planned.floor,
            use=planned.use,
            area_built=Decimal(planned.built),
            area_inner=(Decimal(planned.built) * Decimal("0.79")).quantize(Decimal("0.01")),
            area_billed=Decimal(planned.built),
            layout=planned.layout,
            delivery=planned.delivery,
            delivered_on=planned.delivered_on,
            occupancy=planned.occupancy,
            standing_note=planned.note,
        )
        built.units[id(planned)] = unit
        built.load.units.append(unit)
        built.load.meters += _meters(project, unit, len(built.load.units))
    built.load.spaces += _spaces(project)
    load_estate(project=project, load=built.load, by=by, at=at)
    return built


def _raise(project: Project, planned: PlannedBuilding, built: _Built) -> None:
    building = Building(
        project=project,
        code=planned.code,
        code_key=natural_key(planned.code),
        name=planned.name,
        floors_above=planned.floors,
        floors_below=1,
    )
    built.buildings[planned] = building
    built.load.buildings.append(building)
    for code in planned.entrances:
        entrance = Entrance(
            project=project,
            building=building,
            code=code,
            code_key=natural_key(code),
            floors=planned.floors,
            has_lift=True,
        )
        built.entrances[planned, code] = entrance
        built.load.entrances.append(entrance)


def _meters(project: Project, unit: Unit, number: int) -> Iterator[Meter]:
    kinds = [(MeterKind.WATER, "10", 5), (MeterKind.POWER, "20", 6)]
    if unit.use == "HOME":
        kinds.append((MeterKind.GAS, "30", 5))
    for kind, first, digits in kinds:
        yield Meter(
            project=project,
            unit=unit,
            kind=kind,
            number=f"{first}{number:06}",
            digits=digits,
            installed_on=unit.delivered_on,
        )


def _spaces(project: Project) -> Iterator[ParkingSpace]:
    below, above = SPACES[project.code]
    for kind, letter, count in (
        (SpaceKind.UNDERGROUND, "B", below),
        (SpaceKind.GROUND, "D", above),
    ):
        for number in range(1, count + 1):
            code = f"{letter}{number:03}"
            yield ParkingSpace(project=project, code=code, code_key=natural_key(code), kind=kind)


def _people(project: Project, community: Community, at: datetime) -> dict[int, Person]:
    return {
        id(planned): Person(
            project=project,
            kind=planned.kind,
            name=planned.name,
            name_key=sort_key(planned.name),
            form_of_address=planned.called,
            languages=planned.languages,
            habits=planned.habits,
            preferred_channel=planned.channel,
            contact_ground=ContactGround.CONTRACT,
            registered_at=at,
        )
        for planned in community.people
    }


def _move_in(
    project: Project,
    community: Community,
    built: _Built,
    people: dict[int, Person],
    by: Actor,
    at: datetime,
) -> None:
    loading = ResidentsLoad(people=[(person, Filling()) for person in people.values()])
    spaces = iter(built.load.spaces)
    for stay in community.stays:
        person = people[id(stay.person)]
        share = stay.share or (None, None)
        loading.occupancies.append(
            Occupancy(
                project=project,
                unit=built.units[id(stay.unit)],
                person=person,
                role=stay.role,
                share_part=share[0],
                share_of=share[1],
                lives_in=stay.lives_in,
                starts_on=stay.starts_on,
                ends_on=stay.ends_on,
            )
        )
        _park(loading, stay, person, spaces)
    for planned in community.people:
        loading.phones += [
            Phone(project=project, person=people[id(planned)], number=number, raw=number, rank=rank)
            for rank, number in enumerate(planned.phones, start=1)
        ]
    load_residents(project=project, load=loading, key=settings.ANJU_DATA_KEY, by=by, at=at)


def _park(
    loading: ResidentsLoad, stay: PlannedStay, person: Person, spaces: Iterator[ParkingSpace]
) -> None:
    """Give whoever has a car a space for it, while there are any."""
    for plate, brand, colour in stay.person.plates:
        space = next(spaces, None)
        loading.vehicles.append(
            Vehicle(
                project=person.project,
                person=person,
                space=space,
                plate=plate,
                brand=brand,
                colour=colour,
            )
        )
        if space is not None:
            owned = stay.role == OccupancyRole.OWNER
            loading.holdings.append(
                Holding(
                    project=person.project,
                    person=person,
                    space=space,
                    ground=HoldingGround.OWNED if owned else HoldingGround.RENTED,
                    starts_on=stay.starts_on,
                )
            )


def _furnish(community: Community, people: dict[int, Person], by: Actor, at: datetime) -> None:
    """Enter pets and emergency contacts: by hand, as the front desk does."""
    for planned in community.people:
        person = people[id(planned)]
        if planned.pet:
            add_pet(person=person, kind=planned.pet, by=by, at=at)
        if planned.emergency:
            name, relation, phone = planned.emergency
            add_contact(person=person, name=name, relation=relation, phone=phone, by=by, at=at)


def _look_after(project: Project, built: _Built, today: date, by: Actor, at: datetime) -> None:
    since = today - timedelta(days=380)
    staff = {user.login: user for user in User.objects.filter(login__in=set(CARES.values()))}
    for building in built.load.buildings:
        carer = staff.get(CARES[building.code])
        if carer is not None:
            assign_care(building=building, user=carer, starts_on=since, by=by, at=at)
    _name_places(project, built.load.entrances, by, at)


def _name_places(project: Project, entrances: Sequence[Entrance], by: Actor, at: datetime) -> None:
    for name, kind in PLACES[project.code]:
        add_place(project=project, name=name, kind=kind, by=by, at=at)
    for entrance in entrances:
        add_place(
            project=project,
            name=f"{entrance}大堂",
            kind=PlaceKind.LOBBY,
            building=entrance.building,
            by=by,
            at=at,
        )
        add_place(
            project=project,
            name=f"{entrance}电梯",
            kind=PlaceKind.LIFT,
            building=entrance.building,
            by=by,
            at=at,
        )
