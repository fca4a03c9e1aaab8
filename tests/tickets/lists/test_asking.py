"""The list of tickets: what its address asks for, and that figures are counted the same way."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from anju.audit.models import Event
from anju.clocks.commands.sweeping import sweep_batch
from anju.clocks.queries.recipients import Roster
from anju.core.actors import SYSTEM
from anju.organization.access import access_to_project
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.checking import check_order, return_order
from anju.tickets.commands.closing import follow_up
from anju.tickets.commands.grading import grade_ticket
from anju.tickets.commands.working import accept_order, finish_order, refuse_order
from anju.tickets.contents import Matter
from anju.tickets.models import Ticket
from anju.tickets.queries.lists import LIVING, Wanted, count_of, tickets_wanted
from anju.tickets.queries.rows import rows_of
from anju.tickets.states import ContactWay, Grade, GradeCause, MatterKind, Rating
from tests import world
from tests.residents import town
from tests.tickets import shift
from tests.tickets.shift import AT, answered_now, later, matter, only_order, taken

pytestmark = pytest.mark.django_db
NEXT_DAY = AT + timedelta(days=1)
TWO_DAYS = AT + timedelta(days=2)


def asked(now: object = AT, **wanted: object) -> list[str]:
    """Return the summaries that a question finds, newest first."""
    found = tickets_wanted(
        world.project(),
        Wanted(**wanted),
        user=world.supervisor(),
        now=now,  # type: ignore[arg-type]
    )
    return [each.summary for each in found]


def leak(words: str, **facts: object) -> Matter:
    """Return a repair of the engineers', whatever its words."""
    return matter(words, category=matter().category, **facts)


def complaint(words: str = "楼道垃圾没人收") -> Ticket:
    return taken(matter(words, kind=MatterKind.COMPLAINT))


def refused() -> None:
    order = only_order(taken(leak("退回的")))
    refuse_order(order=order, reason="不归我们", by=shift.desk(), at=later(5))


def redone() -> None:
    ticket = taken(leak("退回的"))
    who = world.engineer()
    order = only_order(ticket)
    accept_order(order=order, worker=who, by=world.by(who), at=later(1))
    finish_order(order=order, result="好了", gap_reason="纸质单", by=world.by(who), at=later(30))
    return_order(order=order, reason="还在漏", by=shift.desk(), at=later(40))


@pytest.mark.parametrize("send_back", [refused, redone])
def test_work_that_came_back_is_asked_for(send_back: Callable[[], None]) -> None:
    world.engineer()
    taken(leak("没退回的"))
    send_back()

    assert asked(returned=True) == ["退回的"]


def test_work_that_is_done_waits_to_be_checked() -> None:
    who = world.engineer()
    taken(leak("还没做完的"))
    order = only_order(taken(leak("做完的")))
    accept_order(order=order, worker=who, by=world.by(who), at=later(1))
    assert asked(unchecked=True) == []

    finish_order(order=order, result="好了", gap_reason="纸质单", by=world.by(who), at=later(30))
    assert asked(unchecked=True) == ["做完的"]

    check_order(order=order, by=shift.desk(), at=later(40))
    assert asked(unchecked=True) == []


def test_promises_are_due_today_or_broken_and_never_both() -> None:
    world.engineer()
    taken(leak("漏水"))

    assert asked(promise="today") == []
    assert asked(NEXT_DAY, promise="today") == ["漏水"]
    assert asked(NEXT_DAY, promise="broken") == []
    assert asked(TWO_DAYS, promise="today") == []
    assert asked(TWO_DAYS, promise="broken") == ["漏水"]
    assert asked(TWO_DAYS, late=True) == ["漏水"]


def test_an_order_nobody_accepted_makes_its_ticket_late() -> None:
    world.engineer()
    taken(leak("漏水"))

    assert asked(later(10), late=True) == []
    assert asked(later(20), late=True) == ["漏水"]


def test_what_nobody_took_is_unassigned_until_somebody_does() -> None:
    taken(leak("没人接"))
    world.engineer()
    taken(leak("有人接"))

    assert asked(unassigned=True) == ["没人接"]
    assert asked(worker=world.engineer().pk) == ["有人接"]


def test_age_and_department_are_those_of_unfinished_work() -> None:
    world.engineer()
    taken(leak("昨天的"))
    department = world.department(world.project(), "工程部").pk

    assert asked(later(30), department=department, age="new") == ["昨天的"]
    assert asked(NEXT_DAY, department=department, age="new") == []
    assert asked(NEXT_DAY, department=department, age="days") == ["昨天的"]
    assert asked(NEXT_DAY, department=0) == []


def test_the_grave_the_raised_and_the_mine() -> None:
    grave = complaint("重大的")
    cause = GradeCause.BY_HAND
    grade_ticket(
        ticket=grave, grade=Grade.MAJOR, cause=cause, reason="媒体来电", by=shift.desk(), at=AT
    )
    wang = world.receptionist()
    taken(matter("上报的", kind=MatterKind.COMPLAINT), taker=wang, post="receptionist")
    taken(matter("前台的"), taker=wang)

    assert asked(major=True, state=LIVING) == ["重大的"]
    assert asked(raised=True) == ["上报的"]
    assert asked(holder=wang.pk) == ["前台的"]
    assert "前台的" not in asked(mine=True)


