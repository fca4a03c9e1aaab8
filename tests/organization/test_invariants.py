"""What `bin/anju verify` finds in the organization, and that a sound house has nothing."""

from datetime import timedelta

import pytest

from anju.audit.timeline import timeline
from anju.core.actors import COMMAND_LINE
from anju.organization import demo, presets
from anju.organization.invariants import broken
from anju.organization.models import Deputyship, Membership, Post, Project, Role, User
from anju.organization.titles import TITLES
from tests import world

pytestmark = pytest.mark.django_db


def test_a_sound_house_breaks_nothing():
    world.supervisor()
    world.head_office()

    assert list(broken(deep=True)) == []


def test_what_contradicts_itself_is_named():
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    wang, chen, qian = world.receptionist(green), world.supervisor(green), world.stranger()
    Membership.objects.filter(user=wang).update(department=world.department(cloud))
    Role.objects.filter(code="cashier").update(permissions=["office.manage_roles", "no.such"])
    Post.objects.filter(code="manager").update(reports_to=world.post("supervisor"))
    Deputyship.objects.create(
        project=green,
        absent=chen,
        deputy=qian,
        starts_at=world.AT,
        ends_at=world.AT + timedelta(days=1),
        reason="REST",
        named_at=world.AT,
    )
    User.objects.create(login="idle", name="闲人", name_key="xian2 ren2")

    said = "\n".join(broken())

    for words in ("另一个项目", "no.such", "总部权限", "绕成了一圈", "从未在本项目任职", "闲人"):
        assert words in said, words


def test_presets_are_loaded_once():
    green = world.project()

    presets.load(green, by=COMMAND_LINE, at=world.AT)

    assert green.departments.count() == len(presets.DEPARTMENTS)


def test_the_demonstration_is_loaded_once_and_every_login_may_sign_in(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.QuickArgon2"]
    world.presets()
    for _ in range(2):
        demo.load(today=world.TODAY, by=COMMAND_LINE, at=world.AT)

    logins = demo.logins()
    assert Project.objects.count() == 2
    assert len(logins) == User.objects.count() == 26
    assert all(user.check_password(demo.PASSWORD) for user in User.objects.all())
    assert {post.code for post in Post.objects.filter(membership__isnull=False)} == {
        post.code for post in Post.objects.all()
    }
    assert list(broken(deep=True)) == []


def test_titles_cost_one_query_a_kind_and_link_where_it_is_sure(django_assert_num_queries):
    green, cloud = world.project(), world.project("cloud", "云栖大厦")
    wang, chen = world.receptionist(green), world.supervisor(green)
    world.person("chen", project=cloud, post="supervisor")

    with django_assert_num_queries(1):
        titles = TITLES["organization.user"]([wang.pk, chen.pk])

    assert titles[wang.pk].url == f"/p/green/staff/{wang.pk}/"
    assert titles[chen.pk].url == ""
    assert timeline(wang)[0].title.text == "王婷"
