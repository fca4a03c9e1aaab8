"""The pages of an import: upload, look, correct, answer, apply, undo; the command line beside."""

import json
from argparse import ArgumentParser
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.core.actors import SYSTEM, Actor
from anju.estate.models import Unit
from anju.imports import jobs, tasks
from anju.imports.commands.applying import begin_applying
from anju.imports.commands.checking import check_import
from anju.imports.findings import Finding
from anju.imports.models import Import
from anju.imports.recognising import FINDINGS_SHEET
from anju.imports.workbooks import marked_workbook, template_workbook
from anju.messaging.models import StaffMessage
from anju.residents.models import Person
from runtime.refusal import Refusal
from tests import world
from tests.imports.books import book, five_sheets, one_sheet, unit_row
from tests.imports.loads import KEY, check, created, keep, load, said

pytestmark = pytest.mark.django_db
console = import_module("config.console.import")


@pytest.fixture
def chen() -> Client:
    return world.sign_in(Client(), world.supervisor())


def post_file(client: Client, content: bytes, name: str = "台账.xlsx") -> object:
    address = reverse("imports:load", args=["green"])
    return client.post(address, {"workbook": SimpleUploadedFile(name, content)}, follow=True)


def address(name: str, kept: Import) -> str:
    return reverse(f"imports:{name}", args=["green", kept.pk])


def test_uploads_looks_answers_applies_and_undoes(chen: Client):
    page = post_file(chen, five_sheets())
    text = page.content.decode()  # type: ignore[attr-defined]
    kept = Import.objects.get()
    assert kept.is_checked
    assert "房屋信息" in text
    assert "业主编号在业主表里找不到" in text
    assert not Unit.objects.exists()

    refused = chen.post(address("apply", kept))
    assert refused.status_code == 422
    assert "还有问题没有确认" in refused.content.decode()
    answers = {"accept": ["shared-identity", "owner-unknown"]}
    applied = chen.post(address("apply", kept), answers, follow=True)
    assert "已全部导入" in applied.content.decode()
    assert Unit.objects.count() == 3
    assert Event.objects.get(verb="imports.applied").by_name == "陈静怡"

    asked = chen.get(address("undo", kept))
    assert "将删除这次新增的资料" in asked.content.decode()
    chen.post(address("undo", kept))
    kept.refresh_from_db()
    assert kept.state == "UNDONE"
    assert not Unit.objects.exists()


def test_errors_leave_no_button_and_hand_out_the_marked_workbook(chen: Client):
    page = post_file(chen, one_sheet(unit_row(1, built="abc"), unit_row(2, phone=1390001000.0)))
    text = page.content.decode()  # type: ignore[attr-defined]
    kept = Import.objects.get()

    assert "有 2 处错误" in text
    assert "全部导入</button>" not in text
    answer = chen.get(address("marked", kept))
    marked = b"".join(answer)  # type: ignore[arg-type]
    opened = load_workbook(BytesIO(marked))
    assert opened.sheetnames == [FINDINGS_SHEET, "资产信息"]
    assert "不是面积" in str(opened["资产信息"]["I2"].comment.text)
    assert opened["资产信息"]["I2"].fill.fgColor.rgb == "FFFFC7CE"
    assert opened["资产信息"]["O3"].value == 1390001000
    assert Event.objects.filter(verb="imports.exported").count() == 1
    assert said(check(marked)) == said(
        check(one_sheet(unit_row(1, built="abc"), unit_row(2, phone=1390001000.0)))
    )


def test_the_upload_waits_through_a_reload_and_is_let_go(chen: Client):
    post_file(chen, one_sheet(unit_row(1)))
    kept = Import.objects.get()

    assert "要写入什么" in chen.get(address("import", kept)).content.decode()
    chen.post(address("discard", kept))

    kept.refresh_from_db()
    assert kept.state == "DISCARDED"
    assert "已清除" in chen.get(address("import", kept)).content.decode()


def test_a_column_is_corrected_on_the_page(chen: Client):
    post_file(chen, book({"表": [("房号", "面积", "谁"), ("1-101", 90, "测试甲")]}))
    kept = Import.objects.get()
    assert kept.report["created"]["person"] == 0
    chosen = {
        "take:表": "units",
        "take:表!A": "room",
        "take:表!B": "area_built",
        "take:表!C": "name",
        "take:表!Z": "nonsense",
    }

    chen.post(address("correct", kept), chosen)

    kept.refresh_from_db()
    assert kept.takes == {"表!C": "name"}
    assert kept.report["created"]["person"] == 1
    chen.post(address("apply", kept))
    assert Person.objects.get().name == "测试甲"


@pytest.mark.parametrize(("content", "words"), [(b"hello", "不是能读的"), (b"PK\x03\x04x", "损坏")])
def test_what_cannot_be_read_is_said_beside_the_field(chen: Client, content: bytes, words: str):
    answer = post_file(chen, content)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert not Import.objects.exists()


def test_other_peoples_rights(chen: Client):
    post_file(chen, one_sheet(unit_row(1)))
    kept = Import.objects.get()
    desk = world.sign_in(Client(), world.receptionist())
    stranger = world.sign_in(Client(), world.stranger())

    assert desk.get(address("import", kept)).status_code == 403
    assert desk.post(address("apply", kept)).status_code == 403
    assert stranger.get(address("import", kept)).status_code == 404
    world.project("cloud", "云栖大厦")
    elsewhere = reverse("imports:import", args=["cloud", kept.pk])
    assert stranger.get(elsewhere).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_three(chen: Client):
    there = reverse("imports:imports", args=["green"])
    load(one_sheet(unit_row(1)))
    one = world.queries(lambda: chen.get(there))
    load(one_sheet(unit_row(2)))
    load(one_sheet(unit_row(3)))

    assert world.queries(lambda: chen.get(there)) == one