def test_follow_ups_are_due_by_the_end_of_their_day() -> None:
    ticket = complaint()
    answer_ticket(
        ticket=ticket, way=ContactWay.VISIT, words="已清运", by=shift.desk(), at=later(60)
    )

    assert asked(later(70), follow_up="due") == []
    assert asked(AT + timedelta(days=3), follow_up="due") == ["楼道垃圾没人收"]


def test_what_happened_between_two_moments() -> None:
    first = complaint("先来的")
    taken(matter("当场答复的", kind=MatterKind.QUESTION), answered_now(), at=later(30))
    answer_ticket(ticket=first, way=ContactWay.VISIT, words="办好了", by=shift.desk(), at=later(60))
    follow_up(
        ticket=first,
        way=ContactWay.CALL,
        rating=Rating.BAD,
        words="没有办好",
        by=world.by(world.receptionist()),
        at=later(120),
    )
    window = {"since": later(20), "until": later(100)}

    assert asked(happened="received", **window) == ["当场答复的"]
    assert asked(happened="answered_now", **window) == ["当场答复的"]
    assert asked(happened="unhappy", since=later(20)) == ["先来的"]
    assert asked(happened="unhappy", **window) == []


def test_the_escalated_and_the_broken_of_a_night() -> None:
    world.manager()
    taken(leak("没人接"))
    at = later(60)
    sweep_batch(roster=Roster(at), by=SYSTEM, at=at)

    assert asked(happened="escalated", since=AT) == ["没人接"]
    assert asked(happened="escalated", since=later(90)) == []
    assert asked(happened="broken", since=AT) == []


def test_words_are_looked_for_in_ninety_days_unless_dates_are_given() -> None:
    old = taken(matter("厨房水龙头漏水"))
    far = AT + timedelta(days=120)

    assert asked(words="水龙头") == ["厨房水龙头漏水"]
    assert asked(far, words="水龙头") == []
    assert asked(far, words="水龙头", since=AT - timedelta(days=1)) == ["厨房水龙头漏水"]
    assert asked(far, words=old.number) == ["厨房水龙头漏水"]


def test_every_question_survives_the_address() -> None:
    world.engineer()
    taken(leak("漏水"))
    client = world.sign_in(town.Client(), world.supervisor())
    address = reverse("tickets:tickets", args=["green"])
    for wanted in (Wanted(unassigned=True), Wanted(state="OPEN"), Wanted(since=AT, until=later(5))):
        shown = client.get(f"{address}?{urlencode(wanted.query())}")
        counted = count_of(world.project(), wanted, user=world.supervisor(), now=timezone.now())
        assert shown.context["page"].paginator.count == counted, wanted


def test_nonsense_in_the_address_narrows_by_the_rest() -> None:
    taken(leak("漏水"))
    client = town.signed_in(world.supervisor())
    address = reverse("tickets:tickets", args=["green"])
    nonsense = "state=OPEN&kind=BANANA&category=x&department=-3&age=never&since=gestern&page=999"

    shown = client.get(f"{address}?{nonsense}")

    assert shown.status_code == 200
    assert [row.ticket.summary for row in shown.context["rows"]] == ["漏水"]
    assert client.get(f"{address}?state=CLOSED").context["rows"] == []


def test_lines_cost_the_same_for_one_and_for_three() -> None:
    world.engineer()
    access = access_to_project(world.supervisor(), world.project(), at=AT)

    def work() -> None:
        found = tickets_wanted(world.project(), Wanted(), user=world.supervisor(), now=AT)
        rows_of(world.project(), list(found.with_places()), access)

    taken(matter(person=town.person()))
    for_one = world.queries(work)
    taken(matter("马桶堵了", person=town.person("王大明")))
    taken(matter("跳闸"))

    assert world.queries(work) == for_one


def test_names_are_masked_for_who_may_not_read_them() -> None:
    taken(matter(caller_name="司马相如", caller_phone="13812345678"))
    taken(matter(person=town.person("李秀兰")))
    reader = town.only("reader", "tickets.read")
    body = reader.get(reverse("tickets:tickets", args=["green"])).content.decode()

    for secret in ("司马相如", "李秀兰", "13812345678"):
        assert secret not in body
    assert "司**如" in body


def test_a_workbook_takes_its_own_right_and_is_told_in_words() -> None:
    taken(leak("漏水"))
    address = reverse("tickets:export_tickets", args=["green"])
    assert town.signed_in(world.receptionist()).get(address).status_code == 403

    book = town.signed_in(world.supervisor()).get(f"{address}?state=OPEN&promise=today")

    assert book["Content-Type"].startswith("application/vnd.openxml")
    told = Event.objects.get(verb="tickets.tickets_exported")
    assert told.changes["filter"][1] == "状态=待答复、条件=今天到期的承诺"


def test_short_cuts_keep_what_else_is_asked() -> None:
    client = town.signed_in(world.supervisor())
    shown = client.get(reverse("tickets:tickets", args=["green"]) + "?kind=REPAIR&late=1")
    links = {each.label: each for each in shown.context["short_cuts"]}

    assert links["有时限超时"].is_on
    assert parse_qs(urlsplit(links["有时限超时"].url).query) == {"kind": ["REPAIR"]}
    assert parse_qs(urlsplit(links["重大"].url).query)["late"] == ["1"]
