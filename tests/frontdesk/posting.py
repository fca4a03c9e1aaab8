"""What tests of the desk post and read: an intake as the page sends it, in 绿苑小区, now."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from anju.organization.models import Department, User
from anju.tickets.models import Category, Ticket
from anju.tickets.queries.categories import suggested_categories
from tests import world
from tests.residents import town

WORDS = "厨房水龙头漏水,一直滴"


def url(name: str = "desk", *words: object, query: str = "") -> str:
    return reverse(f"frontdesk:{name}", args=["green", *words]) + query


def at_desk(user: User | None = None) -> Client:
    """Return a browser at which the receptionist, or somebody else, has signed in."""
    world.project()
    world.supervisor()
    return world.sign_in(Client(), user or world.receptionist())


def filed(words: str, kind: str = "REPAIR") -> Category:
    """Return the category that the desk suggests first."""
    return suggested_categories(world.project(), words, kind)[0].category


def typed(**fields: Any) -> dict[str, Any]:
    """Return the fields of a promised repair in 3-1-502; a None takes a field out."""
    town.unit()
    given = {
        "slot": "1",
        "once": "form-1",
        "kind": "REPAIR",
        "words": WORDS,
        "unit": "3-1-502",
        "urgency": "USUAL",
        "level": "NORMAL",
        "source": "PHONE",
        "out": "PROMISED",
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def save(client: Client, slot: Any = 1, **fields: Any) -> HttpResponse:
    """Post an intake."""
    return client.post(url(query=f"?slot={slot}"), typed(slot=str(slot), **fields))  # type: ignore[return-value]  # the client's response is one


def taken(client: Client, **fields: Any) -> Ticket:
    """Post an intake that is taken, and return its ticket."""
    answer = save(client, **fields)
    assert answer.status_code == 302, re.findall(r"<p>(.*?)</p>", answer.content.decode())
    return Ticket.objects.order_by("-pk")[0]


def text(answer: Any) -> str:
    """Return an answer's text as one reads it, without tags."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


def department(name: str = "工程部") -> Department:
    return world.department(world.project(), name)
