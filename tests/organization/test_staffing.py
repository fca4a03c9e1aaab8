"""Posts, roles and passwords: what is refused, and that nobody raises anybody above themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError
from anju.organization.access import access_to_project
from anju.organization.commands.engaging import engage
from anju.organization.commands.founding import StillStaffed, next_number, retire_department
from anju.organization.commands.roles import (
    OfficeRightInProjectRole,
    WouldLockEverybodyOut,
    add_role,
    change_role,
    sync_shipped_roles,
)
from anju.organization.commands.slips import NothingToPrint, make_slip, print_slips
from anju.organization.commands.staffing import (
    AlreadyInPost,
    BeyondOwnRights,
    LoginTaken,
    NotThisProject,
    add_membership,
    add_user,
    change_membership,
    end_membership,
)
from anju.organization.models import Membership, PasswordSlip, Project, Role, User
from anju.organization.models.structure import RoleScope
from anju.organization.permissions import OfficePermission as Office
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import rights_in, staff_list
from config.roles import POSTS, ROLES
from tests import world
from tests.threads import at_once

pytestmark = pytest.mark.django_db
KEY = settings.ANJU_DATA_KEY


def give(green: Project, user: User, post: str, *, by: User, **facts: object) -> Membership:
    """Give a post as `by`, with what `by` holds."""
    return add_membership(
        project=green,
        user=user,
        department=world.department(green),
        post=world.post(post),
        starts_on=world.TODAY,
        held=world.held(by, green),
        by=world.by(by),
        at=world.AT,
        **facts,
    )


def test_gives_a_post_and_the_trail_says_which():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)

    given = give(green, wang, "archivist", by=chen)

    assert given.role == world.role("archivist")
    event = Event.objects.filter(subject_id=wang.pk).latest("pk")
    assert event.by_name == "陈静怡"
    assert event.changes["post"] == [None, "档案资料管理员"]


def test_a_receptionist_gives_no_post_above_her_own():
    green = world.project()
    wang, zhao = world.receptionist(green), world.engineer(green)

    assert give(green, zhao, "receptionist", by=wang)
    with pytest.raises(BeyondOwnRights):
        give(green, zhao, "supervisor", by=wang)
    with pytest.raises(BeyondOwnRights):
        give(green, zhao, "cleaning", by=wang, role=world.role("manager"))


def test_a_head_office_role_is_no_projects_role():
    green = world.project()
    lin, wang = world.manager(green), world.receptionist(green)

    with pytest.raises(DomainError, match="总部角色"):
        give(green, wang, "assistant", by=lin, role=world.role("office_admin"))


def test_nobody_changes_or_ends_the_post_of_somebody_who_may_more():
    green = world.project()
    lin, wang = world.manager(green), world.receptionist(green)
    post = Membership.objects.get(user=lin)
    who = {"held": world.held(wang, green), "by": world.by(wang), "at": world.AT}

    with pytest.raises(BeyondOwnRights):
        end_membership(membership=post, ends_on=world.TODAY, **who)
    with pytest.raises(BeyondOwnRights):
        change_membership(
            membership=post,
            department=world.department(green),
            role=world.role("receptionist"),
            starts_on=post.starts_on,
            ends_on=None,
            **who,
        )


def test_another_projects_department_is_refused():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    lin, wang = world.manager(green), world.receptionist(green)

    with pytest.raises(NotThisProject):
        add_membership(
            project=green,
            user=wang,
            department=world.department(cloud),
            post=world.post("assistant"),
            starts_on=world.TODAY,
            held=world.held(lin, green),
            by=world.by(lin),
            at=world.AT,
        )


def test_the_same_post_twice_at_once_is_refused_and_later_is_fine():
    green = world.project()
    chen = world.supervisor(green)
    wang = world.person(project=green, ends_on=world.TODAY)

    assert give(green, wang, "receptionist", by=chen)
    with pytest.raises(AlreadyInPost):
        give(green, wang, "receptionist", by=chen)


def test_a_post_begins_and_ends_at_midnight_in_shanghai():
    green = world.project()
    day = date(2026, 11, 23)
    wang = world.person(project=green, starts_on=day, ends_on=day + timedelta(days=1))

    def inside(at: datetime) -> bool:
        return access_to_project(wang, green, at=at).is_inside

    # Midnight in Shanghai is 16:00 UTC of the day before.
    assert not inside(datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC))
    assert inside(datetime(2026, 11, 22, 16, 0, tzinfo=UTC))
    assert inside(datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC))
    assert not inside(datetime(2026, 11, 23, 16, 0, tzinfo=UTC))


def test_a_department_with_people_is_not_retired():
    green = world.project()
    world.receptionist(green)
    facts = {"by": SYSTEM, "at": world.AT}

    with pytest.raises(StillStaffed, match="1 人"):
        retire_department(department=world.department(green), **facts)
    retired = retire_department(department=world.department(green, "绿化部"), **facts)
    assert retired.retired_at == world.AT


def test_a_supervisor_cannot_take_over_somebody_who_may_more():
    green = world.project()
    wang = world.receptionist(green)
    chen = world.supervisor(green)

    with pytest.raises(BeyondOwnRights):
        make_slip(
            user=chen,
            rights=rights_in(green, chen, on=world.TODAY),
            held=world.held(wang, green),
            key=KEY,
            by=world.by(wang),
            at=world.AT,
        )


def test_a_password_is_not_reset_across_projects(client: Client):
    """Who works in two projects is taken over only by somebody with those rights in both."""
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    chen, wang = world.supervisor(green), world.receptionist(green)
    world.sign_in(client, chen)
    url = reverse("organization:reset_password", args=["green", wang.pk])
    assert client.post(url).status_code == 302

    world.person("wang", project=cloud, post="receptionist")

    assert client.post(url).status_code == 422
    world.person("chen", project=cloud, post="supervisor")
    assert client.post(url).status_code == 302


def test_ones_own_password_is_not_reset_by_slip(client: Client):
    green = world.project()
    chen = world.supervisor(green)
    world.sign_in(client, chen)

    answer = client.post(reverse("organization:reset_password", args=["green", chen.pk]))

    assert answer.status_code == 422


def test_a_slip_is_printed_once_and_within_a_day():
    green = world.project()
    chen, wang = world.supervisor(green), world.receptionist(green)
    facts = {"held": world.held(chen, green), "key": KEY, "by": world.by(chen)}
    slip = make_slip(user=wang, rights=frozenset(), at=world.AT, **facts)
    printing = {"slips": [slip], "key": KEY, "by": world.by(chen)}

    printed = print_slips(at=world.AT, **printing)

    wang.refresh_from_db()
    assert wang.check_password(printed[0].password)
    assert wang.must_change_password
    assert bytes(PasswordSlip.objects.get().sealed) == b""
    with pytest.raises(NothingToPrint):
        print_slips(at=world.AT, **printing)
    late = make_slip(user=wang, rights=frozenset(), at=world.AT, **facts)
    with pytest.raises(NothingToPrint):
        print_slips(
            slips=[late], key=KEY, by=world.by(chen), at=world.AT + timedelta(days=1, seconds=1)
        )


def test_a_slips_password_is_hashed_at_full_cost_at_the_first_sign_in(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    wang = world.receptionist()
    facts = {"held": world.everything(), "key": KEY, "by": SYSTEM, "at": world.AT}
    slip = make_slip(user=wang, rights=frozenset(), **facts)
    printed = print_slips(slips=[slip], key=KEY, by=SYSTEM, at=world.AT)
    wang.refresh_from_db()
    assert "m=1024," in wang.password

    assert wang.check_password(printed[0].password)

    wang.refresh_from_db()
    assert "m=102400," in wang.password


def test_who_is_known_keeps_the_account_and_a_namesake_is_refused():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    wang = world.receptionist(green)

    engaged = _engage(cloud, "WANG", "王婷")

    assert (engaged.person, engaged.slip) == (wang, None)
    with pytest.raises(LoginTaken):
        _engage(cloud, "wang", "汪婷")


def test_who_had_left_comes_back_with_a_new_password():
    green = world.project()
    wang = world.person(project=green, ends_on=world.TODAY)
    wang.is_active = False
    wang.save()

    engaged = _engage(green, "wang", "王婷")

    assert engaged.person.is_active
    assert engaged.slip is not None
    assert not User.objects.get(pk=wang.pk).check_password(world.PASSWORD)


def test_an_ended_login_whose_posts_still_run_is_not_taken_over_by_engaging_it():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    lin, wang, chen = world.manager(green), world.receptionist(green), world.supervisor(green)
    qian = world.stranger()
    User.objects.filter(pk__in=[lin.pk, qian.pk]).update(is_active=False)

    for known in (lin, qian):
        with pytest.raises(BeyondOwnRights):
            _engage(green, known.login, known.name, held=world.held(wang, green))
    with pytest.raises(BeyondOwnRights):
        _engage(green, qian.login, qian.name, held=world.held(chen, green))
    assert not User.objects.get(pk=qian.pk).is_active
    assert cloud.memberships.filter(user=qian).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_login_at_once_get_one_account():
    world.presets()

    def take() -> User:
        return add_user(login="wang", name="王婷", by=SYSTEM, at=world.AT)

    results = at_once(take, take)

    assert sorted(type(result).__name__ for result in results) == ["LoginTaken", "User"]


@pytest.mark.django_db(transaction=True)
def test_a_series_gives_every_number_once_and_leaves_no_hole():
    green = world.project()

    def five() -> list[int]:
        return [_number(green) for _ in range(5)]

    given = at_once(five, five, five, five)

    assert sorted(number for numbers in given for number in numbers) == list(range(1, 21))


def test_the_last_role_that_mends_roles_keeps_that_right():
    world.presets()
    facts = {"requires_totp": False, "guardian": Office.MANAGE_ROLES.value}
    facts |= {"by": SYSTEM, "at": world.AT}
    admin = world.role("office_admin")

    with pytest.raises(WouldLockEverybodyOut):
        change_role(role=admin, name=admin.name, permissions=[], **facts)
    add_role(
        code="second",
        name="第二管理员",
        scope=RoleScope.OFFICE,
        permissions=[Office.MANAGE_ROLES.value],
        requires_totp=False,
        by=SYSTEM,
        at=world.AT,
    )
    assert change_role(role=admin, name=admin.name, permissions=[], **facts).permissions == []


def test_a_project_role_never_holds_a_head_office_right():
    world.presets()
    facts = {"requires_totp": False, "by": SYSTEM, "at": world.AT}
    rights = [Office.MANAGE_ROLES.value]

    with pytest.raises(OfficeRightInProjectRole):
        add_role(code="x", name="坏", scope=RoleScope.PROJECT, permissions=rights, **facts)
    with pytest.raises(OfficeRightInProjectRole):
        change_role(
            role=world.role("manager"), name="经理", permissions=rights, guardian="x", **facts
        )


def test_shipped_roles_follow_unless_somebody_edited_them():
    world.presets()
    Role.objects.filter(code="cashier").update(permissions=[])
    Role.objects.filter(code="archivist").update(permissions=[], is_edited=True)

    assert sync_shipped_roles(roles=ROLES, posts=POSTS, by=SYSTEM, at=world.AT) == 1
    assert sync_shipped_roles(roles=ROLES, posts=POSTS, by=SYSTEM, at=world.AT) == 0
    assert world.role("cashier").permissions
    assert not world.role("archivist").permissions


def test_the_staff_list_shows_one_project_only():
    green = world.project()
    world.receptionist(green)
    world.stranger()

    assert [row.user.name for row in staff_list(green, at=world.AT)] == ["王婷"]


@pytest.mark.parametrize(
    "name", ["staff", "departments", "deputies", "trail", "slips", "import_staff"]
)
def test_a_projects_list_costs_the_same_for_one_and_three(client: Client, name: str):
    green = world.project()
    world.sign_in(client, world.supervisor(green))
    world.person("p1", "诸葛明远", project=green)
    url = reverse(f"organization:{name}", args=["green"])
    one = world.queries(lambda: client.get(url))
    world.person("p2", "诸葛明亮", project=green)
    world.person("p3", "诸葛明德", project=green)

    assert world.queries(lambda: client.get(url)) == one


@pytest.mark.parametrize("name", ["staff", "departments", "deputies", "trail"])
def test_a_projects_list_goes_out_as_a_workbook(client: Client, name: str):
    green = world.project()
    wang = world.receptionist(green)
    world.sign_in(client, world.supervisor(green))
    url = reverse(f"organization:export_{name}", args=["green"])

    answer = client.get(url)

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Event.objects.filter(verb__endswith="_exported").count() == 1
    assert world.sign_in(Client(), wang).get(url).status_code == 403


def test_a_strangers_page_is_not_found(client: Client):
    green = world.project()
    qian = world.stranger()
    world.sign_in(client, world.manager(green))

    for name in ("person", "part", "reset_password", "reveal", "change_person"):
        url = reverse(f"organization:{name}", args=["green", qian.pk])
        assert client.get(url).status_code == 404, name


def test_a_whole_phone_takes_a_reason_and_leaves_a_trace(client: Client):
    green = world.project()
    wang = world.receptionist(green)
    world.sign_in(client, world.supervisor(green))
    url = reverse("organization:reveal", args=["green", wang.pk])

    refused = client.post(url, {"reason": ""})
    shown = client.post(url, {"reason": "夜间抢修联系"})

    assert refused.status_code == 422
    assert "13812345678" not in refused.content.decode()
    assert "13812345678" in shown.content.decode()
    assert Event.objects.filter(verb="organization.phone_revealed").get().reason == "夜间抢修联系"
    assert May.REVEAL_PHONE.value in world.held(world.person("chen2", post="supervisor"), green)


def _engage(project: Project, login: str, name: str, held: frozenset[str] | None = None):
    return engage(
        project=project,
        login=login,
        name=name,
        phone="",
        department=world.department(project),
        post=world.post("receptionist"),
        role=None,
        starts_on=world.TODAY,
        ends_on=None,
        held=world.everything() if held is None else held,
        key=KEY,
        by=SYSTEM,
        at=world.AT,
    )


def _number(project: Project) -> int:
    with transaction.atomic():
        return next_number(project, prefix="TZ", year=2026)
