"""Common faults by their pages."""

import pytest

from anju.tickets.commands.faults import open_fault
from anju.tickets.models import CommonFault, Ticket
from anju.tickets.states import FaultState, MatterKind, TicketState
from tests import world
from tests.tickets import shift
from tests.tickets.screens.counter import (
    done,
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    url,
)

pytestmark = pytest.mark.django_db


def reports(count: int, kind: MatterKind = MatterKind.QUESTION) -> list[Ticket]:
    """Take the same matter from so many homes."""
    return [
        taken(what=shift.matter("停水了", kind=kind, unit=shift.home(f"3-1-{number}02")))
        for number in range(1, count + 1)
    ]


def fault(tickets: list[Ticket]) -> CommonFault:
    return open_fault(
        project=world.project(), title="三栋停水", tickets=tickets, by=shift.desk(), at=now()
    )


def test_one_is_made_of_a_ticket_and_joined_by_number() -> None:
    first, second = reports(2)
    client = supervisor()
    bare = client.post(url("fault_ticket", first.pk), {"fault": "", "title": ""})
    assert bare.status_code == 422
    made = client.post(url("fault_ticket", first.pk), {"fault": "", "title": "三栋停水"})
    assert made.status_code == 302
    found = CommonFault.objects.get()
    assert found.number in page_of(client, first)

    unknown = client.post(url("join_fault", found.pk), {"number": "4711"})
    assert unknown.status_code == 422
    assert "没有找到这个编号" in text(unknown)
    joined = client.post(url("join_fault", found.pk), {"number": second.number})
    assert joined.status_code == 302
    page = text(client.get(url("fault", found.pk)))
    assert second.number in page
    assert "<b>2</b> 户" in page
    third = taken()
    chosen = client.post(url("fault_ticket", third.pk), {"fault": found.pk, "title": ""})
    assert chosen.status_code == 302
    assert Ticket.objects.get(pk=third.pk).fault == found


def test_all_are_answered_together_or_none() -> None:
    world.engineer()
    tickets = reports(2)
    busy = taken()
    found, client = fault([*tickets, busy]), supervisor()
    said = {"way": "MESSAGE", "words": "已恢复供水"}
    page = text(client.get(url("fault", found.pk)))
    assert "将答复 <b>3</b> 张" in page
    assert "还不能统一答复" in page

    refused = client.post(url("answer_fault", found.pk), said)
    assert refused.status_code == 422
    assert "已恢复供水" in text(refused)
    assert {each.state for each in Ticket.objects.all()} == {TicketState.OPEN}

    done(shift.only_order(busy))
    assert client.post(url("answer_fault", found.pk), said).status_code == 302
    assert {each.state for each in Ticket.objects.all()} == {TicketState.ANSWERED}
    found.refresh_from_db()
    assert found.state == FaultState.ANSWERED
    assert "已恢复供水" in text(client.get(url("fault", found.pk)))
    twice = client.post(url("answer_fault", found.pk), said)
    assert twice.status_code == 422
    assert "已经统一答复" in text(twice)


def test_five_complaining_homes_make_it_major() -> None:
    tickets = reports(4, MatterKind.COMPLAINT)
    found, client = fault(tickets), supervisor()
    fifth = taken(what=shift.matter("停水", kind=MatterKind.COMPLAINT, unit=shift.home("3-1-902")))
    client.post(url("join_fault", found.pk), {"number": fifth.number})

    assert set(Ticket.objects.values_list("grade", flat=True)) == {"MAJOR"}
    assert text(client.get(url("fault", found.pk))).count("重大") >= 5


def test_the_list_counts_and_costs_the_same_for_one_and_for_three() -> None:
    client = supervisor()
    fault(reports(1))
    few = world.queries(lambda: client.get(url("faults")))
    for number in range(2):
        fault(
            [taken(what=shift.matter("停电", kind="QUESTION", unit=shift.home(f"2-1-{number}01")))]
        )

    assert world.queries(lambda: client.get(url("faults"))) == few
    assert text(client.get(url("faults"))).count("1 户") == 3
    assert "三栋停水" not in text(client.get(url("faults", query="?state=ANSWERED")))


def test_a_fault_costs_the_same_for_one_and_for_three() -> None:
    client = supervisor()
    one = fault(reports(1))
    few = world.queries(lambda: client.get(url("fault", one.pk)))
    three = fault([taken(what=shift.matter("停电", kind="QUESTION")) for _ in range(3)])

    assert world.queries(lambda: client.get(url("fault", three.pk))) == few


def test_it_is_read_by_those_who_read_tickets_of_its_project() -> None:
    found = fault(reports(1))

    assert sign_in(world.engineer()).get(url("fault", found.pk)).status_code == 403
    stranger = sign_in(world.stranger())
    assert stranger.get(url("fault", found.pk)).status_code == 404
    assert stranger.get(url("fault", found.pk, project="cloud")).status_code == 404
    reader = sign_in(world.head_office("xun", "荀巡查", role="office_reader"))
    page = text(reader.get(url("fault", found.pk)))
    assert url("answer_fault", found.pk) not in page
