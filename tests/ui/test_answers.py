"""Pages, parts, lists and workbooks."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from anju.live.tickets import read, ticket_key
from anju.organization.models import User
from anju.ui.lists import Column, one_page, xlsx
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor() -> Client:
    return world.sign_in(Client(), world.supervisor())


def test_htmx_gets_the_part_and_a_browser_the_page(supervisor: Client) -> None:
    address = reverse("organization:staff", args=["green"])
    whole = supervisor.get(address).content.decode()
    part = supervisor.get(address, headers={"HX-Request": "true"}).content.decode()
    boosted = supervisor.get(address, headers={"HX-Request": "true", "HX-Boosted": "true"})

    assert "<html" in whole
    assert part.lstrip().startswith('<div id="staff-rows"')
    assert "<html" in boosted.content.decode()


def test_a_ticket_holds_the_pages_topics_and_is_renewed_behind_the_door(
    supervisor: Client, settings: object
) -> None:
    project, address = world.project(), reverse("organization:staff", args=["green"])
    answer = supervisor.get(address, headers={"X-Anju-Live": "renew"})

    assert answer.status_code == 204
    key = ticket_key(settings.SECRET_KEY)  # type: ignore[attr-defined]
    ticket = read(answer["X-Anju-Ticket"], key=key, at=timezone.now())
    assert set(ticket.topics) == {
        f"project:{project.pk}:organization",
        f"user:{world.supervisor().pk}",
        f"calls:{world.supervisor().pk}",
    }
    stranger = world.sign_in(Client(), world.stranger())
    assert stranger.get(address, headers={"X-Anju-Live": "renew"}).status_code == 404


def test_a_list_without_an_order_is_refused(rf: object) -> None:
    request = rf.get("/?page=nonsense")  # type: ignore[attr-defined]

    assert one_page(request, User.objects.by_name()).number == 1
    with pytest.raises(ValueError, match="order"):
        one_page(request, User.objects.all())


def test_a_workbook_keeps_text_as_text_and_runs_nothing() -> None:
    columns: list[Column[tuple[object, ...]]] = [
        Column("文字", lambda row: row[0]),
        Column("日期", lambda row: row[1]),
        Column("金额", lambda row: row[2]),
        Column("时间", lambda row: row[3]),
    ]
    rows = [("=1+1", date(2026, 11, 23), Decimal("12.50"), world.AT), ("007", None, None, None)]
    answer = xlsx("名册", columns, rows)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[arg-type]

    assert [cell.value for cell in sheet[1]] == ["文字", "日期", "金额", "时间"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].value == "007"
    assert sheet["C2"].value == 12.5
    assert sheet["D2"].value.hour == 10
    assert "%E5%90%8D%E5%86%8C.xlsx" in answer["Content-Disposition"]


def test_a_form_that_cannot_be_taken_answers_422(supervisor: Client) -> None:
    answer = supervisor.post(reverse("notices:write", args=["green"]), {"title": "", "body": ""})

    assert answer.status_code == 422
    assert "这个字段是必填项" in answer.content.decode()


def test_pages_carry_a_strict_policy(supervisor: Client) -> None:
    policy = supervisor.get(reverse("workbench:home", args=["green"]))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
