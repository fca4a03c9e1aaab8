"""Staff by workbook: checked whole, applied whole or not at all, once."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.organization.commands.founding import retire_department
from anju.organization.commands.importing import (
    AlreadyApplied,
    Faulty,
    apply_import,
    forget_imports,
    keep_import,
)
from anju.organization.forms.importing import Unreadable, read_staff_rows
from anju.organization.models import Membership, PasswordSlip, Project, StaffImport, User
from anju.organization.queries.importing import Fault, check_staff_rows
from tests import world
from tests.organization.workbooks import HEADINGS, row, upload, workbook
from tests.threads import at_once

pytestmark = pytest.mark.django_db
KEY = settings.ANJU_DATA_KEY


def keep(green: Project, chen: User, *rows: tuple[object, ...]) -> StaffImport:
    return keep_import(
        project=green,
        rows=read_staff_rows(workbook(*rows)),
        file_name="名单.xlsx",
        held=world.held(chen, green),
        by=world.by(chen),
        at=world.AT,
    )


def apply(green: Project, chen: User, kept: StaffImport, at: datetime = world.AT) -> int:
    held = world.held(chen, green)
    return len(apply_import(staff_import=kept, held=held, key=KEY, by=world.by(chen), at=at))


def faults(*rows: tuple[object, ...]) -> list[Fault]:
    green = world.project()
    chen = world.supervisor(green)
    read = read_staff_rows(workbook(*rows))
    return check_staff_rows(green, read, held=world.held(chen, green)).faults


def test_reads_what_people_write():
    rows = read_staff_rows(
        workbook(
            ("(示例)王小明", "wangxiaoming", "", "客户服务部", "前台接待员", "2026-12-01", ""),
            (
                "王  婷",
                " wang ",
                "138 1234-5678",
                "客户服务部 ",
                "前台接待员",
                date(2026, 11, 23),
                "",
            ),
            ("", "", "", "", "", "", ""),
            ("赵志强", "zhao", 13812345679, "工程部", "工程", "2026年1月3日", "2026/12/5"),
            (
                "阿卜杜拉·买买提",
                "ａｂｄ１",
                "１３８１２３４５６７８",
                "工程部",
                "工程",
                "2026.1.3",
                46370,
            ),
        )
    )

    assert [each.number for each in rows] == [3, 5, 6]
    assert rows[0].said["name"] == "王婷"
    assert rows[0].said["login"] == "wang"
    assert rows[0].said["phone"] == "13812345678"
    assert rows[0].said["starts_on"] == "2026-11-23"
    assert rows[1].said["phone"] == "13812345679"
    assert (rows[1].said["starts_on"], rows[1].said["ends_on"]) == ("2026-01-03", "2026-12-05")
    assert (rows[2].said["login"], rows[2].said["phone"]) == ("abd1", "13812345678")
    assert rows[2].said["ends_on"] == "2026-12-14"


@pytest.mark.parametrize(
    ("changed", "column", "words"),
    [
        ({"name": ""}, "姓名", "没有填写"),
        ({"login": "李"}, "登录名", "不能作登录名"),
        ({"phone": "1381234567"}, "手机", "11 位"),
        ({"department": "客服部"}, "部门", "是不是“客户服务部”"),
        ({"department": "火箭发射场"}, "部门", "部门和岗位"),
        ({"post": "前台接待"}, "岗位", "是不是“前台接待员”"),
        ({"starts_on": "明天"}, "任职自", "不是日期"),
        ({"starts_on": "2026-02-30"}, "任职自", "不是日期"),
        ({"starts_on": ""}, "任职自", "没有填写"),
        ({"ends_on": "2026-01-01"}, "任职至", "早于"),
    ],
)
def test_names_row_column_and_what_to_do(changed: dict[str, str], column: str, words: str):
    found = faults(row(1), row(2, **changed))

    assert [(fault.number, fault.column) for fault in found] == [(3, column)]
    assert words in found[0].sentence


def test_a_login_twice_in_the_list_or_of_somebody_else_is_named():
    world.receptionist()

    twice = faults(row(1), row(2, login="LI1"))
    taken = faults(row(1, login="wang"))
    in_post = faults(row(1, login="wang", name="王婷"))

    assert "第 2 行重复" in twice[0].sentence
    assert "另一位员工" in taken[0].sentence
    assert "已任" in in_post[0].sentence


def test_nobody_imports_a_post_above_their_own():
    green = world.project()
    wang = world.receptionist(green)
    rows = read_staff_rows(workbook(row(1, post="项目经理"), row(2)))

    found = check_staff_rows(green, rows, held=world.held(wang, green)).faults

    assert [(fault.number, fault.column) for fault in found] == [(2, "岗位")]
    assert "超出您自己的权限" in found[0].sentence


def test_the_check_costs_the_same_for_one_row_and_for_thirty():
    green = world.project()
    held = world.everything()
    one = read_staff_rows(workbook(row(1)))
    thirty = read_staff_rows(workbook(*(row(number) for number in range(30))))

    assert world.queries(lambda: check_staff_rows(green, one, held=held)) == world.queries(
        lambda: check_staff_rows(green, thirty, held=held)
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "不是能读的"),
        (b"PK\x03\x04broken", "损坏"),
        (workbook(), "没有员工"),
        (workbook(headings=("甲", "乙")), "没有找到表头"),
        (workbook(("王",), headings=("姓名", "手机")), "表头缺少“登录名”"),
        (workbook(*(row(number) for number in range(2001))), "最多 2,000 行"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(content: bytes, words: str):
    with pytest.raises(Unreadable, match=words):
        read_staff_rows(content)


def test_applies_everybody_and_the_slips_wait():
    green = world.project()
    chen = world.supervisor(green)
    kept = keep(green, chen, row(1), row(2, post="工程", department="工程部"))
    assert not User.objects.filter(login="li1").exists()

    assert apply(green, chen, kept) == 2

    assert Membership.objects.of(green).filter(user__login__in=["li1", "li2"]).count() == 2
    assert PasswordSlip.objects.filter(printed_at=None).count() == 2
    kept.refresh_from_db()
    assert (kept.applied_at, kept.rows) == (world.AT, [])
    event = Event.objects.get(verb="organization.staff_imported")
    assert (event.by_name, event.changes["rows"]) == ("陈静怡", [None, 2])


def test_one_faulty_row_keeps_the_list_out():
    green = world.project()
    chen = world.supervisor(green)

    with pytest.raises(Faulty, match="1 处问题"):
        keep(green, chen, row(1), row(2, phone="12"))
    assert not StaffImport.objects.exists()


def test_what_became_wrong_meanwhile_stops_all_of_it():
    green = world.project()
    chen = world.supervisor(green)
    kept = keep(green, chen, row(1), row(2, department="绿化部", post="绿化"))
    retire_department(department=world.department(green, "绿化部"), by=SYSTEM, at=world.AT)

    with pytest.raises(Faulty) as refused:
        apply(green, chen, kept)

    assert [fault.number for fault in refused.value.faults] == [3]
    assert not User.objects.filter(login="li1").exists()


def test_applied_twice_it_happens_once():
    green = world.project()
    chen = world.supervisor(green)
    kept = keep(green, chen, row(1))
    apply(green, chen, kept)

    with pytest.raises(AlreadyApplied):
        apply(green, chen, kept)
    assert User.objects.filter(login="li1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_do_it_once():
    green = world.project()
    chen = world.supervisor(green)
    kept = keep(green, chen, row(1), row(2))

    results = at_once(lambda: apply(green, chen, kept), lambda: apply(green, chen, kept))

    assert sorted(str(type(result).__name__) for result in results) == ["AlreadyApplied", "int"]
    assert Membership.objects.filter(user__login__startswith="li").count() == 2


def test_unconfirmed_lists_are_forgotten_after_a_week():
    green = world.project()
    keep(green, world.supervisor(green), row(1))

    assert forget_imports(by=SYSTEM, at=world.AT + timedelta(days=6)) == 0
    assert forget_imports(by=SYSTEM, at=world.AT + timedelta(days=8)) == 1
    assert not StaffImport.objects.exists()


def test_goes_from_template_to_slips(client: Client):
    green = world.project()
    world.sign_in(client, world.supervisor(green))
    page = reverse("organization:import_staff", args=["green"])
    answer = client.get(reverse("organization:import_template", args=["green"]))
    template = b"".join(answer.streaming_content)
    book = CalamineWorkbook.from_filelike(BytesIO(template))
    assert tuple(book.get_sheet_by_index(0).to_python()[0][:7]) == HEADINGS
    lists = [cell for cells in book.get_sheet_by_index(1).to_python() for cell in cells]
    assert {"客户服务部", "前台接待员"} <= set(lists)
    assert "没有员工" in client.post(page, upload(template)).content.decode()

    faulty = client.post(page, upload(workbook(row(1), row(2, phone="12"))))
    assert faulty.status_code == 422
    assert "第 3 行" in faulty.content.decode()
    kept = client.post(page, upload(workbook(row(1), row(2))))
    assert "将登记 2 人" in client.get(kept["Location"]).content.decode()
    applied = client.post(kept["Location"])
    assert applied["Location"] == reverse("organization:slips", args=["green"])
    again = client.post(kept["Location"])

    assert again["Location"] == applied["Location"]
    assert "已登记 2 人" in client.get(applied["Location"]).content.decode()


def test_another_persons_list_is_not_found(client: Client):
    green = world.project()
    kept = keep(green, world.supervisor(green), row(1))
    world.sign_in(client, world.manager(green))
    url = reverse("organization:confirm_import", args=["green", kept.pk])

    assert client.get(url).status_code == client.post(url).status_code == 404


def test_three_hundred_faults_are_shown_and_the_rest_counted(client: Client):
    green = world.project()
    world.sign_in(client, world.supervisor(green))
    rows = [row(number, phone="12") for number in range(310)]

    answer = client.post(
        reverse("organization:import_staff", args=["green"]), upload(workbook(*rows))
    )

    assert answer.content.decode().count("data-row") == 300
    assert "另有 10 处" in answer.content.decode()
