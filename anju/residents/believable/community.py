"""The plan of a community: what was built, who lives there and since when, from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from anju.residents.believable import names

HABITS = (
    "家有婴儿,请先电话再上门",
    "老人听力不好,请大声慢讲",
    "上门请穿鞋套",
    "家有大型犬,进门前请提醒拴好",
    "夜班工作,上午请勿打扰",
    "只在周末有人",
    "请发微信,少打电话",
    "希望由固定师傅上门",
)
LANGUAGES = (["杭州话"], ["粤语"], ["四川话"], ["温州话"], ["英语"], ["上海话"])
LAYOUTS = ((58, "一室一厅一卫"), (89, "两室两厅一卫"), (108, "三室两厅一卫"), (139, "四室两厅两卫"))
PETS = ("金毛犬", "泰迪犬", "英短猫", "柯基犬", "狸花猫", "布偶猫")
NOTES = (
    "门铃损坏,请敲门",
    "门口有监控,业主会远程确认来人",
    "户内水阀在厨房吊柜内",
    "地暖分水器曾漏水,开阀后须观察 10 分钟",
)


@dataclass(frozen=True, slots=True)
class PlannedBuilding:
    """A building: its entrances (empty for none), floors and doors a floor."""

    code: str
    name: str
    entrances: tuple[str, ...]
    floors: int
    doors: int
    use: str = "HOME"
    shop_floors: int = 0


@dataclass(slots=True)
class PlannedUnit:
    building: PlannedBuilding
    entrance: str
    room: str
    floor: int
    use: str
    built: int
    layout: str
    delivered_on: date | None
    occupancy: str = "VACANT"
    note: str = ""

    @property
    def delivery(self) -> str:
        return "DELIVERED" if self.delivered_on else "WAITING"

    @property
    def code(self) -> str:
        return "-".join(part for part in (self.building.code, self.entrance, self.room) if part)


@dataclass(slots=True)
class PlannedPerson:
    name: str
    called: str
    kind: str = "PERSON"
    phones: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    habits: str = ""
    channel: str = ""
    plates: list[tuple[str, str, str]] = field(default_factory=list)
    pet: str = ""
    emergency: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class PlannedStay:
    """Somebody's relation to a unit; dates half-open."""

    unit: PlannedUnit
    person: PlannedPerson
    role: str
    share: tuple[int, int] | None
    starts_on: date
    ends_on: date | None = None
    lives_in: bool = True


@dataclass(slots=True)
class Community:
    extra_family: float = 0
    units: list[PlannedUnit] = field(default_factory=list)
    people: list[PlannedPerson] = field(default_factory=list)
    stays: list[PlannedStay] = field(default_factory=list)
    plates: set[str] = field(default_factory=set)


LVYUAN = (
    PlannedBuilding("1", "1栋", ("1", "2"), 18, 4),
    PlannedBuilding("2", "2栋", ("1", "2"), 18, 4),
    PlannedBuilding("3", "3栋", ("1", "2", "3"), 18, 4),
    PlannedBuilding("4", "4栋", ("1", "2"), 26, 4),
    PlannedBuilding("5", "5栋", ("1", "2"), 33, 4),
    PlannedBuilding("6", "6栋(商办楼)", (), 18, 12, "OFFICE", shop_floors=2),
)
YUNQI = (PlannedBuilding("A", "A座", (), 20, 6, "OFFICE", shop_floors=1),)


def plan(
    buildings: Sequence[PlannedBuilding], *, today: date, seed: int, extra_family: float = 0
) -> Community:
    """Return the community as it is on a day; the same day and seed tell the same story.

    :param extra_family: how many more relatives live in a home, on average.
    """
    random = Random(seed)  # noqa: S311  believable, not secret
    community = Community(extra_family=extra_family)
    for building in buildings:
        for unit in _doors(building, today, random):
            community.units.append(unit)
            _settle(community, unit, today, random)
    return community


def _doors(building: PlannedBuilding, today: date, random: Random) -> Iterator[PlannedUnit]:
    finished = today - timedelta(days=365 * 9 + 40 * (sum(map(ord, building.code)) % 9))
    for entrance in building.entrances or ("",):
        for floor in range(1, building.floors + 1):
            for door in range(1, building.doors + 1):
                use = "SHOP" if floor <= building.shop_floors else building.use
                size, layout = LAYOUTS[(door * 5 + len(entrance)) % len(LAYOUTS)]
                if use != "HOME":
                    size, layout = random.randrange(38, 160), ""
                handed_over = finished + timedelta(days=random.randrange(240))
                room = f"{floor}{door:02}"
                yield PlannedUnit(building, entrance, room, floor, use, size, layout, handed_over)


