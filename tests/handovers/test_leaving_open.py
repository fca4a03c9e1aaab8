"""What a shift leaves open: which tickets, in which order, at which cost; and who leaves."""

from datetime import timedelta

import pytest

from anju.drafts.commands import save_draft
from anju.handovers.commands.signing import object_to
from anju.handovers.leaving import hand_over, open_duties
from anju.tickets.commands.working import accept_order, hand_back_order
from tests import world
from tests.handovers import desk
from tests.handovers.desk import EARLY_OVER, LATE_CAME
from tests.handovers.test_lending import lent
from tests.rosters import tables
from tests.telephony import exchange
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def titles() -> list[tuple[str, str]]:
    return [(item.kind.value, item.title) for item in desk.leaving().items]


def test_promises_stand_before_everything_else() -> None:
    desk.rostered()
    ticket = shift.taken(taker=desk.wang(), at=tables.at(23, "10:00"))
    lent()
    kinds = [kind for kind, _ in titles()]
    assert kinds == ["TICKET", "LENT"]  # promised for tomorrow, after the next shift
    at = tables.at(24, "16:00")  # and due on the shift that follows tomorrow's early one
    then = [(item.kind.value, item.is_unassigned) for item in desk.leaving(at=at).items]
    assert then[0] == ("PROMISE", True)
    late = [item.kind.value for item in desk.leaving(at=tables.at(25, "15:00")).items]
    assert late[0] == "BROKEN"
    assert ticket.pk == desk.leaving(at=at).items[0].ticket_id


def test_work_that_nobody_has_any_more_is_something_new() -> None:
    desk.rostered()
    engineer = world.engineer()
    ticket = shift.taken(taker=desk.wang(), at=tables.at(23, "10:00"))
    order = shift.only_order(ticket)
    accept_order(order=order, worker=engineer, by=world.by(engineer), at=tables.at(23, "11:00"))
    seen = desk.leaving().keys
    hand_back_order(
        order=order, reason="没有配件", by=world.by(engineer), at=tables.at(23, "15:00")
    )
    assert desk.leaving().keys - seen == {f"TICKET:{ticket.pk}:waits"}


def test_a_ticket_of_before_that_is_due_later_is_only_counted() -> None:
    desk.rostered()
    since = tables.at(23, "06:00")
    old = shift.taken(taker=desk.wang(), at=since)
    clocks = old.project.clocks.filter(subject_id=old.pk, stopped_at=None)
    clocks.update(due_at=since + timedelta(days=3))
    found = desk.leaving()
    assert old.pk not in {item.ticket_id for item in found.items if item.kind != "UNASSIGNED"}
    assert found.others == 1


def test_nobody_of_the_residents_is_named() -> None:
    desk.rostered()
    shift.taken(
        shift.matter(
            "司马相如说 13812341234 漏水", caller_name="司马相如", caller_phone="13812341234"
        ),
        taker=desk.wang(),
        at=tables.at(23, "10:00"),
    )
    said = " ".join(title for _, title in titles())
    assert "司马相如" not in said and "13812341234" not in said


def test_drafts_are_a_number() -> None:
    desk.rostered()
    wang = desk.wang()
    for key, words in (("frontdesk.intake.1", "漏水"), ("frontdesk.intake.2", "")):
        save_draft(
            project=world.project(),
            user=wang,
            key=key,
            fields={"words": words},
            version=0,
            at=EARLY_OVER,
        )
    assert desk.leaving().drafts == 1


def test_a_call_in_vain_is_left() -> None:
    desk.rostered()
    exchange.line()
    exchange.hear("newCall", at=tables.at(23, "15:00"))
    exchange.hear("hangup", at=tables.at(23, "15:01"))
    shift.settle_down()
    [title] = [title for kind, title in titles() if kind == "CALL_BACK"]
    assert "138****5678" in title


def test_it_costs_the_same_for_one_and_for_three() -> None:
    desk.rostered()
    shift.taken(taker=desk.wang(), at=tables.at(23, "10:00"))
    lent()
    one = world.queries(desk.leaving)
    for number in range(3):
        shift.taken(
            shift.matter(f"楼道灯不亮 {number}", unit=shift.home(f"3-1-60{number}")),
            taker=desk.wang(),
            at=tables.at(23, "11:00"),
        )
        lent(thing=f"{number} 号")
    assert world.queries(desk.leaving) == one


def test_who_leaves_hands_on_what_is_not_signed_but_no_signature() -> None:
    desk.rostered()
    project, wang, he, by = world.project(), desk.wang(), desk.he(), world.by(desk.he())
    signed = desk.signed()
    [duty] = open_duties(project, wang, EARLY_OVER)
    assert duty.count == 0
    object_to(handover=signed, incoming=he, words="少 1 张", by=by, at=LATE_CAME)
    [duty] = open_duties(project, wang, LATE_CAME)
    assert duty.count == 1

    chen = world.supervisor()
    assert hand_over("handovers.unsigned", project, wang, chen, by, LATE_CAME) == 1
    signed.refresh_from_db()
    assert (signed.outgoing, signed.signed_by_name) == (chen, "王婷")
    assert desk.signed(chen, LATE_CAME, handover=signed, answer="已点清").is_signed
