"""职务代理: exactly the absent person's rights, exactly for the time, never lent on."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anju.audit.models import Event
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.organization.access import access_to_office, access_to_project
from anju.organization.commands.deputies import (
    AbsenceOver,
    AlreadyDeputized,
    NotOnStaff,
    name_deputy,
    revoke_deputy,
    shorten_deputy,
)
from anju.organization.commands.leaving import part_with
from anju.organization.commands.slips import make_slip
from anju.organization.commands.staffing import (
    BeyondOwnRights,
    add_membership,
    change_membership,
    end_membership,
)
from anju.organization.models import Deputyship, Membership, Project, User
from anju.organization.models.belonging import AbsenceReason
from anju.organization.permissions import OrganizationPermission as May
from tests import world
from tests.threads import at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def stand_in(
    green: Project,
    absent: User,
    deputy: User,
    *,
    by: User | Actor | None = None,
    starts_at: datetime = world.AT,
    ends_at: datetime = world.AT + 8 * HOUR,
    held: frozenset[str] | None = None,
    at: datetime = world.AT,
) -> Deputyship:
    """Name a deputy as the absent person unless told."""
    who = by or absent
    return name_deputy(
        project=green,
        absent=absent,
        deputy=deputy,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=AbsenceReason.ANNUAL,
        held=world.held(absent, green) if held is None else held,
        by=who if isinstance(who, Actor) else world.by(who),
        at=at,
    )


def test_lends_exactly_the_rights_and_exactly_for_the_time():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    own = world.held(wang, green)
    stand_in(green, chen, wang)

    before = access_to_project(wang, green, at=world.AT - timedelta(seconds=1))
    during = access_to_project(wang, green, at=world.AT)
    last = access_to_project(wang, green, at=world.AT + 8 * HOUR - timedelta(seconds=1))
    after = access_to_project(wang, green, at=world.AT + 8 * HOUR)

    assert before.held == after.held == own
    assert during.held == last.held == own | world.held(chen, green)
    assert during.standing_in_for == ["陈静怡"]


def test_the_trail_says_for_whom_only_where_the_right_was_lent():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    stand_in(green, chen, wang)
    access = access_to_project(wang, green, at=world.AT)

    assert access.actor(May.NAME_DEPUTY).label == "王婷(代 陈静怡)"
    assert access.actor(May.READ_STAFF).label == "王婷"


def test_what_is_lent_is_not_lent_on():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    stand_in(green, chen, wang)
    stand_in(green, wang, zhao)

    access = access_to_project(zhao, green, at=world.AT)

    assert access.may(May.READ_STAFF)
    assert not access.may(May.NAME_DEPUTY)


def test_head_office_rights_are_never_lent():
    green = world.project()
    zong, wang = world.head_office(), world.receptionist(green)
    world.person("zong", project=green, post="manager")
    stand_in(green, zong, wang, held=world.everything())

    assert access_to_project(wang, green, at=world.AT).may(May.PART_STAFF)
    assert not access_to_office(wang, at=world.AT).is_inside


def test_lent_in_one_project_is_nothing_in_another():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    chen, wang = world.supervisor(green), world.receptionist(green)
    world.person("chen", project=cloud, post="supervisor")
    stand_in(green, chen, wang)

    assert not access_to_project(wang, cloud, at=world.AT).is_inside


def test_revoked_it_ends_at_once():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    named = stand_in(green, chen, wang)
    later = world.AT + HOUR

    revoke_deputy(deputyship=named, by=world.by(chen), at=later)

    assert not access_to_project(wang, green, at=later).may(May.NAME_DEPUTY)
    with pytest.raises(DomainError, match="撤销过"):
        revoke_deputy(deputyship=named, by=world.by(chen), at=later)


def test_is_named_anew_after_revoking_but_not_beside():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)
    named = stand_in(green, chen, wang)

    with pytest.raises(AlreadyDeputized):
        stand_in(green, chen, zhao, starts_at=world.AT + HOUR)
    assert stand_in(green, chen, zhao, starts_at=world.AT + 8 * HOUR, ends_at=world.AT + 9 * HOUR)
    revoke_deputy(deputyship=named, by=world.by(chen), at=world.AT)
    assert stand_in(green, chen, zhao)


@pytest.mark.django_db(transaction=True)
def test_two_who_name_at_once_name_one():
    green = world.project()
    chen, wang, zhao = world.supervisor(green), world.receptionist(green), world.engineer(green)

    results = at_once(lambda: stand_in(green, chen, wang), lambda: stand_in(green, chen, zhao))

    names = sorted(type(result).__name__ for result in results)
    assert names == ["AlreadyDeputized", "Deputyship"]
    assert Deputyship.objects.count() == 1


def test_refuses_strangers_oneself_and_the_past():
    green = world.project()
    chen, wang, qian = world.supervisor(green), world.receptionist(green), world.stranger()

    with pytest.raises(NotOnStaff):
        stand_in(green, chen, qian)
    with pytest.raises(NotOnStaff):
        stand_in(green, qian, wang)
    with pytest.raises(DomainError, match="本人"):
        stand_in(green, chen, chen)
    with pytest.raises(AbsenceOver):
        stand_in(green, chen, wang, starts_at=world.AT - 2 * HOUR, ends_at=world.AT - HOUR)


def test_nobody_names_a_deputy_for_somebody_who_may_more():
    green = world.project()
    lin, wang, zhao = world.manager(green), world.receptionist(green), world.engineer(green)

    with pytest.raises(BeyondOwnRights):
        stand_in(green, lin, zhao, by=wang, held=world.held(wang, green))


def test_a_deputy_does_not_raise_themselves_with_lent_rights():
    """Not by a post, not by another deputyship, not by the absent person's password."""
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    stand_in(green, chen, wang)
    access = access_to_project(wang, green, at=world.AT)
    by = access.actor(May.MANAGE_STAFF)
    assert by.absent_id == chen.pk

    with pytest.raises(BeyondOwnRights):
        add_membership(
            project=green,
            user=wang,
            department=world.department(green),
            post=world.post("supervisor"),
            starts_on=world.TODAY,
            held=access.held,
            by=by,
            at=world.AT,
        )
    with pytest.raises(BeyondOwnRights):
        stand_in(
            green,
            chen,
            wang,
            by=by,
            held=access.held,
            starts_at=world.AT + 9 * HOUR,
            ends_at=world.AT + 99 * HOUR,
        )
    with pytest.raises(BeyondOwnRights):
        make_slip(
            user=chen,
            rights=world.held(chen, green),
            held=access.held,
            key=settings.ANJU_DATA_KEY,
            by=by,
            at=world.AT,
        )


