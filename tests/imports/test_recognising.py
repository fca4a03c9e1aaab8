"""Headings as people write them: where they stand, what they are called, what is beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.core.errors import DomainError
from anju.core.workbooks import Sheet, read_sheets
from anju.estate.models import Meter, Unit
from anju.imports.fields import Field, meaning_of
from anju.imports.findings import Findings
from anju.imports.gathering import gather
from anju.imports.recognising import recognise
from anju.residents.models import Occupancy, OccupancyRole, Person, Vehicle
from tests.imports.books import book, identity
from tests.imports.loads import check, created, load, said

HEADING = {
    "楼栋编号": Field.BUILDING,
    "幢": Field.BUILDING,
    "樓棟": Field.BUILDING,
    "房号*": Field.ROOM,
    "房 间 号": Field.ROOM,
    "室号(必填)": Field.ROOM,
    "房屋\n编号": Field.ROOM,
    "产权面积(㎡)": Field.AREA_BUILT,
    "套内建筑面积(平方米)": Field.AREA_INNER,
    "收费面积": Field.AREA_BILLED,
    "产权人": Field.NAME,
    "客户名称:": Field.NAME,
    "业主联系方式": Field.PHONE,
    "身份证号码": Field.IDENTITY,
    "与业主关系": Field.ROLE,
    "收房时间": Field.DELIVERED_ON,
    "泊位号": Field.SPACE,
    "车牌号码": Field.PLATE,
    "天然气表号": Field.GAS_METER,
    "租客姓名": Field.TENANT,
    "楼栋-单元-房号": Field.UNIT_CODE,
}


@pytest.mark.parametrize(("header", "field"), HEADING.items())
def test_synonyms(header: str, field: Field):
    assert meaning_of(header) is field


def test_a_value_is_no_heading():
    for text in (
        "",
        "张三",
        "浙A12345",
        "请填写系统中的房屋编号 楼栋-单元-房屋 如果是商铺 楼栋-0-商铺",
    ):
        assert meaning_of(text) is None


def kinds(rows: list[list[object]]) -> list[tuple[str, list[str]]]:
    tables = recognise([Sheet("表", rows)])
    return [
        (
            each.kind.value,
            [column.meaning.value for column in each.columns if isinstance(column.meaning, Field)],
        )
        for each in tables
    ]


def test_titles_stand_above_and_totals_below():
    rows: list[list[object]] = [
        ["绿苑小区业主花名册", "", "", ""],
        ["填表日期:2026-11-23", "", "", ""],
        ["序号", "房屋地址", "业主", "联系电话"],
        [1.0, "1栋2单元301", "测试甲", "13900010001"],
        ["合计", "1 户", "", ""],
    ]
    (table,) = recognise([Sheet("表", rows)])

    assert [row.number for row in table.rows()] == [4]
    assert table.size == 1


def test_two_tables_beside_each_other_and_one_below():
    rows: list[list[object]] = [
        ["房号", "建筑面积", "", "房号", "建筑面积"],
        ["1-101", 90.0, "", "2-101", 91.0],
        ["", "", "", "", ""],
        ["车位号", "车牌号", "业主姓名", "", ""],
        ["A01", "浙A12345", "测试甲", "", ""],
    ]

    assert kinds(rows) == [
        ("units", ["room", "area_built"]),
        ("units", ["room", "area_built"]),
        ("parking_spaces", ["space", "plate", "name"]),
    ]


@pytest.mark.django_db
def test_a_merged_heading_of_two_rows_and_merged_rooms():
    def merge(made, pages):
        page = pages["台账"]
        page.merge_range(0, 0, 1, 0, "楼栋")
        page.merge_range(0, 1, 1, 1, "房号")
        page.merge_range(0, 2, 0, 3, "业主信息")
        page.merge_range(0, 4, 0, 5, "租户信息")
        page.merge_range(2, 0, 3, 0, "1栋")
        page.merge_range(2, 1, 3, 1, "301")

    content = book(
        {
            "台账": [
                (),
                (None, None, "姓名", "电话", "姓名", "电话"),
                (None, None, "测试甲", "13900010001", "测试丙", "13900010003"),
                (None, None, "测试乙", "13900010002", None, None),
            ]
        },
        change=merge,
    )

    _, checked = load(content)

    assert said(checked) == []
    assert created(checked) == {"building": 1, "unit": 1, "person": 3, "occupancy": 3}
    owners = Occupancy.objects.owners().filter(unit__code="1-301")
    assert {(each.share_part, each.share_of) for each in owners} == {(1, 2)}
    tenant = Occupancy.objects.get(role=OccupancyRole.TENANT)
    assert tenant.person.phones.get().number == "13900010003"
    assert not owners.filter(lives_in=True).exists()


@pytest.mark.django_db
def test_everything_of_a_household_in_one_row():
    content = book(
        {
            "台账": [
                (
                    *("房屋地址", "建筑面积(㎡)", "业主姓名", "身份证号", "联系电话", "备用电话"),
                    *("车位", "车牌号", "水表号", "电表号", "收房日期", "民族", "颜值"),
                ),
                (
                    *("1幢2单元０３０１室", "118.52㎡", "测试甲、测试乙", None),
                    *("13900010001、139-0001-0002", "0571-88881234"),
                    *("B1-023", "浙A·12345", "S001", "D001", "2021年6月30日", "汉", "高"),
                ),
                (
                    *("2-1-102", 90.5, "杭州测试贸易有限公司", "无", "0571-88885678", None),
                    *(None, None, "S002", None, date(2022, 1, 5), None, None),
                ),
            ]
        }
    )

    _, checked = load(content)

    assert said(checked) == []
    unit = Unit.objects.get(code="1-2-301")
    assert str(unit.area_built) == "118.52"
    assert (unit.delivery, unit.delivered_on) == ("DELIVERED", date(2021, 6, 30))
    assert Occupancy.objects.filter(unit=unit).count() == 2
    assert Person.objects.get(name="杭州测试贸易有限公司").kind == "COMPANY"
    assert Vehicle.objects.get().plate == "浙A12345"
    assert set(Meter.objects.values_list("kind", "number")) == {
        ("WATER", "S001"),
        ("WATER", "S002"),
        ("POWER", "D001"),
    }
    notes = {code for code, _, _ in said(checked, "note")}
    assert {"several-names", "column-private", "column-unknown"} <= notes


@pytest.mark.django_db
def test_a_column_is_taken_for_what_a_person_says():
    content = book({"表": [("房号", "面积", "谁"), ("1-101", 90, "测试甲")]})

    as_read = check(content)
    corrected = check(content, **{"表!C": "name", "表!B": "area_inner"})

    assert created(as_read) == {"building": 1, "unit": 1}
    assert created(corrected) == {"building": 1, "unit": 1, "person": 1, "occupancy": 1}
    assert str(corrected.estate.units[0].area_inner) == "90.00"
    assert created(check(content, 表="ignored")) == {}


@pytest.mark.django_db
def test_members_of_a_household_in_rows_of_their_own():
    content = book(
        {
            "房屋": [("楼栋", "单元", "房号", "面积"), (1, 1, 101, 90)],
            "住户": [
                ("房屋编号", "姓名", "与业主关系", "性别", "电话", "证件号码"),
                ("1-1-101", "测试甲", "业主", "男", "13900010001", identity(1)),
                ("1-1-101", "测试乙", "妻子", "女", "13900010002", None),
                ("1-1-101", "测试丙", "租客", "男", None, None),
                ("1-1-101", "测试丁", "临时人员", "男", None, None),
            ],
        }
    )

    _, checked = load(content)

    assert set(Occupancy.objects.values_list("person__name", "role")) == {
        ("测试甲", "OWNER"),
        ("测试乙", "FAMILY"),
        ("测试丙", "TENANT"),
    }
    assert Person.objects.get(name="测试乙").form_of_address == "测女士"
    assert ("role-unknown", 5, "C 与业主关系") in said(checked, "note")


CELL = st.one_of(
    st.none().map(lambda _: ""),
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.booleans(),
    st.sampled_from(
        [
            *HEADING,
            "说明",
            "业主编号",
            "张三、李四",
            "1-2-301",
            "１栋２单元",
            "18999999999",
            "-",
            "#N/A",
        ]
    ),
)


@given(st.lists(st.lists(CELL, max_size=8), max_size=12))
def test_no_grid_of_cells_breaks_the_reading(rows: list[list[object]]):
    width = max(map(len, rows), default=0)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    findings = Findings()

    draft = gather(recognise([Sheet("表", grid)]), findings)

    assert all(unit.code for unit in draft.units.values())
    assert all(finding.message.startswith("工作表“表”") for finding in findings.all)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_no_bytes_break_the_reader(content: bytes, head: bytes):
    try:
        read_sheets(head + content)
    except DomainError as refusal:
        assert "请" in str(refusal)
