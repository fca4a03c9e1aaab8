"""The notice board: its life, its readers, its numbers."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.core.errors import ForbiddenTransition, StaleEdit
from anju.messaging.models import StaffMessage
from anju.notices.commands.publishing import ReasonMissing, publish_notice, withdraw_notice
from anju.notices.commands.writing import OnlyDraftsChange, draft_notice, revise_notice
from anju.notices.invariants import broken
from anju.notices.models import Notice
from anju.notices.queries import notice_board
from anju.notices.tasks import tell_staff_of_notice
from anju.organization.links import link_token
from anju.organization.models import NumberSeries
from tests import world
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def written(title: str = "停水通知", project: world.Project | None = None) -> Notice:
    here = project or world.project()
    return draft_notice(
        project=here,
        title=title,
        body="11月25日 9:00–17:00 二期停水。\n请提前储水。",
        by=world.by(world.stranger() if project else world.supervisor(here)),
        at=world.AT,
    )


def published(title: str = "停水通知") -> Notice:
    notice = written(title)
    return publish_notice(notice=notice, by=world.by(world.supervisor()), at=world.AT)


@pytest.fixture
def supervisor() -> Iterator[Client]:
    client = Client()
    world.sign_in(client, world.supervisor())
    yield client


def test_numbers_run_on_without_a_hole() -> None:
    numbers = [written(str(count)).number for count in range(3)]

    assert numbers == ["TZ-2026-0001", "TZ-2026-0002", "TZ-2026-0003"]
    assert list(broken()) == []


def test_a_hole_in_the_numbers_is_found() -> None:
    written()
    NumberSeries.objects.update(last=5)

    assert list(broken()) != []


def test_lives_from_draft_to_withdrawn() -> None:
    notice = published()
    withdrawn = withdraw_notice(
        notice=notice, reason="时间有变", by=world.by(world.supervisor()), at=world.AT
    )

    assert withdrawn.state == "WITHDRAWN"
    assert [
        event.verb for event in Event.objects.about("notices.notice", notice.pk).order_by("pk")
    ] == [
        "notices.drafted",
        "notices.published",
        "notices.withdrawn",
    ]


def test_refuses_steps_out_of_order() -> None:
    by = world.by(world.supervisor())
    with pytest.raises(ForbiddenTransition):
        withdraw_notice(notice=written(), reason="x", by=by, at=world.AT)
    with pytest.raises(ForbiddenTransition):
        publish_notice(notice=published(), by=by, at=world.AT)
    with pytest.raises(ReasonMissing):
        withdraw_notice(notice=published(), reason=" ", by=by, at=world.AT)
    with pytest.raises(OnlyDraftsChange):
        revise_notice(notice=published(), title="x", body="y", version=1, by=by, at=world.AT)


def test_a_stale_save_shows_both_texts(supervisor: Client) -> None:
    notice = written()
    by = world.by(world.supervisor())
    revise_notice(
        notice=notice, title="同事的标题", body="同事的正文", version=1, by=by, at=world.AT
    )
    address = reverse("notices:revise", args=["green", notice.number])

    answer = supervisor.post(address, {"title": "我的标题", "body": "我的正文", "version": "1"})

    assert answer.status_code == 409
    said = answer.content.decode()
    assert "同事的正文" in said
    assert "我的正文" in said
    with pytest.raises(StaleEdit):
        revise_notice(notice=notice, title="x", body="y", version=1, by=by, at=world.AT)
    again = supervisor.post(address, {"title": "我的标题", "body": "我的正文", "version": "2"})
    assert again.status_code == 302


def test_readers_see_no_drafts() -> None:
    notice = written()
    client = Client()
    world.sign_in(client, world.receptionist())

    assert client.get(reverse("notices:notice", args=["green", notice.number])).status_code == 404
    assert notice.title not in client.get(reverse("notices:board", args=["green"])).content.decode()
    publish_notice(notice=notice, by=world.by(world.supervisor()), at=world.AT)
    assert notice.title in client.get(reverse("notices:board", args=["green"])).content.decode()


def test_another_projects_notice_is_not_found(supervisor: Client) -> None:
    elsewhere = world.project("cloud", "云栖大厦")
    foreign = written("云栖的公告", elsewhere)

    assert foreign.number == "TZ-2026-0001"
    assert (
        supervisor.get(reverse("notices:notice", args=["green", foreign.number])).status_code == 404
    )
    assert (
        supervisor.get(reverse("notices:notice", args=["cloud", foreign.number])).status_code == 404
    )
    assert list(notice_board(world.project(), drafts_too=True)) == []


def test_the_link_works_until_withdrawn() -> None:
    notice = published()
    address = reverse("notice_links:read", args=[link_token("notice", notice.pk)])

    assert "请提前储水" in Client().get(address).content.decode()
    withdraw_notice(notice=notice, reason="时间有变", by=world.by(world.supervisor()), at=world.AT)
    gone = Client().get(address)
    assert gone.status_code == 410
    assert "已撤下" in gone.content.decode()


def test_a_forged_or_foreign_link_is_not_found() -> None:
    notice = published()
    token = link_token("notice", notice.pk)
    number, _, signature = token.partition(":")
    forged = [f"{int(number) + 1}:{signature}", token[:-1] + "x", link_token("card", notice.pk)]

    for wrong in forged:
        assert Client().get(reverse("notice_links:read", args=[wrong])).status_code == 404
    draft = written()
    address = reverse("notice_links:read", args=[link_token("notice", draft.pk)])
    assert Client().get(address).status_code == 404


def test_staff_are_told_once(supervisor: Client) -> None:
    reader, notice = world.receptionist(), written()
    supervisor.post(reverse("notices:publish", args=["green", notice.number]))
    event = Event.objects.get(verb="notices.published")
    for _ in range(2):
        tell_staff_of_notice(event.pk)

    assert StaffMessage.objects.filter(user=reader).count() == 1
    assert StaffMessage.objects.filter(user=world.supervisor()).count() == 0


def test_the_board_costs_the_same_for_one_and_three(
    supervisor: Client, django_assert_num_queries: object
) -> None:
    address = reverse("notices:board", args=["green"])
    counts = []
    for title in ("一", "二", "三"):
        written(title)
        counts.append(world.queries(lambda: supervisor.get(address)))

    assert counts[0] == counts[2]


def test_exports_are_in_the_trail(supervisor: Client) -> None:
    written()

    answer = supervisor.get(reverse("notices:export", args=["green"]) + "?words=停水")

    assert answer["Content-Type"].startswith("application/vnd.openxml")
    event = Event.objects.get(verb="notices.exported")
    assert event.changes["rows"] == [None, 1]


def test_a_form_sent_again_writes_once(supervisor: Client) -> None:
    address = reverse("notices:write", args=["green"])
    facts = {"title": "停水通知", "body": "明天停水。", "once": "a-form-of-mine"}
    first, again = supervisor.post(address, facts), supervisor.post(address, facts)

    assert first["Location"] == again["Location"]
    assert Notice.objects.count() == 1
    assert Event.objects.filter(verb="notices.drafted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_writes_once() -> None:
    project, by = world.project(), world.by(world.supervisor())

    def write() -> object:
        return draft_notice(project=project, title="x", body="y", once="k", by=by, at=world.AT).pk

    assert len(set(at_once(write, write, write))) == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_do_it_once() -> None:
    notice, by = written(), world.by(world.supervisor())

    def publish() -> object:
        return publish_notice(notice=notice, by=by, at=world.AT)

    results = at_once(publish, publish, publish)

    assert sum(isinstance(result, ForbiddenTransition) for result in results) == 2
    assert Event.objects.filter(verb="notices.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_get_two_numbers() -> None:
    world.project()
    world.supervisor()

    results = at_once(*(lambda: written().number for _ in range(4)))

    assert sorted(map(str, results)) == [f"TZ-2026-000{count}" for count in (1, 2, 3, 4)]
