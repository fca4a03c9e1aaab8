"""Nothing is late without somebody having been told: stages, raises, reasons, alarms."""

import pytest

from anju.audit.models import Event
from anju.clocks.models import Clock
from anju.clocks.tasks import sweep_all
from anju.tickets.commands.answering import note_ticket
from anju.tickets.commands.dispatching import dispatch_order
from anju.tickets.commands.taking import change_ticket
from anju.tickets.contents import Promised
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.refusals import NotYours
from anju.tickets.states import MatterKind, OrderState
from anju.tickets.tasks import follow_stage
from tests import world
from tests.tickets import shift

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    """Everybody of the chain is in post; the project has no duty table, so posts count."""
    world.engineer(), world.supervisor(), world.manager(), world.receptionist()


def test_an_order_that_nobody_accepts_goes_up_to_the_manager() -> None:
    ticket = shift.taken(taker=world.supervisor())
    shift.settle_down()
    assert shift.told(world.engineer()) == ["派给您:厨房水龙头漏水,一直滴"]

    for minutes in (15, 16, 46, 136):
        sweep_all(at=shift.later(minutes))
        shift.settle_down()

    def heard(title: str) -> int:
        return len([each for each in shift.told(title_of[title]) if "接单" in each])

    title_of = {
        "handler": world.engineer(),
        "supervisor": world.supervisor(),
        "manager": world.manager(),
    }
    assert [heard(each) for each in title_of] == [1, 1, 1]
    ticket.refresh_from_db()
    assert ticket.raised_to == world.post("manager")
    assert ticket.reason_wanted_at is not None

    note_ticket(ticket=ticket, words="师傅被困电梯抢修", by=shift.desk(), at=shift.later(140))
    ticket.refresh_from_db()
    assert ticket.reason_wanted_at is None


def test_a_stage_that_is_told_twice_raises_once() -> None:
    ticket = shift.taken()
    sweep_all(at=shift.later(46))
    shift.settle_down()
    event = Event.objects.filter(verb="clocks.stage_due").order_by("-pk").first()
    assert event is not None
    raised = Ticket.objects.get(pk=ticket.pk).raised_to

    follow_stage.func(event.pk)

    assert Ticket.objects.get(pk=ticket.pk).raised_to == raised == world.post("supervisor")


def test_an_emergency_is_told_to_supervisor_and_manager_at_once() -> None:
    shift.taken(shift.matter("地下室水管爆裂", is_emergency=True), taker=world.receptionist())
    shift.settle_down()

    for above in (world.supervisor(), world.manager()):
        assert "突发:地下室水管爆裂" in shift.told(above)


def test_what_turns_out_to_be_an_emergency_is_one_at_once() -> None:
    ticket = shift.taken(shift.matter("墙角有点湿"))
    order = shift.only_order(ticket)
    shift.settle_down()
    what = shift.matter("墙角喷水,水管爆了", unit=ticket.unit, is_emergency=True)

    change_ticket(
        ticket=ticket, matter=what, seen=ticket.edition, by=shift.desk(), at=shift.later(3)
    )
    shift.settle_down()

    order.refresh_from_db()
    act = Clock.objects.about(order).get(kind="act")
    assert (order.is_emergency, act.due_at) == (True, shift.later(18))
    for above in (world.supervisor(), world.manager()):
        assert any("突发" in title for title in shift.told(above))


def test_nobody_to_take_it_is_an_alarm() -> None:
    order = shift.only_order(shift.taken())
    shift.settle_down()

    dispatch_order(
        order=order,
        department=world.department(world.project(), "绿化部"),
        by=shift.desk(),
        at=shift.later(1),
    )
    shift.settle_down()

    assert WorkOrder.objects.get(pk=order.pk).state == OrderState.WAITING
    assert "无人接单:厨房水龙头漏水,一直滴" in shift.told(world.supervisor())


def test_what_is_beyond_the_remit_goes_up_by_itself() -> None:
    wang = world.receptionist()
    what = shift.matter("保安态度恶劣,要投诉", kind=MatterKind.COMPLAINT, category=None)

    with pytest.raises(NotYours, match="上报"):
        shift.taken(what, shift.answered_now(), taker=wang, post="receptionist")
    ticket = shift.taken(what, Promised(), taker=wang, post="receptionist")
    shift.settle_down()

    assert ticket.raised_to == world.post("supervisor")
    assert ticket.holder == world.supervisor()
    assert "上报给您:保安态度恶劣,要投诉" in shift.told(world.supervisor())


def test_a_form_that_is_sent_again_takes_one_ticket() -> None:
    first = shift.taken(once="abc")
    again = shift.taken(once="abc")

    assert again == first
    assert Ticket.objects.count() == 1