def test_our_own_template_is_understood_and_its_examples_left_out():
    content = template_workbook()
    checked = check(content)
    names = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
    unknown = [code for code, _, _ in said(checked, "note")]

    assert names == ["房屋", "住户", "车位", "计量表", "填写说明"]
    assert said(checked) == []
    assert created(checked) == {}
    assert [each.kind.value for each in checked.tables][:4] == [
        "units",
        "units",
        "parking_spaces",
        "meters",
    ]
    assert "column-unknown" not in unknown


def test_a_marked_workbook_marks_an_empty_cell_too():
    finding = Finding(
        "error", "room-missing", "房屋", 2, "C 房号", "工作表“房屋”第 2 行:没有填房号。"
    )
    sheets = check(book({"房屋": [("楼栋", "单元", "房号"), (1, 1, None)]})).tables

    opened = load_workbook(BytesIO(marked_workbook([sheets[0].sheet], [finding])))

    assert opened["房屋"]["C2"].fill.fgColor.rgb == "FFFFC7CE"


def job(task: str) -> dict[str, Any]:
    """Return what the newest job of a task was given."""
    found = ProcrastinateJob.objects.filter(task_name=task).order_by("-id").first()
    assert found is not None
    arguments: dict[str, Any] = found.args
    return arguments


def test_a_long_one_is_checked_and_applied_by_a_worker(chen: Client):
    people = [(f"测试{number}", 13_900_040_000 + number) for number in range(jobs.INLINE_ROWS + 1)]
    page = post_file(chen, book({"业主": [("姓名", "电话"), *people]}))
    kept = Import.objects.get()
    assert kept.state == "CHECKING"
    assert "<progress" in page.content.decode()  # type: ignore[attr-defined]

    tasks.check(**job(jobs.CHECK))
    kept.refresh_from_db()
    assert kept.is_checked
    chen.post(address("apply", kept))
    kept.refresh_from_db()
    assert kept.state == "APPLYING"
    polled = chen.get(address("import", kept), headers={"HX-Request": "true"})
    assert polled.content.decode().lstrip().startswith('<div id="import-progress"')

    tasks.apply(**job(jobs.APPLY))
    tasks.apply(**job(jobs.APPLY))
    kept.refresh_from_db()
    assert kept.is_applied
    assert Person.objects.count() == len(people)
    assert Event.objects.get(verb="imports.applied").by_name == "陈静怡"
    assert StaffMessage.objects.get(user=world.supervisor()).body == "已全部导入"
    over = chen.get(address("import", kept), headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == address("import", kept)


def test_a_stopped_worker_is_noticed_and_nothing_is_written(chen: Client):
    kept = keep(one_sheet(unit_row(1)))
    check_import(kept=kept, key=KEY, by=SYSTEM, at=world.AT)
    begin_applying(kept=kept, accepted=[], by=Actor(id=None, name="陈静怡"), at=world.AT)
    Import.objects.update(alive_at="2020-01-01T00:00Z")

    page = chen.get(address("import", kept)).content.decode()
    assert "后台任务可能停了" in page
    chen.post(address("again", kept))

    kept.refresh_from_db()
    assert kept.is_checked
    assert not Unit.objects.exists()


def call(*arguments: str) -> int:
    parser = ArgumentParser()
    console.arguments(parser)
    status: int = console.run(parser.parse_args(arguments))
    return status


def test_the_command_line_reports_and_applies(tmp_path: Path, capsys):
    world.project()
    path = tmp_path / "台账.xlsx"
    path.write_bytes(five_sheets())
    here = (str(path), "--project", "green", "--json")

    assert call(*here, "--dry-run") == 1
    dry = json.loads(capsys.readouterr().out)
    assert dry["applied"] is False
    assert not Import.objects.exists()
    assert call(*here) == 1
    assert json.loads(capsys.readouterr().out)["applied"] is False
    yes = ("--accept", "shared-identity", "--accept", "owner-unknown")
    assert call(*here, *yes, "--dry-run") == 0
    capsys.readouterr()
    assert call(*here, *yes) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["applied"] is True
    assert report["sheets"][0] == {"name": "楼栋单元", "taken_as": "entrances", "rows": 3}
    assert set(report["created"]) == {
        *("building", "entrance", "unit", "parking_space", "meter"),
        *("person", "occupancy", "vehicle"),
    }
    assert set(report["findings"][0]) == {"level", "code", "sheet", "row", "column", "message"}
    assert Unit.objects.count() == 3


def test_the_command_line_takes_corrections_and_refuses_nonsense(tmp_path: Path, capsys):
    world.project()
    path = tmp_path / "a.xlsx"
    path.write_bytes(book({"表": [("房号", "面积", "谁"), ("1-101", 90, "测试甲")]}))

    assert call(str(path), "--project", "green", "--take", "表!C=name") == 0
    assert Person.objects.get().name == "测试甲"
    with pytest.raises(Refusal):
        call(str(path), "--project", "green", "--take", "表!C=nonsense")
    with pytest.raises(Refusal):
        call(str(path), "--project", "nowhere")
    with pytest.raises(Refusal):
        call(str(tmp_path / "none.xlsx"), "--project", "green")