def _settle(community: Community, unit: PlannedUnit, today: date, random: Random) -> None:
    """Put people into a unit: owners, former owners, a family or tenants, or nobody."""
    since = unit.delivered_on
    if since is None or random.random() < 0.02:  # never sold: the builder still has the keys
        unit.delivered_on = None
        return
    owners = _owners(unit, random)
    if random.random() < 0.14:  # sold since: the former owners stay in the history
        sold = since + timedelta(days=random.randrange(400, 2600))
        if sold < today:
            _stay(community, unit, _owners(unit, random), "OWNER", since, sold)
            since = sold
    fate = random.random()
    lives_in = fate < 0.66
    _stay(community, unit, owners, "OWNER", since, None, lives_in=lives_in)
    if random.random() < 0.03:
        unit.note = random.choice(NOTES)
    if lives_in:
        unit.occupancy = "OWN"
        if unit.use == "HOME":
            _family(community, unit, owners[0], since, random)
        _belongings(community, owners[0], unit, random)
    elif fate < 0.86:
        unit.occupancy = "LET"
        _tenants(community, unit, since, today, random)


def _owners(unit: PlannedUnit, random: Random) -> list[PlannedPerson]:
    if unit.use != "HOME" and random.random() < 0.4:
        firm = names.firm(random)
        return [PlannedPerson(firm, firm[2:6], "COMPANY", [names.mobile(random)])]
    first = _person(random, random.choice("老中中青"))
    couple = unit.use == "HOME" and random.random() < 0.3
    return [first, _person(random, "中")] if couple else [first]


def _tenants(
    community: Community, unit: PlannedUnit, since: date, today: date, random: Random
) -> None:
    moved_in = max(since, today - timedelta(days=random.randrange(30, 700)))
    if random.random() < 0.4 and since < moved_in - timedelta(days=200):
        former = _occupant(unit, random)
        left = moved_in - timedelta(days=random.randrange(5, 90))
        _stay(community, unit, [former], "TENANT", left - timedelta(days=190), left)
    tenant = _occupant(unit, random)
    _stay(community, unit, [tenant], "TENANT", moved_in, None)
    _belongings(community, tenant, unit, random)
    if unit.use == "HOME" and random.random() < 0.4:
        _stay(community, unit, [_person(random, "青")], "TENANT", moved_in, None)
    if unit.use == "SHOP" and random.random() < 0.6:
        _stay(community, unit, [_person(random, "青")], "SHOP_STAFF", moved_in, None)


def _family(
    community: Community, unit: PlannedUnit, owner: PlannedPerson, since: date, random: Random
) -> None:
    more = int(community.extra_family + random.random())
    for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3)) + more):
        # Spouses and parents-in-law bring other names into a family.
        family = owner.name[:1] if random.random() < 0.6 else ""
        member = _person(random, random.choice("老中青青"), family=family)
        if random.random() < 0.35:
            member.phones = []
        _stay(community, unit, [member], "FAMILY", since, None)


def _occupant(unit: PlannedUnit, random: Random) -> PlannedPerson:
    if unit.use == "OFFICE":
        firm = names.firm(random)
        return PlannedPerson(firm, firm[2:6], "COMPANY", [names.mobile(random)])
    person = _person(random, random.choice("中青青"))
    if unit.use == "SHOP":
        person.habits = f"经营{random.choice(names.TRADES)}"
    return person


def _person(random: Random, age: str, family: str = "") -> PlannedPerson:
    if not family and random.random() < 1 / 300:
        name = random.choice(names.OTHER_SCRIPTS)
        return PlannedPerson(name, "", phones=[names.mobile(random)])
    is_man = random.random() < 0.5
    family = family or names.surname(random)
    called = names.form_of_address(family, age, is_man=is_man, random=random)
    person = PlannedPerson(family + names.given_name(random, age, is_man=is_man), called)
    person.phones = [names.mobile(random) for _ in range(2 if random.random() < 0.12 else 1)]
    if random.random() < 0.1:
        person.habits = random.choice(HABITS)
    if random.random() < 0.08:
        person.languages = list(random.choice(LANGUAGES))
    person.channel = random.choice(("PHONE", "WECHAT", "SMS", "", ""))
    return person


def _belongings(
    community: Community, person: PlannedPerson, unit: PlannedUnit, random: Random
) -> None:
    if random.random() < 0.58:
        plate = names.plate(random)
        while plate in community.plates:
            plate = names.plate(random)
        community.plates.add(plate)
        car = (plate, random.choice(names.BRANDS), random.choice(names.COLOURS))
        person.plates.append(car)
    if unit.use == "HOME" and random.random() < 0.12:
        person.pet = random.choice(PETS)
    if person.kind == "PERSON" and random.random() < 0.25:
        relation = random.choice(("子女", "父母", "配偶", "兄弟姐妹", "朋友"))
        helper = names.surname(random) + names.given_name(random, "中", is_man=True)
        person.emergency = (helper, relation, names.mobile(random))


def _stay(
    community: Community,
    unit: PlannedUnit,
    people: Sequence[PlannedPerson],
    role: str,
    starts_on: date,
    ends_on: date | None,
    *,
    lives_in: bool = True,
) -> None:
    for person in people:
        share = (1, len(people)) if role == "OWNER" else None
        community.people.append(person)
        community.stays.append(
            PlannedStay(unit, person, role, share, starts_on, ends_on, lives_in and not ends_on)
        )
