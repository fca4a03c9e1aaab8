"""The page of a ticket: what it shows, to whom, at what cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.audit.record import shown_in
from anju.clocks.models import Clock
from anju.messaging.commands import tell_staff
from anju.residents.models import OccupancyRole
from anju.tickets.commands.answering import contact_owner, note_ticket
from anju.tickets.commands.faults import open_fault
from anju.tickets.commands.grading import grade_ticket
from anju.tickets.contents import Promised
from anju.tickets.models import HelpRequest, Ticket
from anju.tickets.states import ContactWay, Grade, GradeCause, MatterKind
from tests import world
from tests.residents import town
from tests.tickets import shift
from tests.tickets.screens.counter import (
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    url,
)

pytestmark = pytest.mark.django_db


def test_it_shows_words_line_clocks_orders_and_people() -> None:
    worker = world.engineer()
    ticket = taken()
    page = page_of(supervisor(), ticket)
    order = shift.only_order(ticket)

    assert "厨房水龙头漏水,一直滴" in page
    assert "已安排工程部,明天 17:30 前答复您" in page
    assert "承诺时限" in page
    assert "为什么是这个时间?" in page
    assert "当值" in page
    assert order.number in page
    assert order.why in page
    assert worker.name in page
    assert "受理登记" in page
    assert url("answer_ticket", ticket.pk) in page
    assert url("assign_order", order.pk) in page
    assert "None" not in page


def test_the_story_is_filtered_and_tells_the_words() -> None:
    world.engineer()
    ticket = taken()
    note_ticket(ticket=ticket, words="楼下也打来了", by=shift.desk(), at=now())
    contact_owner(
        ticket=ticket,
        way=ContactWay.CALL,
        words="师傅下午来",
        outcome="业主同意",
        by=shift.desk(),
        at=now(),
    )
    client = supervisor()

    everything = page_of(client, ticket)
    talk = page_of(client, ticket, "?show=talk")
    work = page_of(client, ticket, "?show=work")
    time = page_of(client, ticket, "?show=time")

    for page in (everything, talk):
        assert "楼下也打来了" in page
        assert "结果:业主同意" in page
    assert "派单" in work.split("ticket__right")[0]
    assert "楼下也打来了" not in work
    assert "受理登记" not in work
    assert "完成时限" in time
    assert "楼下也打来了" not in time


def test_who_may_not_read_names_sees_them_masked_and_nobody_the_number() -> None:
    who = town.person("欧阳秀兰", "13812345678", form_of_address="欧阳阿姨")
    town.lives(who, town.unit(), OccupancyRole.OWNER)
    known = taken(what=shift.matter(person=who, unit=shift.home()))
    called = taken(what=shift.matter(caller_name="司马相如", caller_phone="13987654321"))
    office = sign_in(world.head_office("xun", "荀巡查", role="office_reader"))
    desk = supervisor()

    assert "欧阳阿姨 欧阳秀兰" in page_of(desk, known)
    assert "司马相如" in page_of(desk, called)
    assert "欧阳秀兰" not in page_of(office, known)
    assert "司马相如" not in page_of(office, called)
    assert "司**如" in page_of(office, called)
    for client in (desk, office):
        assert "13812345678" not in page_of(client, known)
        assert "13987654321" not in page_of(client, called)
        assert "138****5678" in page_of(client, known)
        assert "139****4321" in page_of(client, called)


def test_a_whole_number_is_shown_for_a_reason_and_noted() -> None:
    ticket = taken(what=shift.matter(caller_name="司马相如", caller_phone="13987654321"))
    client = supervisor()

    refused = client.post(url("reveal_caller", ticket.pk), {"reason": ""})
    shown = client.post(url("reveal_caller", ticket.pk), {"reason": "上门前联系"})

    assert refused.status_code == 422
    assert "13987654321" not in text(refused)
    assert "13987654321" in text(shown)
    page = page_of(client, ticket)
    assert "查看来电完整号码" in page
    assert "上门前联系" in page
    assert "13987654321" not in page
    archivist = sign_in(world.head_office("xun", "荀巡查", role="office_reader"))
    assert archivist.post(url("reveal_caller", ticket.pk), {"reason": "看看"}).status_code == 403


def test_who_reads_nothing_or_is_elsewhere_does_not_get_in() -> None:
    ticket = taken()
    worker, stranger = sign_in(world.engineer()), sign_in(world.stranger())

    assert worker.get(url("ticket", ticket.pk)).status_code == 403
    assert stranger.get(url("ticket", ticket.pk)).status_code == 404
    assert stranger.get(url("ticket", ticket.pk, project="cloud")).status_code == 404


def test_a_photo_goes_out_by_the_tickets_own_door() -> None:
    client = supervisor()
    png = SimpleUploadedFile("漏水.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    stored = client.post(url("upload"), {"file": png})
    assert stored.status_code == 201, text(stored)
    token = stored.json()["id"]
    ticket, other = taken(what=shift.matter(files=(token,))), taken()

    assert url("file", ticket.pk, token) in page_of(client, ticket)
    assert client.get(url("file", ticket.pk, token)).status_code == 200
    assert client.get(url("file", other.pk, token)).status_code == 404
    stranger = sign_in(world.stranger())
    assert stranger.get(url("file", ticket.pk, token, project="cloud")).status_code == 404
    assert sign_in(world.engineer()).get(url("file", ticket.pk, token)).status_code == 403


def test_a_broken_promise_offers_only_an_answer_or_a_new_promise() -> None:
    ticket = taken(out=Promised(now(-60)), at=now(-180))
    page = page_of(supervisor(), ticket)

    assert "已破诺" in page
    assert "没能按承诺的时间答复您" in page
    assert "重新承诺" in page
    assert url("answer_ticket", ticket.pk) in page
    for name in ("contact_owner", "merge_ticket", "split_ticket", "cancel_ticket", "pause_ticket"):
        assert url(name, ticket.pk) not in page, name


def test_screens_of_the_ticket_follow_its_orders_requests_and_clocks() -> None:
    ticket = taken(out=shift.help_asked())
    order = shift.ordered(ticket, at=now())
    asked = HelpRequest.objects.get(ticket=ticket)
    clock = Clock.objects.about(ticket)[0]
    fault = open_fault(
        project=ticket.project, title="停水", tickets=[ticket], by=shift.desk(), at=now()
    )

    for part in (order, asked, clock):
        assert shown_in(part) == (f"tickets.ticket:{ticket.pk}",)
    ticket.refresh_from_db()
    assert shown_in(ticket) == (f"tickets.commonfault:{fault.pk}",)
    assert shown_in(fault) == ()


def test_what_ended_offers_no_more_work() -> None:
    ticket = taken()
    client = supervisor()
    client.post(url("cancel_ticket", ticket.pk), {"reason": "业主撤回"})
    page = page_of(client, ticket)

    assert "已取消:业主撤回" in page
    for name in ("answer_ticket", "promise_again", "order_work", "reopen_ticket"):
        assert url(name, ticket.pk) not in page, name


def test_it_costs_the_same_for_one_and_for_three() -> None:
    world.engineer()
    client = supervisor()
    few, many = taken(), taken()
    for number in range(3):
        shift.ordered(many, f"第 {number} 件活", at=now())
        contact_owner(
            ticket=many,
            way=ContactWay.VISIT,
            words=f"第 {number} 次联系",
            by=shift.desk(),
            at=now(-number),
        )
        note_ticket(ticket=many, words=f"备注 {number}", by=shift.desk(), at=now(-number))
    note_ticket(ticket=few, words="备注", by=shift.desk(), at=now())

    cheap = world.queries(lambda: page_of(client, few))
    assert world.queries(lambda: page_of(client, many)) == cheap
    assert cheap < 70


def test_a_major_complaint_shows_who_has_read_of_it() -> None:
    manager = world.manager()
    ticket = taken(what=shift.matter("电梯夹人,没人管", kind=MatterKind.COMPLAINT))
    grade_ticket(
        ticket=ticket,
        grade=Grade.MAJOR,
        cause=GradeCause.INJURY,
        by=shift.desk(),
        at=now(),
    )
    tell_major(ticket)
    page = page_of(supervisor(), ticket)

    assert "重大" in page
    assert "有人受伤" in page
    assert f"{manager.name} 未读" in page


def tell_major(ticket: Ticket) -> None:
    """Let the house tell those whom a major complaint concerns, as its reaction does."""
    tell_staff(
        project=ticket.project,
        users=[world.manager()],
        title="重大投诉",
        body="",
        key=f"major:{ticket.pk}",
        at=now(),
    )
