"""A counter in front of the ticket page: people signed in, tickets taken just now."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anju.organization.models import User
from anju.tickets.models import Ticket, WorkOrder
from tests import world
from tests.tickets import shift


def now(minutes: int = 0, **more: int) -> datetime:
    """Return the present, or a moment from it: what the doors read."""
    return timezone.now() + timedelta(minutes=minutes, **more)


def typed(moment: datetime) -> str:
    """Return a moment as the browser's control sends it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def taken(**how: Any) -> Ticket:
    """Take a matter at the desk a moment ago: a promised repair unless told otherwise."""
    return shift.taken(at=how.pop("at", now(-1)), **how)


def done(order: WorkOrder) -> WorkOrder:
    """Let a work order be accepted, finished and checked now."""
    return shift.done(order, at=now())


def sign_in(user: User) -> Client:
    return world.sign_in(Client(), user)


def supervisor() -> Client:
    return sign_in(world.supervisor())


def url(name: str, *words: object, project: str = "green", query: str = "") -> str:
    return reverse(f"tickets:{name}", args=[project, *words]) + query


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def page_of(client: Client, ticket: Ticket, query: str = "") -> str:
    """Return the page of a ticket as somebody sees it."""
    answer = client.get(url("ticket", ticket.pk, query=query))
    assert answer.status_code == 200, answer.status_code
    return text(answer)
