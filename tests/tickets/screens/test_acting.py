"""What is done with a ticket as a whole, by its pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anju.clocks.models import Clock
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.closing import follow_up
from anju.tickets.contents import Finding
from anju.tickets.models import Ticket, TicketLink
from anju.tickets.states import (
    ContactWay,
    LinkKind,
    MatterKind,
    Rating,
    Responsibility,
    TicketState,
)
from tests import world
from tests.tickets import shift
from tests.tickets.screens.counter import (
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    typed,
    url,
)

pytestmark = pytest.mark.django_db
FOUND = {"responsibility": "OURS", "cause": "电梯门机老化", "prevention": "每周检查"}


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def answered(kind: MatterKind = MatterKind.COMPLAINT, *, days_ago: int = 0) -> Ticket:
    """Return a ticket that was answered, today or some days ago."""
    world.engineer()
    at = now(-2) - timedelta(days=days_ago)
    ticket = taken(what=shift.matter("电梯老是停", kind=kind), at=at)
    if kind == MatterKind.REPAIR:
        shift.done(shift.only_order(ticket), at=at)
    return answer_ticket(
        ticket=ticket,
        way=ContactWay.VISIT,
        words="已修好",
        by=shift.desk(),
        at=at + timedelta(minutes=1),
    )


def test_it_is_handed_to_a_colleague_with_a_reason() -> None:
    ticket, to, client = taken(), world.receptionist(), supervisor()

    refused = client.post(url("transfer_ticket", ticket.pk), {"to": to.pk, "reason": ""})
    worker = client.post(
        url("transfer_ticket", ticket.pk), {"to": world.engineer().pk, "reason": "x"}
    )
    handed = client.post(url("transfer_ticket", ticket.pk), {"to": to.pk, "reason": "我休息"})

    assert (refused.status_code, worker.status_code, handed.status_code) == (422, 422, 302)
    assert fresh(ticket).holder == to
    assert "我休息" in page_of(client, ticket)


def test_a_complaint_is_graded_and_nothing_else_is() -> None:
    complaint, repair = answered(), taken()
    client = supervisor()
    said = {"grade": "IMPORTANT", "cause": "BY_HAND", "reason": "多次投诉"}

    silent = client.post(url("grade_ticket", complaint.pk), {**said, "reason": ""})
    wrong = client.post(url("grade_ticket", repair.pk), said)
    right = client.post(url("grade_ticket", complaint.pk), said)

    assert silent.status_code == 422
    assert wrong.status_code == 422
    assert "只有投诉才评定级别" in text(wrong)
    assert right.status_code == 302
    assert fresh(complaint).grade == "IMPORTANT"


def test_its_clocks_pause_with_a_reason_and_go_on() -> None:
    ticket, client = taken(), supervisor()
    said = {"reason": "MATERIAL", "until": typed(now(days=2)), "note": "等配件"}

    past = client.post(url("pause_ticket", ticket.pk), {**said, "until": typed(now(-60))})
    paused = client.post(url("pause_ticket", ticket.pk), said)

    assert past.status_code == 422
    assert "等配件" in text(past)
    assert paused.status_code == 302
    clocks = {each.kind: each.paused_until for each in Clock.objects.about(ticket).open()}
    assert clocks["resolve"] is not None
    assert clocks["promise"] is None
    page = page_of(client, ticket)
    assert "暂停中" in page
    assert url("resume_ticket", ticket.pk) in page
    assert client.post(url("resume_ticket", ticket.pk), {}).status_code == 302
    again = client.post(url("resume_ticket", ticket.pk), {})
    assert again.status_code == 422
    assert "没有暂停" in text(again)


def test_a_due_time_is_set_by_hand_and_given_back() -> None:
    ticket, client = taken(), supervisor()
    clock = Clock.objects.about(ticket).get(kind="resolve")
    promise = Clock.objects.about(ticket).get(kind="promise")
    said = {"due_at": typed(now(days=3)), "reason": "12345 要求"}

    assert client.post(url("set_due", ticket.pk, promise.pk), said).status_code == 422
    assert (
        client.post(url("set_due", ticket.pk, clock.pk), {**said, "reason": ""}).status_code == 422
    )
    assert client.post(url("set_due", ticket.pk, clock.pk), said).status_code == 302
    clock.refresh_from_db()
    assert clock.is_hand_set
    assert "手工设定" in page_of(client, ticket)
    assert client.post(url("unset_due", ticket.pk, clock.pk), {}).status_code == 302
    clock.refresh_from_db()
    assert not clock.is_hand_set
    other = taken()
    assert client.get(url("set_due", other.pk, clock.pk)).status_code == 404
    assert sign_in(world.receptionist()).get(url("set_due", ticket.pk, clock.pk)).status_code == 403


def test_it_is_called_off_and_what_ends_with_it_is_named() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    order = shift.only_order(ticket)

    assert order.number in text(client.get(url("cancel_ticket", ticket.pk)))
    assert client.post(url("cancel_ticket", ticket.pk), {"reason": " "}).status_code == 422
    assert client.post(url("cancel_ticket", ticket.pk), {"reason": "误报"}).status_code == 302
    assert fresh(ticket).state == TicketState.CANCELLED
    order.refresh_from_db()
    assert order.state == "CANCELLED"


def test_it_is_opened_again_in_time() -> None:
    ticket, client = answered(MatterKind.REPAIR), supervisor()

    assert client.post(url("reopen_ticket", ticket.pk), {"reason": ""}).status_code == 422
    assert client.post(url("reopen_ticket", ticket.pk), {"reason": "又漏了"}).status_code == 302
    assert fresh(ticket).state == TicketState.OPEN
    page = page_of(client, ticket)
    assert "又漏了" in page
    assert "返工" in page


def test_too_late_to_open_again_a_linked_one_is_offered_and_made_once() -> None:
    ticket, client = answered(MatterKind.REPAIR, days_ago=20), supervisor()
    refused = client.post(url("reopen_ticket", ticket.pk), {"reason": "又漏了"})
    assert refused.status_code == 422
    assert url("take_sequel", ticket.pk) in text(refused)
    assert "又漏了" in text(refused)

    said = {"words": "水龙头又漏了", "kind": "REPAIR", "until": "", "once": "again-1"}
    assert client.post(url("take_sequel", ticket.pk), {**said, "words": ""}).status_code == 422
    first = client.post(url("take_sequel", ticket.pk), said)
    second = client.post(url("take_sequel", ticket.pk), said)

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    link = TicketLink.objects.get(earlier=ticket)
    assert link.kind == LinkKind.SEQUEL
    assert link.later.unit == ticket.unit
    assert "前一件" in page_of(client, link.later)
    assert client.post(url("take_sequel", link.later.pk), said).status_code == 422


def test_a_content_follow_up_closes_a_complaint_with_its_finding() -> None:
    ticket, client = answered(), supervisor()
    said = {"way": "CALL", "rating": "GOOD", "words": "挺好"}

    bare = client.post(url("follow_up", ticket.pk), said)
    assert bare.status_code == 422
    assert "请写明原因认定和责任" in text(bare)
    assert client.post(url("follow_up", ticket.pk), {**said, **FOUND}).status_code == 302
    closed = fresh(ticket)
    assert closed.state == TicketState.CLOSED
    assert closed.prevention == "每周检查"
    assert "有效(我方责任)" in page_of(client, ticket)


def test_a_discontented_owner_opens_it_again() -> None:
    ticket, client = answered(), supervisor()
    said = {"way": "VISIT", "rating": "BAD", "words": ""}

    silent = client.post(url("follow_up", ticket.pk), said)
    assert silent.status_code == 422
    assert "哪里不满意" in text(silent)
    assert client.post(url("follow_up", ticket.pk), {**said, "words": "还在响"}).status_code == 302
    assert fresh(ticket).state == TicketState.OPEN
    assert "还在响" in page_of(client, ticket)


def test_who_did_the_work_does_not_follow_it_up() -> None:
    worker = world.person("zhao", "赵志强", post="engineering")
    ticket = answered(MatterKind.REPAIR)
    world.person("zhao", "赵志强", post="receptionist")
    assert shift.only_order(ticket).assignee == worker

    refused = sign_in(worker).post(url("follow_up", ticket.pk), {"way": "CALL", "rating": "GOOD"})

    assert refused.status_code == 422
    assert "请由别人回访" in text(refused)


def test_a_major_complaint_is_closed_by_the_manager_after_its_follow_up() -> None:
    ticket = answered()
    client, manager = supervisor(), sign_in(world.manager())
    client.post(url("grade_ticket", ticket.pk), {"grade": "MAJOR", "cause": "INJURY", "reason": ""})
    early = manager.post(url("close_major", ticket.pk), FOUND)
    assert early.status_code == 422
    assert "要先回访" in text(early)
    follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=Rating.FAIR,
        finding=Finding(Responsibility.OURS, "门机老化"),
        by=shift.desk(),
        at=timezone.now(),
    )
    assert fresh(ticket).state == TicketState.ANSWERED
    assert url("close_major", ticket.pk) in page_of(manager, ticket)
    assert url("close_major", ticket.pk) not in page_of(client, ticket)

    assert manager.post(url("close_major", ticket.pk), FOUND).status_code == 302
    assert fresh(ticket).closed_by == "MANAGER"
