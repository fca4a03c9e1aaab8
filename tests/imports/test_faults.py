"""What bad input gets: a sentence with sheet, row, column and what to do; nothing half applied."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook as PlainWorkbook

from anju.core.workbooks import Unreadable, read_sheets
from anju.estate.models import Building, Unit
from anju.imports.commands.applying import NotToApply
from anju.residents.models import Person
from tests import world
from tests.imports.books import book, identity, one_sheet, unit_row
from tests.imports.loads import check, keep, load, said

HEADINGS = ("楼栋", "单元", "房号", "建筑面积", "业主姓名", "手机号", "身份证号")
ROW: tuple[Any, ...] = (1, 1, 101, 90.5, "测试甲", "13900010001", "")


def rows(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return book({"房屋": [headings, *rows]})


def changed(**facts: Any) -> tuple[Any, ...]:
    names = ("building", "entrance", "room", "area", "name", "phone", "identity")
    return tuple((dict(zip(names, ROW, strict=True)) | facts).values())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "不是能读的"),
        (b"", "不是能读的"),
        (b"%PDF-1.7 ...", "不是能读的"),
        (b"PK\x03\x04broken", "损坏"),
        (rows(ROW)[:-200], "损坏"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ],
    ids=["text", "empty", "pdf", "cut", "damaged", "password"],
)
def test_what_cannot_be_read_gets_a_sentence(content: bytes, words: str):
    with pytest.raises(Unreadable, match=words) as refused:
        read_sheets(content)
    assert "请" in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "code", "column", "words"),
    [
        (changed(area="abc"), "area-built-wrong", "D 建筑面积", "不是面积"),
        (changed(area=-3), "area-built-wrong", "D 建筑面积", "大于 0"),
        (changed(phone="1390001000"), "phone-wrong", "F 手机号", "11 位,这里是 10 位"),
        (changed(phone=1390001000.0), "phone-wrong", "F 手机号", "这里是 10 位"),
        (changed(phone="88881234"), "phone-wrong", "F 手机号", "区号"),
        (changed(room=date(2026, 1, 2)), "became-a-date", "C 房号", "变成了日期"),
        (changed(building=date(2026, 1, 2)), "became-a-date", "A 楼栋", "变成了日期"),
        (changed(room=""), "room-missing", "C 房号", "没有填房号"),
        (
            changed(room="三层东边第二间大会议室旁边的小房间"),
            "code-unreadable",
            "C 房号",
            "不能作编号",
        ),
    ],
)
def test_a_faulty_cell_is_named(row: tuple[Any, ...], code: str, column: str, words: str):
    checked = check(rows(changed(room=102), row))

    assert said(checked) == [(code, 3, column)]
    (finding,) = [each for each in checked.findings if each.level == "error"]
    assert finding.message.startswith(f"工作表“房屋”第 3 行 {column[0]} 列“{column[2:]}”:")
    assert words in finding.message
    with pytest.raises(NotToApply, match="什么也没有导入"):
        load(rows(changed(room=102), row))
    assert not Building.objects.exists()


@pytest.mark.django_db
def test_a_unit_twice_is_an_error_but_members_of_a_household_are_not():
    twice = check(rows(ROW, changed(name="测试乙", phone="")))
    members = check(one_sheet(unit_row(1), unit_row(1, name="测试壬", phone="", role=1002.0)))
    same = check(one_sheet(unit_row(1), unit_row(1)))
    differs = check(one_sheet(unit_row(1), unit_row(1, built=95.0, name="测试壬", role=1002.0)))

    assert said(twice) == [("unit-twice", 3, "C 房号")]
    assert "第 2 行重复" in next(each.message for each in twice.findings if each.level == "error")
    assert said(members) == []
    assert members.counts["created"]["person"] == 2
    assert [code for code, _, _ in said(same)] == ["unit-twice"]
    assert [code for code, _, _ in said(differs)] == ["unit-differs"]


@pytest.mark.django_db
def test_a_row_of_formulas_that_were_never_reckoned():
    made = PlainWorkbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "房屋"
    sheet.append(["房号", "建筑面积", "业主姓名"])
    sheet.append(["1-101", 90, "测试甲"])
    sheet.append(['="1-"&102', "=B2+1", "=C2"])
    buffer = BytesIO()
    made.save(buffer)

    checked = check(buffer.getvalue())

    assert said(checked) == [
        ("formula", 3, "A 房号"),
        ("formula", 3, "B 建筑面积"),
        ("formula", 3, "C 业主姓名"),
    ]
    assert "选择性粘贴" in checked.findings[-1].message


@pytest.mark.django_db
def test_an_error_value_is_no_empty_cell():
    def errors(made, pages):
        pages["房屋"].write_formula(1, 3, "=1/0", None, "#DIV/0!")

    checked = check(book({"房屋": [HEADINGS, ROW]}, change=errors))

    assert said(checked) == [("formula", 2, "D 建筑面积")]


@pytest.mark.django_db
def test_placeholders_are_dropped_with_one_note_each():
    checked = check(
        rows(
            changed(phone=18999999999, identity="111111111111111111"),
            changed(room=102, name="测试乙", phone="18999999999", identity=111111111111111111),
            changed(room=103, name="测试丙", phone="11111111111"),
        )
    )

    assert said(checked) == []
    notes = [code for code, _, _ in said(checked, "note")]
    assert sorted(notes) == ["placeholder-identity", "placeholder-phone"]
    assert checked.residents.phones == []


@pytest.mark.django_db
def test_one_identity_number_for_several_people_is_asked_once():
    shared = identity(3)
    content = rows(
        changed(identity=shared),
        changed(room=102, name="测试乙", phone="", identity=shared),
        changed(room=103, name="测试丙", phone="", identity=identity(4)),
    )

    with pytest.raises(NotToApply, match="没有确认"):
        load(content)
    _, checked = load(content, accept=("shared-identity",))

    assert said(checked, "question") == [
        ("shared-identity", 2, "G 身份证号"),
        ("shared-identity", 3, "G 身份证号"),
    ]
    assert checked.open_questions(()) == ["shared-identity"]
    assert list(Person.objects.exclude(identity_kind="").values_list("name", flat=True)) == [
        "测试丙"
    ]


@pytest.mark.django_db
def test_a_number_with_a_wrong_check_digit_is_left_out():
    checked = check(rows(changed(identity=identity(3, right=False))))

    assert said(checked, "note") == [("identity-wrong", 2, "G 身份证号")]
    assert not checked.residents.people[0][1].identity


@pytest.mark.django_db
def test_a_shop_without_entrance_and_a_building_left_empty():
    content = rows(
        changed(building="3号楼", entrance="0", room="商铺2"),
        changed(building="", entrance="2", room="301", name="测试乙", phone=""),
    )

    checked = check(content)

    assert [code for code, _, _ in said(checked, "question")] == ["building-blank"]
    load(content, accept=("building-blank",))
    assert set(Unit.objects.values_list("code", flat=True)) == {"3-商铺2", "3-2-301"}
    assert Building.objects.get().name == "3号楼"


@pytest.mark.django_db
def test_shares_never_exceed_the_whole():
    headings = ("房屋编号", "姓名", "关系", "产权份额", "面积")
    sheets = {
        "住户": [
            headings,
            ("1-101", "测试甲", "业主", "2/3", 90),
            ("1-101", "测试乙", "业主", "50%", 90),
        ]
    }

    checked = check(book(sheets))

    assert [code for code, _, _ in said(checked)] == ["shares-exceed"]


@pytest.mark.django_db
def test_a_sheet_of_nothing_known_is_said():
    checked = check(book({"Sheet1": [("苹果", "梨"), (1, 2)]}))

    assert {code for code, _, _ in said(checked)} == {"nothing-understood"}
    assert {code for code, _, _ in said(checked, "note")} == {"sheet-unknown"}


@pytest.mark.django_db
def test_messages_hold_no_personal_value():
    checked = check(
        rows(changed(name="欧阳测试", phone="1390001234567", identity=identity(3, right=False)))
    )

    said_all = " ".join(finding.message for finding in checked.findings)
    assert "欧阳测试" not in said_all
    assert "1390001234567" not in said_all
    assert identity(3, right=False) not in said_all


@pytest.mark.django_db
def test_what_cannot_be_read_is_not_kept():
    with pytest.raises(Unreadable):
        keep(b"hello", world.project())
    assert not world.project().imports.exists()


@pytest.mark.django_db
def test_what_the_register_contradicts_names_the_cell():
    load(one_sheet(unit_row(1)))

    larger = check(book({"房屋": [("房号", "套内面积"), ("1-1-1001", 200)]}))
    early = check(book({"房屋": [("房号", "交房日期"), ("1-1-1001", date(2030, 1, 1))]}))

    assert said(larger) == [("inner-exceeds", 2, "B 套内面积")]
    assert said(early) == [("delivered-in-future", 2, "B 交房日期")]
