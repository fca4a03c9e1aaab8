"""The supervisor's day: figures true to their lists, cells that open, what went up and then."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.clocks.commands.sweeping import sweep_batch
from anju.clocks.queries.recipients import Roster
from anju.core.actors import SYSTEM
from anju.organization.access import Access, access_to_project
from anju.tickets.commands.working import accept_order, urge_order
from anju.tickets.models import WorkOrder
from anju.tickets.queries.escalations import escalations
from anju.tickets.queries.lists import Wanted, count_of
from anju.tickets.queries.workload import departments_by_age, loads, orders_in_cell
from anju.tickets.states import MatterKind
from anju.workbench.figures import day_figures
from anju.workbench.queries import home_sections
from tests import world
from tests.digests.evenings import only
from tests.residents import town
from tests.tickets import shift
from tests.tickets.shift import AT, later, matter, only_order, taken

pytestmark = pytest.mark.django_db
HOME = "workbench:home"


def access(user: world.User | None = None) -> Access:
    return access_to_project(user or world.supervisor(), world.project(), at=AT)


def sections(user: world.User, at: object = AT) -> dict[str, list[object]]:
    found = home_sections(access(user), at=at)  # type: ignore[arg-type]
    return {each.section.key: each.rows for each in found}


def test_the_first_line_counts_what_its_lists_show() -> None:
    only()
    late = AT + timedelta(days=2)
    figures = {each.label: each for each in day_figures(access(), late)}
    assert [(label, each.count) for label, each in figures.items()] == [
        ("今天必须答复", 0),
        ("已破诺", 2),
        ("无人接单", 1),
        ("重大", 0),
        ("不满意卡", 0),
        ("逾期回访", 0),
        ("待签阅日报", 1),
    ]
    client = town.signed_in(world.supervisor())
    shown = client.get(reverse(HOME, args=["green"])).context["sections"][0].rows
    for figure in shown[:6]:
        page = client.get(figure.url).context["page"]
        assert page.paginator.count == figure.count, figure.label


def test_a_cell_of_the_heat_table_opens_as_many_rows() -> None:
    world.engineer()
    taken(matter())
    taken(matter("厨房水龙头坏了"), at=later(60))
    now = later(290)
    [row] = departments_by_age(world.project(), now=now)

    assert (row.name, row.total) == ("工程部", 2)
    assert [cell.count for cell in row.cells] == [1, 1, 0, 0]
    for cell in row.cells:
        wanted = Wanted(department=row.department, age=cell.age)
        rows = orders_in_cell(world.project(), department=row.department, age=cell.age, now=now)
        assert count_of(world.project(), wanted, user=None, now=now) == cell.count
        assert rows.count() == cell.count


def test_an_opened_cell_offers_to_assign_and_to_urge() -> None:
    world.engineer()
    order = only_order(taken(matter(), at=timezone.now()))
    client = town.signed_in(world.supervisor())
    home = reverse(HOME, args=["green"])
    page = client.get(f"{home}?department={order.department_id}&age=new").content.decode()

    assert order.task in page
    assert reverse("tickets:assign_order", args=["green", order.pk]) in page
    assert reverse("tickets:urge_order", args=["green", order.pk]) in page
    assert client.get(f"{home}?department=x&age=banana").status_code == 200
    closed = client.get(f"{home}?department=999999").content.decode()
    assert "现在没有在办的派工单" in closed


def test_load_counts_what_each_has_in_hand_and_who_is_there() -> None:
    world.engineer()
    world.person("ma", "马国栋", post="engineering")
    taken(matter())
    found = {each.user.name: each for each in loads(world.project(), now=AT)}

    held = WorkOrder.objects.get().assignee
    assert held is not None
    assert found[held.name].in_hand == 1
    assert {name: each.in_hand for name, each in found.items()} == {
        "赵志强": 1 if held.name == "赵志强" else 0,
        "马国栋": 1 if held.name == "马国栋" else 0,
    }
    assert all(each.is_on_duty for each in found.values())


def test_what_went_up_is_shown_with_what_was_done_then() -> None:
    world.manager()
    zhao = world.engineer()
    order = only_order(taken(matter()))
    at = later(50)
    sweep_batch(roster=Roster(at), by=SYSTEM, at=at)
    [went_up] = escalations(world.project(), since=AT)

    assert (went_up.order, went_up.told, went_up.then) == (order, ["陈静怡"], [])
    urge_order(order=order, words="业主在等", by=shift.desk(), at=later(55))
    accept_order(order=order, worker=zhao, by=world.by(zhao), at=later(58))
    [then] = escalations(world.project(), since=AT)
    assert [(line.who, line.did) for line in then.then] == [("陈静怡", "催办"), ("赵志强", "接单")]
    assert escalations(world.project(), since=later(60)) == []


def test_being_told_at_the_due_minute_is_no_escalation() -> None:
    world.engineer()
    taken(matter())
    at = later(16)
    sweep_batch(roster=Roster(at), by=SYSTEM, at=at)

    assert escalations(world.project(), since=AT) == []


def test_a_home_costs_the_same_for_one_and_for_three() -> None:
    world.engineer()
    world.manager()

    def home() -> object:
        at = later(50)
        found = home_sections(access(), at=at)
        return [each.rows for each in found]

    taken(matter())
    sweep_batch(roster=Roster(later(50)), by=SYSTEM, at=later(50))
    for_one = world.queries(home)
    taken(matter("马桶堵了", category=matter().category))
    taken(matter("跳闸了", category=matter().category))
    sweep_batch(roster=Roster(later(50)), by=SYSTEM, at=later(50))

    assert world.queries(home) == for_one


def test_a_receptionist_finds_what_they_took_and_the_desks_figures() -> None:
    wang = world.receptionist()
    taken(matter(), taker=wang)
    taken(matter("别人的"))
    [intake] = sections(wang)["intake"]

    assert [row.ticket.taken_by for row in intake.taken] == [wang]  # type: ignore[attr-defined]
    labels = [each.label for each in intake.figures]  # type: ignore[attr-defined]
    assert labels[:4] == ["今天到期的承诺", "已破诺", "待回访", "退回"]
    query = parse_qs(urlsplit(intake.figures[-1].url).query)  # type: ignore[attr-defined]
    assert query == {"state": ["living"], "mine": ["1"]}


def test_a_worker_finds_what_is_in_hand_emergencies_first() -> None:
    zhao = world.engineer()
    taken(matter())
    taken(matter("电梯困人", kind=MatterKind.HELP, is_emergency=True))
    rows = sections(zhao)["orders"]

    assert [order.assignee for order in rows] == [zhao] * len(rows)  # type: ignore[attr-defined]
    body = town.signed_in(zhao).get(reverse(HOME, args=["green"])).content.decode()
    assert "厨房水龙头漏水" in body
    assert "今天必须答复" not in body


def test_who_may_not_read_tickets_sees_none_on_the_first_screen() -> None:
    taken(matter())
    archivist = world.person("sun", "孙丽华", post="supervisor", role="field")
    found = sections(archivist)

    assert found["departments"] == []
    assert found["load"] == []
    assert found["escalated"] == []
    assert found["today"] == []
