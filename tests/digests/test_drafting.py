"""The digest of a day: drafted once, made up afterwards, true to its lists."""

from datetime import time, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.digests.commands.drafting import draft_missing
from anju.digests.commands.signing import set_hour
from anju.digests.invariants import broken
from anju.digests.models import Digest
from anju.digests.queries.stories import story_of
from anju.digests.tasks import tell_of_digest
from anju.messaging.models import StaffMessage
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.models import Ticket
from anju.tickets.states import ContactWay
from tests import world
from tests.digests.evenings import EVENING, a_day, drafted, only
from tests.residents import town
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.shift import AT, later, matter, taken


@pytest.mark.django_db
def test_it_tells_the_day_in_chinese_and_names_nobody_who_called() -> None:
    digest = only()

    assert "受理 3 件(报修 1、投诉 1、咨询 1)" in digest.body
    assert "楼道垃圾两天没人收" in digest.body
    assert "三、无人接单" in digest.body
    assert "次日须答复" in digest.body
    assert "司马相如" not in digest.body
    assert (digest.day, digest.state) == (world.TODAY, "DRAFT")
    assert str(digest) == "2026年11月23日日报"


@pytest.mark.django_db
def test_nothing_is_drafted_before_its_hour_or_before_the_first_matter() -> None:
    assert drafted() == []
    a_day()
    assert draft_missing(project=world.project(), by=SYSTEM, at=later(60)) == []
    assert len(drafted()) == 1
    assert drafted() == []


@pytest.mark.django_db
def test_each_begins_where_the_last_one_ended() -> None:
    first = only()
    taken(matter("晚上来的"), at=EVENING + timedelta(hours=2))
    [second] = drafted(1)

    assert second.since == first.until
    assert {each["label"]: each["count"] for each in second.figures}["受理"] == 1
    assert list(broken()) == []


@pytest.mark.django_db
def test_days_that_were_missed_are_made_up_for_a_week_and_no_longer() -> None:
    only()

    made_up = drafted(3)
    assert [each.day for each in made_up] == [world.TODAY + timedelta(days=n) for n in (1, 2, 3)]
    assert len(drafted(30)) == 7
    assert list(broken()) == []


@pytest.mark.django_db
def test_the_hour_is_the_projects_own() -> None:
    a_day()
    set_hour(project=world.project(), hour=time(17), by=shift.desk(), at=AT)

    [digest] = draft_missing(project=world.project(), by=SYSTEM, at=EVENING - timedelta(minutes=30))
    assert digest.until == EVENING - timedelta(minutes=61)


@pytest.mark.django_db
def test_every_figure_is_the_length_of_the_list_it_links_to() -> None:
    digest = only()
    client = town.signed_in(world.supervisor())
    rows = reverse("tickets:tickets", args=["green"])

    for each in digest.figures:
        if each["is_now"]:
            continue  # counted at the hour; the list shows the present
        shown = client.get(f"{rows}?{urlencode(each['query'])}")
        assert shown.context["page"].paginator.count == each["count"], each["label"]


@pytest.mark.django_db
def test_it_costs_the_same_for_one_matter_and_for_three() -> None:
    def work() -> object:
        return story_of(world.project(), since=AT - timedelta(days=1), until=EVENING, now=EVENING)

    taken(matter())
    for_one = world.queries(work)
    taken(matter("马桶堵了"))
    taken(matter("跳闸了"))

    assert world.queries(work) == for_one


@pytest.mark.django_db
def test_the_supervisor_is_told_once_of_a_draft_and_the_manager_of_nothing_yet() -> None:
    world.manager()
    digest = only()
    event = Event.objects.get(verb="digests.drafted")

    tell_of_digest(event.pk)
    tell_of_digest(event.pk)

    [message] = StaffMessage.objects.all()
    assert (message.user, message.title) == (world.supervisor(), f"请签阅:{digest}")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_draft_one_digest() -> None:
    a_day()
    project = world.project()

    at_once(*[lambda: draft_missing(project=project, by=SYSTEM, at=EVENING)] * 2)

    assert Digest.objects.count() == 1
    assert Event.objects.filter(verb="digests.drafted").count() == 1


@pytest.mark.django_db
def test_answers_of_the_day_are_told() -> None:
    a_day()
    complaint = Ticket.objects.get(kind="COMPLAINT")
    answer_ticket(
        ticket=complaint, way=ContactWay.VISIT, words="已清运", by=shift.desk(), at=later(120)
    )

    [digest] = drafted()

    assert "答复投诉 1 件" in digest.body
    assert "回访 0 件" in digest.body
