"""What tickets give to the rest of the house: search, units, chart, hand-over, forgetting."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anju.estate.hooks import unit_lines
from anju.organization.access import access_to_project
from anju.organization.hooks import hand_over, open_duties
from anju.residents.commands.erasing import MustBeKept, erase_person
from anju.residents.models import Person
from anju.search.indexing import reindex
from anju.search.models import Term
from anju.search.queries import Scope, search
from anju.tickets.commands.answering import answer_ticket, contact_owner, note_ticket
from anju.tickets.commands.cards import record_card
from anju.tickets.commands.checking import check_order
from anju.tickets.commands.closing import follow_up
from anju.tickets.commands.helping import answer_help, ask_help
from anju.tickets.commands.promising import promise_again
from anju.tickets.commands.taking import change_ticket
from anju.tickets.commands.working import accept_order, finish_order
from anju.tickets.facets import FACETS
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.searching import entries
from anju.tickets.states import ContactWay, MatterKind, Rating
from tests import world
from tests.residents import town
from tests.residents.test_forgetting import everything_in_the_database
from tests.tickets import shift
from tests.tickets.shift import AT, answered_now, later, matter, only_order, taken

pytestmark = pytest.mark.django_db


def found(text: str, user: world.User | None = None) -> list[str]:
    project = world.project()
    access = access_to_project(user or world.supervisor(), project, at=AT)
    return [shown.hit.title for shown in search([Scope(access, [project])], text).lines]


@pytest.mark.parametrize("text", ["GD-2026-0001", "gd20260001", "2026-0001", "12345-778", "smxr"])
def test_a_ticket_is_found_by_number_outside_number_and_caller(text: str) -> None:
    taken(matter("漏水", caller_name="司马相如", outside_number="12345-778"))

    assert found(text) == ["GD-2026-0001 漏水"]
    assert found(text, world.engineer()) == []


def test_the_index_is_rebuilt_as_the_commands_left_it() -> None:
    taken(matter("漏水", caller_name="司马相如", caller_phone="13812345678"))
    terms = Term.objects.filter(subject_type="tickets.ticket")
    before = set(terms.values_list("kind", "term", "permission"))

    reindex(world.project(), entries(world.project()))

    assert set(terms.values_list("kind", "term", "permission")) == before


def test_a_units_page_shows_its_tickets_open_ones_first() -> None:
    world.engineer()
    taken(matter("开着的"))
    taken(matter("问过的", kind=MatterKind.QUESTION), answered_now(), at=later(10))
    page = reverse("estate:unit", args=["green", shift.home().pk])

    body = town.signed_in(world.supervisor()).get(page).content.decode()
    assert body.index("开着的") < body.index("问过的")
    access = access_to_project(world.supervisor(), world.project(), at=AT)
    lines = unit_lines(world.project(), [shift.home().pk], access, AT.date())
    assert "未结工单 1" in lines[shift.home().pk]
    field = access_to_project(world.engineer(), world.project(), at=AT)
    assert unit_lines(world.project(), [shift.home().pk], field, AT.date()) == {}
    assert "开着的" not in town.only("bare", "estate.read").get(page).content.decode()


def test_the_chart_shows_the_gravest_open_matter_of_each_unit() -> None:
    other = town.unit("3-1-503")
    town.unit("3-1-504")
    taken(matter("漏水"))
    taken(matter("太吵", kind=MatterKind.COMPLAINT))
    taken(matter("漏水", unit=other))
    values = FACETS[0].of(world.project(), [other.building_id], AT.date())
    named = {town.unit(code).pk: code for code in ("3-1-502", "3-1-503", "3-1-504")}

    assert {named[pk]: value for pk, value in values.items()} == {
        "3-1-502": "complaint",
        "3-1-503": "repair",
        "3-1-504": "none",
    }
    assert {each.code for each in FACETS[0].values} >= set(values.values())


def test_the_chart_costs_the_same_for_one_and_for_three() -> None:
    taken(matter("漏水"))
    building = shift.home().building_id

    def work() -> object:
        return FACETS[0].of(world.project(), [building], AT.date())

    for_one = world.queries(work)
    taken(matter("漏水", unit=town.unit("3-1-503")))
    taken(matter("漏水", unit=town.unit("3-1-504")))
    assert world.queries(work) == for_one


def test_a_leaver_hands_over_tickets_and_work() -> None:
    zhao, ma = world.engineer(), world.person("ma", "马国栋", post="engineering")
    wang = world.receptionist()
    ticket = taken(matter(), taker=wang)
    project = world.project()
    holder = WorkOrder.objects.get().assignee
    assert holder in (zhao, ma)
    other = ma if holder == zhao else zhao
    duties = {each.kind: each.count for each in open_duties(project, wang, AT)}
    assert duties["tickets.desk"] == 1
    assert {e.kind: e.count for e in open_duties(project, holder, AT)}["tickets.desk"] == 1

    by = world.by(world.supervisor())
    assert hand_over("tickets.desk", project, wang, world.supervisor(), by, later(1)) == 1
    assert hand_over("tickets.desk", project, holder, other, by, later(1)) == 1

    ticket.refresh_from_db()
    assert ticket.holder == world.supervisor()
    assert WorkOrder.objects.get().assignee == other
    assert {e.kind: e.count for e in open_duties(project, wang, AT)}["tickets.desk"] == 0


SECRETS = ("李秀兰", "李阿姨", "13866667777", "家有婴儿别按铃", "我老公出差了", "三点以后才在家")


def with_tickets() -> Person:
    """Return somebody who called about several matters and said a lot while they did."""
    world.engineer()
    who = town.person("李秀兰", "13866667777", form_of_address="李阿姨")
    said = "李秀兰说我老公出差了,电话 13866667777"
    ticket = taken(
        matter(
            said,
            category=matter().category,
            person=who,
            caller_name="李秀兰",
            caller_phone="13866667777",
            wish="三点以后才在家",
        )
    )
    change_ticket(
        ticket=ticket,
        matter=matter(
            f"{said},家有婴儿别按铃",
            category=matter().category,
            person=who,
            caller_name="李秀兰",
            wish="三点以后才在家,别太早",
        ),
        seen=None,
        reason="李阿姨又来电 13866667777",
        by=shift.desk(),
        at=later(5),
    )
    ticket.refresh_from_db()
    asked = ask_help(
        ticket=ticket,
        department=world.department(world.project(), "安防部"),
        question="李阿姨家要人陪",
        by=shift.desk(),
        at=later(6),
    )
    answer_help(asked=asked, reply="已陪李阿姨", by=shift.desk(), at=later(9))
    note_ticket(ticket=ticket, words="李秀兰脾气急", by=shift.desk(), at=later(10))
    until = AT + timedelta(days=2)
    promise_again(
        ticket=ticket,
        until=until,
        reason="李秀兰要改天",
        way=ContactWay.CALL,
        outcome="李秀兰同意",
        by=shift.desk(),
        at=later(11),
    )
    contact_owner(
        ticket=ticket,
        way=ContactWay.CALL,
        words="李秀兰 13866667777 说好的",
        outcome="李阿姨认可",
        by=shift.desk(),
        at=later(12),
    )
    order = only_order(ticket)
    worker = world.engineer()
    accept_order(order=order, worker=worker, by=world.by(worker), at=later(13))
    finish_order(
        order=order, result="李阿姨家换好了", gap_reason="纸质单", by=world.by(worker), at=later(40)
    )
    check_order(order=order, note="问过李秀兰", by=shift.desk(), at=later(50))
    answer_ticket(
        ticket=ticket,
        way=ContactWay.CALL,
        words="李阿姨,修好了",
        outcome="李秀兰满意",
        by=shift.desk(),
        at=later(60),
    )
    record_card(
        ticket=ticket, rating=Rating.FAIR, words="李秀兰写的", by=shift.desk(), at=later(70)
    )
    return who


def test_nothing_of_an_erased_caller_is_left_in_any_table() -> None:
    who = with_tickets()
    before = "\n".join(everything_in_the_database().values())
    assert [word for word in SECRETS if word not in before] == []
    ticket = Ticket.objects.get()
    with pytest.raises(MustBeKept, match=f"工单 {ticket.number} 还没有关闭"):
        erase_person(data_request=town.asks(who), by=town.by(), at=world.AT)
    follow_up(
        ticket=ticket,
        way=ContactWay.CALL,
        rating=Rating.GOOD,
        words="李秀兰说谢谢",
        by=world.by(world.receptionist()),
        at=later(80),
    )

    erase_person(data_request=town.asks(who, once="2"), by=town.by(), at=later(90))

    left = everything_in_the_database()
    assert [(where, word) for where, text in left.items() for word in SECRETS if word in text] == []
    ticket.refresh_from_db()
    assert (ticket.person, ticket.kind, ticket.state) == (who, MatterKind.REPAIR, "CLOSED")
    assert found("smxr") == []
    assert found(ticket.number) == [str(ticket)]


def test_what_is_kept_for_ever_names_nobody_even_before() -> None:
    with_tickets()
    tables = everything_in_the_database()
    for table in ("audit_event", "clocks_clockevent"):
        text = "\n".join(value for name, value in tables.items() if name.startswith(table))
        for secret in ("李秀兰", "李阿姨", "13866667777"):
            lines = [line for line in text.splitlines() if secret in line]
            # The register's own events mask as they always did; here are the desk's.
            assert not lines, (table, secret, lines[:3])
