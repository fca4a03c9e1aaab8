"""The three ways out of an intake, and no other; what is refused comes back whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anju.clocks.models import Clock
from anju.drafts.commands import save_draft
from anju.drafts.models import Draft
from anju.organization.commands.deputies import name_deputy
from anju.organization.models.belonging import AbsenceReason
from anju.tickets.commands.categories import retire_category
from anju.tickets.models import Contact, HelpRequest, Ticket, WorkOrder
from anju.tickets.states import TicketState, WayOut
from tests import world
from tests.frontdesk.posting import at_desk, department, filed, save, taken, text, typed, url
from tests.residents import town

pytestmark = pytest.mark.django_db


def test_only_who_takes_matters_enters() -> None:
    assert at_desk().get(url()).status_code == 200
    assert at_desk(world.engineer()).get(url()).status_code == 403
    assert at_desk(world.stranger()).get(url()).status_code == 404


def test_a_promised_repair_gets_one_order_by_the_rules() -> None:
    world.engineer()
    ticket = taken(at_desk(), category=filed("厨房水龙头漏水").pk)

    order = WorkOrder.objects.get(ticket=ticket)
    assert (ticket.way_out, ticket.state) == (WayOut.PROMISED, TicketState.OPEN)
    assert order.task == ticket.summary == "厨房水龙头漏水,一直滴"
    assert order.department == department()
    assert order.assignee == world.engineer()
    assert Clock.objects.about(ticket).open().filter(kind="promise").count() == 1


def test_a_time_of_ones_own_is_promised_and_further_departments_work() -> None:
    until = (timezone.localtime() + timedelta(days=3)).replace(hour=15, minute=20)
    ticket = taken(
        at_desk(),
        until=f"{until:%Y-%m-%dT%H:%M}",
        order_task_0="换水龙头",
        order_paid_0="on",
        order_task_1="擦干地面",
        order_department_1=department("保洁部").pk,
    )

    promise = Clock.objects.about(ticket).get(kind="promise")
    assert timezone.localtime(promise.due_at).strftime("%d %H:%M") == f"{until:%d} 15:20"
    orders = list(WorkOrder.objects.filter(ticket=ticket).order_by("pk"))
    assert [each.task for each in orders] == ["换水龙头", "擦干地面"]
    assert [each.is_paid for each in orders] == [True, False]
    assert orders[1].department == department("保洁部")


def test_a_repair_is_promised_by_the_end_of_the_wished_window() -> None:
    day = timezone.localdate() + timedelta(days=2)
    ticket = taken(at_desk(), wished_day=f"{day}", wished_from="14:00", wished_until="16:00")

    promise = Clock.objects.about(ticket).get(kind="promise")
    assert timezone.localtime(promise.due_at).strftime("%Y-%m-%d %H:%M") == f"{day} 16:00"


def test_answered_now_makes_no_order() -> None:
    ticket = taken(
        at_desk(), kind="QUESTION", words="物业费怎么交", out="ANSWERED", answer="每季度首月前台交"
    )

    assert (ticket.state, ticket.answer) == (TicketState.ANSWERED, "每季度首月前台交")
    assert not WorkOrder.objects.exists()


def test_help_is_asked_of_a_department() -> None:
    ticket = taken(at_desk(), out="HELP", department=department().pk, question="三栋电梯几点恢复?")

    asked = HelpRequest.objects.get(ticket=ticket)
    assert (asked.department, asked.question) == (department(), "三栋电梯几点恢复?")
    assert ticket.state == TicketState.OPEN
    assert not WorkOrder.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"out": None}, "三选一"),
        ({"words": " "}, "请记下业主说了什么"),
        ({"unit": None}, "请至少写明是谁或在哪里"),
        ({"unit": "9-9-999"}, "本项目没有“9-9-999”这套房屋"),
        ({"caller_phone": "12ab"}, "来电号码看不懂"),
        ({"is_unnamed": "on", "caller_name": "李"}, "不愿留名时不能记姓名和电话"),
        ({"out": "ANSWERED"}, "当场答复要记下答复了什么"),
        ({"out": "HELP"}, "请选择由哪个部门协助"),
        ({"until": "2020-01-01T10:00"}, "承诺的时间已经过去了"),
        ({"until": "2099-01-01T10:00"}, "时间超过 400 天"),
        ({"wished_day": "2099-01-01"}, "希望时间请填写哪天、从几点到几点"),
        (
            {"wished_day": "2099-01-01", "wished_from": "16:00", "wished_until": "14:00"},
            "结束要晚于开始",
        ),
        (
            {"wished_day": "2020-01-01", "wished_from": "14:00", "wished_until": "16:00"},
            "希望时间已经过去了",
        ),
        ({"category": "999999"}, "这一项已停用或不在本项目"),
        ({"person": "999999"}, "选中的住户已不在册"),
        ({"fault": "999999"}, "选中的多户事件已经统一答复"),
        ({"beside": "999999"}, "选中的工单已经结束"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_everything_kept(
    fields: dict[str, str | None], sentence: str
) -> None:
    client = at_desk()
    answer = save(client, **{"wish": "先打电话", "order_task_1": "擦地", **fields})

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="先打电话"' in answer.content.decode()
    assert 'value="擦地"' in answer.content.decode()
    assert not Ticket.objects.exists()
    kept = Draft.objects.get(key="frontdesk.intake.1").fields
    assert kept["wish"] == "先打电话"
    assert "csrfmiddlewaretoken" not in kept


def test_a_category_retired_meanwhile_is_refused() -> None:
    client, category = at_desk(), filed("厨房水龙头漏水")
    retire_category(
        category=category,
        reason="不再使用",
        by=world.by(world.supervisor()),
        at=world.AT,
    )

    answer = save(client, category=category.pk)

    assert answer.status_code == 422
    assert "已停用" in text(answer)


def test_the_same_form_twice_makes_one_ticket() -> None:
    client = at_desk()
    first, again = save(client), save(client)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Ticket.objects.count() == 1
    assert WorkOrder.objects.count() == 1


def test_somebody_without_a_name_and_somebody_with_a_number() -> None:
    client = at_desk()
    unnamed = taken(client, once="a", is_unnamed="on")
    caller = taken(
        client, once="b", unit=None, caller_name="刘先生", caller_phone="+86 138-1234 5678"
    )

    assert unnamed.is_unnamed
    assert (caller.caller_name, caller.caller_phone) == ("刘先生", "13812345678")


def test_an_outside_number_and_its_deadline_are_kept() -> None:
    due = timezone.localtime() + timedelta(days=5)
    fields = {"outside_number": "12345-88", "outside_due": f"{due:%Y-%m-%dT%H:%M}"}
    client = at_desk()
    hotline = taken(client, once="a", source="HOTLINE", **fields)
    call = taken(client, once="b", source="PHONE", **fields)

    resolve = Clock.objects.about(hotline).get(kind="resolve")
    assert (hotline.outside_number, resolve.is_hand_set) == ("12345-88", True)
    assert call.outside_number == ""
    assert not Clock.objects.about(call).get(kind="resolve").is_hand_set


def test_beyond_the_remit_nobody_answers_alone() -> None:
    client = at_desk()
    complaint = {"kind": "COMPLAINT", "words": "楼上装修太吵", "category": None}
    shown = client.post(url("ahead"), typed(**complaint))
    refused = save(client, **complaint, out="ANSWERED", answer="已劝阻")
    ticket = taken(client, **complaint)

    assert "超出您的责任范围" in text(shown)
    assert "陈静怡" in text(shown)
    assert refused.status_code == 422
    assert "请改用“请求协助”或“承诺”" in text(refused)
    assert ticket.raised_to == world.post("supervisor")
    assert ticket.holder == world.supervisor()


def test_an_injured_complainer_makes_it_major() -> None:
    ticket = taken(at_desk(), kind="COMPLAINT", words="电梯夹了手", has_injured="on")

    assert ticket.is_major


def test_a_wrong_number_leaves_nothing() -> None:
    client = at_desk()
    user = world.receptionist()
    save_draft(
        project=world.project(),
        user=user,
        key="frontdesk.intake.2",
        fields={"words": "喂"},
        version=0,
        at=world.AT,
    )
    asked = client.post(url("drop"), {"slot": "2", "words": "喂,打错了"})
    assert "确认误拨" in text(asked)
    assert "喂,打错了" in client.get(url(query="?slot=2")).content.decode()
    assert "喂,打错了" in text(client.get(url("drop", query="?slot=2")))

    client.post(url("drop"), {"slot": "2", "sure": "1"})

    assert not Draft.objects.exists()
    assert not Ticket.objects.exists()


def test_the_same_matter_again_keeps_the_words_with_the_ticket() -> None:
    client = at_desk()
    ticket = taken(client)
    answer = client.post(
        url("same", ticket.pk), {"slot": "1", "words": "还没有人来修", "source": "PHONE"}
    )

    assert answer.status_code == 302
    assert f"/tickets/{ticket.pk}/" in answer["Location"]
    assert Ticket.objects.count() == 1
    assert Contact.objects.get(ticket=ticket).words == "还没有人来修"


def test_a_saved_intake_says_who_got_it_and_why() -> None:
    world.engineer()
    client = at_desk()
    answer = save(client, category=filed("厨房水龙头漏水").pk)
    shown = text(client.get(answer["Location"]))

    ticket = Ticket.objects.get()
    assert f"已登记 {ticket.number}" in shown
    assert "派给赵志强" in shown
    assert "规则" in shown
    assert "10 分钟内可更正" in shown
    assert "打印派工单" in shown
    colleague = at_desk(world.supervisor())
    assert ticket.number not in text(colleague.get(answer["Location"])).split("登记 2")[0]


def test_nobody_on_duty_is_said() -> None:
    client = at_desk()
    answer = save(client, category=filed("厨房水龙头漏水").pk)

    assert "无人可派" in text(client.get(answer["Location"]))


def test_a_person_of_another_project_is_not_taken() -> None:
    elsewhere = world.project("cloud", "云栖大厦")
    stranger = town.person("钱多多", "13911112222", project=elsewhere)

    assert save(at_desk(), person=stranger.pk).status_code == 422


def test_who_stands_in_acts_in_the_post_of_the_absent() -> None:
    world.supervisor()
    absent, deputy = world.receptionist(), world.engineer()
    now = timezone.now()
    name_deputy(
        project=world.project(),
        absent=absent,
        deputy=deputy,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        reason=AbsenceReason.ANNUAL,
        held=world.everything(),
        by=world.by(world.supervisor()),
        at=now - timedelta(hours=1),
    )
    client = at_desk(deputy)

    ticket = taken(client, kind="QUESTION", words="几点上班", out="ANSWERED", answer="八点")
    complaint = taken(client, once="b", kind="COMPLAINT", words="楼上太吵")

    assert ticket.taken_by == deputy
    assert complaint.raised_to == world.post("supervisor")


def test_the_head_office_decides_everything() -> None:
    client = at_desk(world.head_office())
    complaint = {"kind": "COMPLAINT", "words": "楼上太吵"}

    ticket = taken(client, **complaint, out="ANSWERED", answer="已上门劝阻")

    assert ticket.raised_to is None
