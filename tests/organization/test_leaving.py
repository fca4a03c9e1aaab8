"""离任交接: what is held goes to somebody, what ends ends, and when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.periods import local_date
from anju.notices.commands.writing import draft_notice
from anju.notices.models import Notice
from anju.organization.access import access_to_project
from anju.organization.commands.deputies import name_deputy
from anju.organization.commands.leaving import (
    NothingToEnd,
    Parted,
    SuccessorMissing,
    close_accounts,
    end_demonstration,
    part_with,
)
from anju.organization.commands.staffing import BeyondOwnRights
from anju.organization.models import Deputyship, Membership, Project, User
from anju.organization.models.belonging import AbsenceReason
from tests import world

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def part(green: Project, user: User, by: User, *, days: int = 0, **to: User) -> Parted:
    return part_with(
        project=green,
        user=user,
        last_day_after=world.TODAY + timedelta(days=days),
        successors={"notices.drafts": to["drafts"]} if to else {},
        reason="辞职",
        held=world.held(by, green),
        by=world.by(by),
        at=world.AT,
    )


def draft(green: Project, user: User) -> Notice:
    return draft_notice(
        project=green, title="停水通知", body="周三停水。", by=world.by(user), at=world.AT
    )


def test_posts_end_and_who_has_none_left_signs_in_no_more():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)

    parted = part(green, wang, chen)

    assert not parted.may_still_sign_in
    assert Membership.objects.get(user=wang).ends_on == world.TODAY
    assert not access_to_project(wang, green, at=world.AT).is_inside
    event = Event.objects.get(verb="organization.parted")
    assert (event.subject_name, event.reason) == ("王婷", "辞职")


def test_who_works_elsewhere_keeps_signing_in():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    chen, wang = world.supervisor(green), world.receptionist(green)
    world.person("wang", project=cloud)

    assert part(green, wang, chen).may_still_sign_in
    assert access_to_project(wang, cloud, at=world.AT).is_inside


def test_drafts_need_a_successor_of_the_staff_and_go_there():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    notice = draft(green, wang)

    with pytest.raises(SuccessorMissing, match="公告草稿"):
        part(green, wang, chen)
    with pytest.raises(SuccessorMissing, match="在岗"):
        part(green, wang, chen, drafts=world.stranger())
    with pytest.raises(SuccessorMissing, match="其他员工"):
        part(green, wang, chen, drafts=wang)
    parted = part(green, wang, chen, drafts=zhao)

    assert parted.moved == ["公告草稿 1 项 → 赵志强"]
    notice.refresh_from_db()
    assert notice.written_by == zhao


def test_with_a_date_to_come_posts_hold_until_its_midnight():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    draft(green, wang)

    parted = part(green, wang, chen, days=7, drafts=zhao)

    assert parted.may_still_sign_in
    assert access_to_project(wang, green, at=world.AT).is_inside
    assert not access_to_project(wang, green, at=world.AT + WEEK).is_inside
    assert close_accounts(by=SYSTEM, at=world.AT) == []
    assert close_accounts(by=SYSTEM, at=world.AT + WEEK) == [wang]
    assert close_accounts(by=SYSTEM, at=world.AT + WEEK) == []


def test_what_came_after_the_wizard_is_handed_over_by_going_through_it_again():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    part(green, wang, chen)
    with pytest.raises(NothingToEnd):
        part(green, wang, chen)
    draft(green, wang)

    assert part(green, wang, chen, drafts=zhao).moved == ["公告草稿 1 项 → 赵志强"]


def test_deputyships_end_with_the_posts():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    facts = {"reason": AbsenceReason.REST, "held": world.everything(), "project": green}
    facts |= {"by": SYSTEM, "at": world.AT}
    across = name_deputy(
        absent=zhao, deputy=wang, starts_at=world.AT, ends_at=world.AT + 2 * WEEK, **facts
    )
    beyond = name_deputy(
        absent=wang,
        deputy=zhao,
        starts_at=world.AT + 2 * WEEK,
        ends_at=world.AT + 3 * WEEK,
        **facts,
    )

    part(green, wang, chen, days=7)

    across.refresh_from_db()
    beyond.refresh_from_db()
    assert local_date(across.ends_at) == world.TODAY + WEEK
    assert across.revoked_at is None
    assert beyond.revoked_at == world.AT
    assert not Deputyship.objects.at(world.AT + WEEK).exists()


def test_nobody_parts_with_themselves_or_with_somebody_who_may_more():
    green = world.project()
    lin, wang = world.manager(green), world.receptionist(green)

    with pytest.raises(BeyondOwnRights):
        part(green, lin, wang)
    with pytest.raises(Exception, match="给自己"):
        part(green, lin, lin)


def test_an_account_that_never_had_a_post_is_left_alone():
    green = world.project()
    idle = User.objects.create(login="idle", name="闲", name_key="xian2")
    world.person(project=green, ends_on=world.TODAY)

    assert [user.login for user in close_accounts(by=SYSTEM, at=world.AT)] == ["wang"]
    idle.refresh_from_db()
    assert idle.is_active


def test_demonstration_logins_end_together():
    green = world.project()
    wang = world.receptionist(green)
    User.objects.filter(pk=world.engineer(green).pk).update(is_demonstration=True)

    assert [user.login for user in end_demonstration(by=SYSTEM, at=world.AT)] == ["zhao"]
    wang.refresh_from_db()
    assert wang.is_active


@pytest.fixture
def desk(client: Client) -> Iterator[tuple[Client, Client, User, User]]:
    """Two browsers: the supervisor's, and that of 王婷, who leaves with a draft."""
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    draft(green, wang)
    yield world.sign_in(client, chen), world.sign_in(Client(), wang), wang, zhao


def test_the_wizard_shows_asks_confirms_and_tells(desk: tuple[Client, Client, User, User]):
    client, hers, wang, zhao = desk
    url = reverse("organization:part", args=["green", wang.pk])
    today = local_date(timezone.now()).isoformat()
    facts = {"ends_on": today, "reason": "辞职"}
    shown = client.get(url).content.decode()
    assert "公告草稿" in shown
    assert "须有人接手" in shown

    incomplete = client.post(url, facts)
    asked = client.post(url, {**facts, "to.notices.drafts": zhao.pk})
    assert incomplete.status_code == 422
    assert "现在移交给" in asked.content.decode()
    wang.refresh_from_db()
    assert wang.is_active
    home = reverse("organization:deputies", args=["green"])
    assert hers.get(home).status_code == 200

    answer = client.post(url, {**facts, "to.notices.drafts": zhao.pk, "confirmed": "1"})

    assert answer.status_code == 302
    told = client.get(answer["Location"]).content.decode()
    assert "公告草稿 1 项 → 赵志强" in told
    assert "账号已停用" in told
    assert hers.get(home).status_code == 302
