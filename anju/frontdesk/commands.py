"""What the desk does in one stroke: a matter taken, hung under its common fault, the draft gone."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.drafts.commands import drop_draft
from anju.organization.models import Post, Project, User
from anju.tickets.commands.answering import contact_owner
from anju.tickets.commands.faults import join_fault, lock_fault, open_fault
from anju.tickets.commands.taking import take_ticket
from anju.tickets.contents import Exit, Matter
from anju.tickets.models import Ticket
from anju.tickets.states import ContactWay


@transaction.atomic
def take_at_desk(
    *,
    project: Project,
    matter: Matter,
    out: Exit,
    taker: User,
    post: Post | None,
    beside: Ticket | None = None,
    draft: str,
    once: str,
    by: Actor,
    at: datetime,
) -> Ticket:
    """Take a matter and let its draft go; the events are those of the commands of tickets.

    It leaves no event of its own. The same form again returns the ticket that it made.

    :param beside: a ticket about the same fault: both hang under one, made if there is none and
        called by building and category.
    :param draft: the key of the draft it was typed in.
    :raises DomainError: whatever `take_ticket` and the faults refuse; then nothing is saved.
    """
    if beside is not None and beside.fault is not None:
        lock_fault(fault=beside.fault)
    elif beside is not None:
        Ticket.objects.lock(beside.pk)
    ticket = take_ticket(
        project=project,
        matter=matter,
        out=out,
        taker=taker,
        post=post,
        once=once,
        by=by,
        at=at,
    )
    if beside is not None and ticket.fault_id is None and beside.pk != ticket.pk:
        if beside.fault is not None:
            join_fault(ticket=ticket, fault=beside.fault, by=by, at=at)
        else:
            open_fault(
                project=project, title=_fault_title(ticket), tickets=[beside, ticket], by=by, at=at
            )
    drop_draft(project=project, user=taker, key=draft)
    return ticket


@transaction.atomic
def note_same_matter(
    *,
    ticket: Ticket,
    words: str,
    way: ContactWay,
    taker: User,
    draft: str,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was said about a matter that is already there as a contact of its ticket.

    It leaves no event of its own; nothing typed is lost, and the draft goes.

    :raises DomainError: if the ticket cannot take it; then the draft stays.
    """
    if words.strip():
        outcome = "业主再次反映"
        contact_owner(ticket=ticket, way=way, words=words[:2000], outcome=outcome, by=by, at=at)
    drop_draft(project=ticket.project, user=taker, key=draft)


def _fault_title(ticket: Ticket) -> str:
    """Return what a new fault is called: 3栋停水, else the ticket's own line."""
    if ticket.category is None:
        return ticket.summary
    return f"{ticket.building.name if ticket.building else ''}{ticket.category.name}"
