"""The world itself holds together."""

import pytest
from django.contrib.auth.hashers import check_password

from anju.organization.access import access_to_project
from anju.organization.permissions import OrganizationPermission as May
from tests import world

pytestmark = pytest.mark.django_db


def test_builds_a_project_with_departments_and_people_who_may_sign_in():
    green = world.project()
    chen = world.supervisor(green)

    assert access_to_project(chen, green, at=world.AT).may(May.NAME_DEPUTY)
    assert check_password(world.PASSWORD, chen.password)
    assert not chen.must_change_password
    assert green.departments.count() == 7


def test_a_stranger_is_not_inside():
    green = world.project()

    assert not access_to_project(world.stranger(), green, at=world.AT).is_inside
