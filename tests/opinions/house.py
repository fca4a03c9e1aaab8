"""A house where work is done and its owners speak: repairs taken, done, answered; links opened."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anju.clocks.models import Clock
from anju.opinions.contents import Answers
from anju.opinions.queries.cards import card_url, progress_url
from anju.tickets.commands.answering import answer_ticket
from anju.tickets.commands.working import accept_order, start_order
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import ContactWay, MatterKind, Rating
from tests import world
from tests.tickets import shift

GOOD, FAIR, BAD = Rating.GOOD, Rating.FAIR, Rating.BAD


def repair(at: datetime = shift.AT, **facts: Any) -> WorkOrder:
    """Take a repair that 赵志强 gets."""
    world.engineer()
    ticket = shift.taken(shift.matter(**facts), at=at)
    return shift.only_order(ticket)


def started(at: datetime = shift.AT, **facts: Any) -> WorkOrder:
    """Take a repair that 赵志强 has begun."""
    worker, order = world.engineer(), repair(at, **facts)
    accept_order(order=order, worker=worker, by=world.by(worker), at=at)
    return start_order(order=order, by=world.by(worker), at=at)


def finished(at: datetime = shift.AT, **facts: Any) -> WorkOrder:
    """Take a repair that 赵志强 has done and the desk has checked."""
    return shift.done(repair(at, **facts), at=at)


def answer(ticket: Ticket, at: datetime = shift.AT) -> Ticket:
    """Tell the owner that it is done."""
    return answer_ticket(
        ticket=ticket,
        way=ContactWay.CALL,
        words="修好了",
        outcome="业主认可",
        by=shift.desk(),
        at=at,
    )


def answered(at: datetime = shift.AT, **facts: Any) -> WorkOrder:
    """Return a work order that is done, checked, and its owner told."""
    order = finished(at, **facts)
    answer(order.ticket, at)
    return WorkOrder.objects.with_tickets().get(pk=order.pk)


def complaint(at: datetime = shift.AT) -> Ticket:
    """Return an answered complaint."""
    world.engineer()
    what = shift.matter("楼道垃圾没人收", kind=MatterKind.COMPLAINT)
    ticket = shift.taken(what, at=at)
    for order in WorkOrder.objects.filter(ticket=ticket).unfinished():
        shift.done(order, at=at)
    return answer(ticket, at)


def answers(overall: Rating = GOOD, **more: str) -> Answers:
    """Return what an owner says."""
    return Answers(overall=overall, **more)


def fresh(ticket: Ticket) -> Ticket:
    """Return a ticket as it is now."""
    return Ticket.objects.get(pk=ticket.pk)


def running(ticket: Ticket, kind: str = "follow-up") -> Clock | None:
    """Return a ticket's running deadline of a kind."""
    clocks = Clock.objects.of(ticket.project).about(ticket).open()
    return clocks.filter(kind=kind).first()


def now(minutes: int = 0, **more: int) -> datetime:
    """Return the present, or a moment from it: what the doors read."""
    return timezone.now() + timedelta(minutes=minutes, **more)


def owner() -> Client:
    """Return an owner's phone: nobody is signed in, and a missing CSRF token would be seen."""
    return Client(enforce_csrf_checks=True)


def link(order: WorkOrder) -> str:
    """Return the address of a card."""
    return card_url(order)


def progress(ticket: Ticket) -> str:
    """Return the address of a progress page."""
    return progress_url(ticket)


def url(name: str, *words: object, query: str = "") -> str:
    return reverse(f"opinions:{name}", args=["green", *words]) + query


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def sign_in(user: world.User) -> Client:
    return world.sign_in(Client(), user)
