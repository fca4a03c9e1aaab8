"""Every view stands behind a door; whoever may not pass is told so in the right way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from anju.core.actors import SYSTEM
from anju.organization.commands.roles import add_role
from anju.organization.doors import Door, door_of
from anju.organization.models.structure import RoleScope
from tests import world

# Addresses of Django itself, and of nothing else.
NOT_OURS = {"static"}
SAMPLE = {
    "int": "999999",
    "str": "TZ-2026-9999",
    "slug": "nowhere",
    "draft": "notices.none",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf with the door of its view."""

    pattern: str
    door: Door | None


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield Address(pattern, door_of(entry.callback))


def example(pattern: str, *, code: str) -> str:
    """Return an address that fits a pattern: this project, things that are not there."""
    filled = re.sub(r"<slug:code>", code, pattern)
    filled = re.sub(r"\^?\(\?P<key>[^)]*\)(.*)\$", rf"{SAMPLE['draft']}\1", filled)
    filled = re.sub(r"<(\w+):key>", SAMPLE["draft"], filled)
    return "/" + re.sub(r"<(\w+):\w+>", lambda kind: SAMPLE.get(kind[1], "x"), filled)


def test_every_view_has_a_door() -> None:
    assert [found.pattern for found in addresses() if found.door is None] == []


def test_a_view_without_a_door_is_seen() -> None:
    bare = path("bare/", lambda request: HttpResponse(""))

    assert door_of(bare.callback) is None


def test_project_addresses_have_project_doors() -> None:
    for found in addresses():
        if found.pattern.startswith("p/<slug:code>/"):
            assert found.door is not None and found.door.kind == "staff", found.pattern
        if found.pattern.startswith("office/"):
            assert found.door is not None and found.door.kind == "office", found.pattern
        if found.pattern.startswith("api/") and "<slug:code>" in found.pattern:
            assert found.door is not None and found.door.kind == "machine", found.pattern
        if found.pattern.startswith("l/"):
            assert found.door is not None and found.door.kind == "link", found.pattern


@pytest.mark.django_db
def test_the_permission_matrix() -> None:
    """Every address × anonymous, stranger, insider without the right, insider with it."""
    here, there = world.project(code="green"), world.project(code="cloud", name="云栖大厦")
    insider = _signed_in(world.person("insider", "司徒静怡", project=here, role=_role("bare")))
    stranger = _signed_in(world.person("stranger", "阿卜杜拉·买买提", project=there))
    holders: dict[str, Client] = {}
    for number, found in enumerate(addresses()):
        assert found.door is not None
        kind, permission = found.door.kind, found.door.permission
        url = example(found.pattern, code=here.code)
        if kind == "machine":
            for client in (Client(), stranger, insider):
                assert _status(client, url) == 401, url
        if kind not in ("staff", "office"):
            continue
        assert _status(Client(), url) in (302, 405), url
        assert _status(stranger, url) in (404, 405), url
        expected = 404 if kind == "office" else 403
        if permission:
            assert _status(insider, url) in (expected, 405), url
        if permission and permission not in holders:
            holders[permission] = _holder(here, permission, number)
        holder = holders[permission] if permission else insider
        if kind == "staff" or permission:
            assert _status(holder, url) not in (302, 403, 500), url


@pytest.mark.django_db
def test_an_office_reader_without_the_right_gets_403() -> None:
    world.presets()
    bare = _role("bare_office", scope=RoleScope.OFFICE)
    reader = _signed_in(world.head_office("reader", role=bare))

    assert _status(reader, reverse("office:home")) == 200
    assert _status(reader, reverse("office:roles")) == 403


@pytest.mark.django_db
def test_a_forged_project_code_is_not_found() -> None:
    here = world.project(code="green")
    insider = _signed_in(world.person("insider", "司徒静怡", project=here))

    assert _status(insider, reverse("workbench:home", args=["green"])) == 200
    assert _status(insider, reverse("workbench:home", args=["forged"])) == 404


def _holder(project: world.Project, permission: str, number: int) -> Client:
    if permission.startswith("office."):
        role = _role(f"only_{number}", permission, scope=RoleScope.OFFICE)
        return _signed_in(world.head_office(f"holder{number}", role=role))
    role = _role(f"only_{number}", permission)
    return _signed_in(world.person(f"holder{number}", "欧阳文静", project=project, role=role))


def _role(code: str, *permissions: str, scope: RoleScope = RoleScope.PROJECT) -> str:
    add_role(
        code=code,
        name=code,
        scope=scope,
        permissions=permissions,
        requires_totp=False,
        by=SYSTEM,
        at=world.AT,
    )
    return code


def _signed_in(user: world.User) -> Client:
    client = Client()
    world.sign_in(client, user)
    return client


def _status(client: Client, url: str) -> int:
    return client.get(url).status_code