def test_a_deputy_does_not_remove_the_absent_person_with_lent_rights():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    stand_in(green, chen, wang)
    access = access_to_project(wang, green, at=world.AT)
    facts = {"held": access.held, "by": access.actor(May.PART_STAFF), "at": world.AT}
    post = Membership.objects.get(user=chen)

    with pytest.raises(BeyondOwnRights):
        end_membership(membership=post, ends_on=world.TODAY, **facts)
    with pytest.raises(BeyondOwnRights):
        part_with(
            project=green,
            user=chen,
            last_day_after=world.TODAY,
            successors={},
            reason="辞职",
            **facts,
        )
    with pytest.raises(BeyondOwnRights):
        change_membership(
            membership=post,
            department=post.department,
            role=world.role("receptionist"),
            starts_on=post.starts_on,
            ends_on=None,
            **facts,
        )


def test_the_absent_persons_left_post_lends_nothing():
    green = world.project()
    chen = world.person("chen", "陈静怡", project=green, post="supervisor", ends_on=world.TODAY)
    wang = world.receptionist(green)
    yesterday = world.AT - timedelta(days=1)
    stand_in(
        green,
        chen,
        wang,
        starts_at=yesterday,
        at=yesterday,
        held=world.everything(),
    )

    assert access_to_project(wang, green, at=yesterday).may(May.NAME_DEPUTY)
    assert not access_to_project(wang, green, at=world.AT).may(May.NAME_DEPUTY)


def test_shortened_it_ends_earlier_and_the_trail_knows():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    named = stand_in(green, chen, wang)

    shorten_deputy(deputyship=named, ends_at=world.AT + HOUR, by=world.by(chen), at=world.AT)

    assert not access_to_project(wang, green, at=world.AT + HOUR).may(May.NAME_DEPUTY)
    assert Event.objects.filter(verb="organization.deputy_shortened").exists()


def test_the_supervisor_names_a_deputy_for_next_week_and_finds_it_in_the_trail(client: Client):
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    world.sign_in(client, chen)
    url = reverse("organization:name_deputy", args=["green"])
    form = client.get(url).context["form"]

    answer = client.post(
        url,
        {
            "absent": chen.pk,
            "deputy": wang.pk,
            "starts_at": timezone.localtime(form.initial["starts_at"]).strftime("%Y-%m-%dT%H:%M"),
            "ends_at": timezone.localtime(form.initial["ends_at"]).strftime("%Y-%m-%dT%H:%M"),
            "reason": "ANNUAL",
        },
    )

    assert answer.status_code == 302
    assert "未开始" in client.get(answer["Location"]).content.decode()
    trail = client.get(reverse("organization:trail", args=["green"])).content.decode()
    assert "指定职务代理人" in trail
    assert "王婷代陈静怡" in trail


def test_a_deputy_enters_and_is_shown_as_standing_in(client: Client):
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    now = timezone.now()
    stand_in(green, chen, wang, starts_at=now - HOUR, ends_at=now + HOUR, at=now)
    world.sign_in(client, wang)

    answer = client.get(reverse("organization:import_staff", args=["green"]))

    assert answer.status_code == 200
    assert "代 陈静怡" in answer.content.decode()
    Deputyship.objects.update(revoked_at=now)
    assert client.get(reverse("organization:import_staff", args=["green"])).status_code == 403
