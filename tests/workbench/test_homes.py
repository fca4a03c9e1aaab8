"""Every post of the handbook finds its own first screen."""

import pytest
from django.test import Client
from django.urls import reverse

from anju.workbench.homes import HOMES, sections_for
from config.roles import POSTS
from tests import world

pytestmark = pytest.mark.django_db


def test_every_shipped_post_has_a_home() -> None:
    assert {post.code for post in POSTS} == set(HOMES)


def test_two_posts_share_one_screen_without_repeating() -> None:
    both = sections_for(["receptionist", "archivist"])

    assert len(both) == len({section.key for section in both})
    assert both[0].key == "intake"


@pytest.mark.parametrize("post", sorted(HOMES))
def test_an_empty_section_says_what_will_be_there(post: str) -> None:
    person = world.person(f"x-{post}", "欧阳文静", post=post)
    said = world.sign_in(Client(), person).get(reverse("workbench:home", args=["green"]))

    assert said.status_code == 200
    for section in HOMES[post]:
        assert section.title in said.content.decode()


def test_field_staff_get_the_phones_shell() -> None:
    said = world.sign_in(Client(), world.engineer()).get(reverse("workbench:home", args=["green"]))

    assert 'class="mfoot"' in said.content.decode()


def test_one_project_opens_at_once_and_two_ask() -> None:
    one = world.sign_in(Client(), world.receptionist())
    assert one.get("/")["Location"] == "/p/green/"
    both = world.person("both", "司徒静怡")
    world.person("both", "司徒静怡", project=world.project("cloud", "云栖大厦"))
    asked = world.sign_in(Client(), both).get("/").content.decode()
    assert "绿苑小区" in asked
    assert "云栖大厦" in asked


def test_nobodys_project_is_explained() -> None:
    user = world.person("gone", "司徒静怡", starts_on=world.TODAY.replace(year=2099))

    assert "还没有在岗项目" in world.sign_in(Client(), user).get("/").content.decode()
