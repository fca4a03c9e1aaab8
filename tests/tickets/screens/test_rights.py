"""Every action has its door: who may not act gets 403, who is elsewhere 404."""

import pytest

from anju.clocks.models import Clock
from anju.tickets.commands.faults import open_fault
from anju.tickets.models import HelpRequest, Ticket
from tests import world
from tests.tickets import shift
from tests.tickets.screens.counter import now, sign_in, taken, url

pytestmark = pytest.mark.django_db

ON_TICKET = (
    *("note_ticket", "contact_owner", "answer_ticket", "promise_again", "ask_help"),
    *("order_work", "transfer_ticket", "grade_ticket", "pause_ticket", "resume_ticket"),
    *("cancel_ticket", "reopen_ticket", "take_sequel", "follow_up"),
    *("close_major", "merge_ticket", "split_ticket", "link_ticket", "change_ticket"),
    "fault_ticket",
)
ON_ORDER = (
    *("assign_order", "dispatch_order", "urge_order", "accept_for", "finish_for"),
    *("check_order", "return_order", "cancel_order", "quote_order", "decide_quote"),
)


@pytest.fixture
def addresses() -> list[tuple[str, tuple[int, ...]]]:
    """Return every action with the numbers of things that are there."""
    world.engineer()
    ticket = taken()
    order = shift.only_order(ticket)
    asked = shift.taken(out=shift.help_asked(), at=now(-1))
    help_id = HelpRequest.objects.get(ticket=asked).pk
    fault = open_fault(
        project=ticket.project, title="停水", tickets=[ticket], by=shift.desk(), at=now()
    )
    clock = Clock.objects.about(ticket).get(kind="resolve")
    return [
        *((name, (ticket.pk,)) for name in ON_TICKET),
        *((name, (order.pk,)) for name in ON_ORDER),
        *((name, (ticket.pk, clock.pk)) for name in ("set_due", "unset_due")),
        *((name, (fault.pk,)) for name in ("answer_fault", "join_fault")),
        *((name, (help_id,)) for name in ("answer_help", "withdraw_help")),
    ]


def test_who_only_reads_acts_nowhere(addresses: list[tuple[str, tuple[int, ...]]]) -> None:
    reader = sign_in(world.person("sun", "孙丽华", post="archivist"))
    before = list(Ticket.objects.order_by("pk").values())

    for name, words in addresses:
        assert reader.post(url(name, *words), {"words": "x", "reason": "x"}).status_code == 403, (
            name
        )
    assert list(Ticket.objects.order_by("pk").values()) == before


def test_who_is_elsewhere_finds_nothing(addresses: list[tuple[str, tuple[int, ...]]]) -> None:
    stranger = sign_in(world.stranger())
    elsewhere = sign_in(world.person("gao", "高远", project=world.project("cloud"), post="manager"))

    for name, words in addresses:
        here, there = url(name, *words), url(name, *words, project="cloud")
        assert stranger.post(here, {"words": "x"}).status_code == 404, name
        assert elsewhere.post(there, {"words": "x"}).status_code == 404, name


def test_the_manager_alone_closes_what_is_major() -> None:
    ticket = taken()

    assert sign_in(world.supervisor()).get(url("close_major", ticket.pk)).status_code == 403
    assert sign_in(world.manager()).get(url("close_major", ticket.pk)).status_code == 200


def test_every_form_opens_for_who_may(addresses: list[tuple[str, tuple[int, ...]]]) -> None:
    manager = sign_in(world.manager())

    for name, words in addresses:
        wanted = 404 if name == "decide_quote" else 200
        answer = manager.get(url(name, *words))
        assert answer.status_code == wanted, name
        assert "None" not in answer.content.decode(), name
