"""Unit codes: every spelling of a door leads to the same door, and no text breaks the reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.core.unit_codes import (
    UnitCode,
    floor_of,
    is_plain,
    natural_key,
    parse_partly,
    parse_unit_code,
    plain_code,
)

NUMERALS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1-2-301", "1-2-301"),
        ("1栋2单元301", "1-2-301"),
        ("１幢２单元３０１室", "1-2-301"),
        ("1号楼2单元301室", "1-2-301"),
        ("第1栋第2单元301", "1-2-301"),
        ("一栋二单元三〇一室", "1-2-301"),
        ("十二栋二十一单元1001", "12-21-1001"),
        ("01-02-0301", "1-2-301"),
        ("1.0-2.0-301.0", "1-2-301"),
        ("1—2—301", "1-2-301"),
        ("1/2/301", "1-2-301"),
        ("1 - 2 - 301", "1-2-301"),
        ("1-2单元301", "1-2-301"),
        ("1栋-2-301", "1-2-301"),
        ("3#1-502", "3-1-502"),
        ("3#楼1单元502", "3-1-502"),
        ("3号楼2门501", "3-2-501"),
        ("3栋502", "3-502"),
        ("3幢-502", "3-502"),
        ("12号301室", "12-301"),
        ("A座1201", "A-1201"),
        ("a座1201室", "A-1201"),
        ("a-1201", "A-1201"),
        ("1-0-商铺", "1-商铺"),
        ("1-无-12", "1-12"),
        ("1栋12号铺", "1-12"),
        ("1-1-3a", "1-1-3A"),
        ("东区1栋2单元301", "东区1-2-301"),
    ],
)
def test_reads_a_unit_however_it_is_written(text: str, code: str) -> None:
    assert str(parse_unit_code(text)) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3栋", UnitCode("3", "", "")),
        ("3#", UnitCode("3", "", "")),
        ("3号楼", UnitCode("3", "", "")),
        ("1栋2单元", UnitCode("1", "2", "")),
        ("2单元", UnitCode("", "2", "")),
        ("1单元301", UnitCode("", "1", "301")),
        ("301室", UnitCode("", "", "301")),
        ("12号", UnitCode("", "", "12")),
        ("商铺12", UnitCode("", "", "商铺12")),
        ("1.0", UnitCode("", "", "1")),
        ("3-1", UnitCode("3", "", "1")),
        ("1-", UnitCode("", "", "1")),
    ],
)
def test_reads_the_front_or_the_back_alone(text: str, code: UnitCode) -> None:
    assert parse_partly(text) == code
    assert parse_unit_code(text) == (code if code.building and code.room else None)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "李秀兰", "商铺", "1-2-3-4", "1-2-301(复式)", "栋", "1-2-" + "9" * 13]
)
def test_takes_nothing_else_for_a_unit(text: str) -> None:
    assert parse_partly(text) is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("第3栋", "3"),
        ("１号楼", "1"),
        ("01", "1"),
        ("1.0", "1"),
        ("a座", "A"),
        ("3#", "3"),
        ("二十一单元", "21"),
        ("十", "10"),
        ("九十九", "99"),
        ("0301室", "301"),
        ("商铺", "商铺"),
        ("  ", ""),
    ],
)
def test_a_part_has_one_plain_form(text: str, plain: str) -> None:
    assert plain_code(text) == plain


def test_only_plain_parts_make_a_code() -> None:
    assert all(is_plain(part) for part in ("1", "A", "东区1", "301A"))
    assert not any(is_plain(part) for part in ("", "1-2", "a", "1 2", "9" * 13))


@pytest.mark.parametrize(
    ("room", "floor"),
    [("301", 3), ("1201", 12), ("3401", 34), ("301A", 3), ("B101", -1), ("12", None), ("商", None)],
)
def test_a_room_tells_its_floor(room: str, floor: int | None) -> None:
    assert floor_of(room) == floor


def test_sorts_as_people_count() -> None:
    codes = ["1-10-101", "1-2-1001", "1-2-301", "10-1-101", "2-1-101", "A-1"]

    assert sorted(codes, key=natural_key) == [
        "1-2-301",
        "1-2-1001",
        "1-10-101",
        "2-1-101",
        "10-1-101",
        "A-1",
    ]


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")


buildings = st.integers(1, 99).map(str) | st.sampled_from("ABCDEF")
entrances = st.integers(1, 9).map(str)
rooms = st.builds(lambda floor, door: f"{floor}{door:02}", st.integers(1, 60), st.integers(1, 30))


@settings(deadline=None)
@given(buildings, entrances, rooms)
def test_every_spelling_comes_back(building: str, entrance: str, room: str) -> None:
    code = UnitCode(building, entrance, room)
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x30, 0x5B)})
    spellings = [
        str(code),
        *(f"{building}{word}{entrance}单元{room}" for word in ("栋", "幢", "号楼", "座", "#")),
        f"{building}栋{entrance}单元{room}室",
        f"{building.zfill(2)}-{entrance.zfill(2)}-{room.zfill(4)}",
        f"{building}#{entrance}-{room}",
        f" {building} 栋 {entrance} 单元 {room} 室 ",
    ]
    if building.isdigit():
        spellings.append(f"{chinese(int(building))}栋{chinese(int(entrance))}单元{room}")

    for spelling in spellings:
        assert parse_unit_code(spelling) == code, spelling
        assert parse_unit_code(spelling.translate(wide)) == code, spelling
        assert parse_unit_code(spelling.lower()) == code, spelling


@settings(deadline=None)
@given(buildings, rooms)
def test_a_house_without_entrances_comes_back(building: str, room: str) -> None:
    code = UnitCode(building, "", room)
    for spelling in (
        str(code),
        f"{building}栋{room}",
        f"{building}-0-{room}",
        f"{building}座{room}室",
    ):
        assert parse_unit_code(spelling) == code, spelling


@settings(deadline=None)
@given(st.text(max_size=200) | st.text("0123456789栋幢单元室号楼门-#.第十一铺 A", max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    code = parse_partly(text)
    part = plain_code(text)

    assert len(part) <= 12
    assert len(natural_key(text)) <= 80
    if code is not None:
        assert str(code)
        assert all(is_plain(each) for each in (code.building, code.entrance, code.room) if each)
    whole = parse_unit_code(text)
    if whole is not None:
        assert len(str(whole)) <= 38
        assert parse_unit_code(str(whole)) == whole


@settings(deadline=None)
@given(st.integers(1, 99))
def test_reads_chinese_numerals_up_to_99(number: int) -> None:
    assert plain_code(f"{chinese(number)}栋") == str(number)
