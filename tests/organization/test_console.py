"""The command line of the organization: create-admin, create-project, demo, verify."""

import json
from argparse import ArgumentParser
from io import StringIO
from types import ModuleType

import pytest
from django.utils import timezone

from anju.core.actors import SYSTEM
from anju.organization.access import access_to_office
from anju.organization.models import Project, Role, User
from anju.organization.permissions import OfficePermission
from config.console import create_admin, create_project, demo, verify
from config.founding import refresh
from runtime.refusal import Refusal
from tests import world

pytestmark = pytest.mark.django_db


def call(module: ModuleType, *arguments: str) -> int:
    """Run a subcommand as the command line does."""
    parser = ArgumentParser()
    module.arguments(parser)
    status: int = module.run(parser.parse_args(arguments))
    return status


def test_makes_an_administrator_with_a_one_time_password(capsys):
    assert call(create_admin, "--login", "zhang.wei", "--name", "张伟", "--json") == 0

    said, made = json.loads(capsys.readouterr().out), User.objects.get()
    assert made.check_password(said["password"])
    assert made.must_change_password
    assert access_to_office(made, at=timezone.now()).may(OfficePermission.MANAGE_ROLES)


def test_takes_the_password_from_standard_input_and_refuses_a_weak_one(monkeypatch, capsys):
    names = ("--login", "zhang.wei", "--name", "张伟", "--password-stdin")
    monkeypatch.setattr("sys.stdin", StringIO("12345\n"))
    with pytest.raises(Refusal, match="too weak"):
        call(create_admin, *names)
    assert not User.objects.exists()
    monkeypatch.setattr("sys.stdin", StringIO("a quiet garden 7\n"))

    assert call(create_admin, *names) == 0

    made = User.objects.get()
    assert made.check_password("a quiet garden 7")
    assert not made.must_change_password
    assert "a quiet garden" not in capsys.readouterr().out


def test_a_taken_or_impossible_login_is_refused_and_leaves_nothing():
    call(create_admin, "--login", "zhang.wei", "--name", "张伟")

    with pytest.raises(Refusal, match="already"):
        call(create_admin, "--login", "ZHANG.WEI", "--name", "张威")
    with pytest.raises(Refusal, match="cannot be a login"):
        call(create_admin, "--login", "张伟", "--name", "张伟")
    assert User.objects.count() == 1


def test_opens_a_project_with_its_presets(capsys):
    call(create_project, "--code", "lvyuan", "--name", "绿苑小区", "--kind", "园区", "--json")

    said = json.loads(capsys.readouterr().out)
    assert said["code"] == "lvyuan"
    assert len(said["departments"]) == 7
    assert Project.objects.get().get_kind_display() == "园区"
    for code in ("lvyuan", "Nein!"):
        with pytest.raises(Refusal):
            call(create_project, "--code", code, "--name", "绿苑小区")


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_sound_and_ends(capsys):
    assert call(demo, "--today", "2026-11-23", "--json") == 0
    logins = json.loads(capsys.readouterr().out)["logins"]
    assert {"chen", "lin", "zong"} <= {row["login"] for row in logins}

    assert call(verify, "--deep", "--json") == 0
    User.objects.create(login="idle", name="闲人", name_key="xian2")
    assert call(verify) == 1
    assert "闲人" in capsys.readouterr().out

    call(demo, "--end")
    assert not User.objects.filter(is_demonstration=True, is_active=True).exists()


def test_production_gets_no_demonstration(settings):
    settings.ANJU_IS_PRODUCTION = True

    with pytest.raises(Refusal, match="production"):
        call(demo)


def test_an_upgrade_brings_new_rights_to_roles_never_edited() -> None:
    world.presets()
    Role.objects.filter(code="supervisor").update(permissions=[])
    Role.objects.filter(code="assistant").update(permissions=[], is_edited=True)

    refresh(by=SYSTEM, at=world.AT)

    assert "notices.publish" in Role.objects.get(code="supervisor").permissions
    assert Role.objects.get(code="assistant").permissions == []


def test_a_house_not_founded_yet_is_left_alone() -> None:
    refresh(by=SYSTEM, at=world.AT)

    assert not Role.objects.exists()
