"""The week's sample of repairs to be followed up: drawn once, by a stored seed; more by hand."""

from datetime import date, datetime

from django.db import transaction

from anju.audit.record import record
from anju.clocks.queries.policies import setting
from anju.clocks.states import Setting
from anju.core.actors import Actor
from anju.opinions.drawing import drawn, monday_of
from anju.opinions.models import DrawnTicket, FollowUpDraw
from anju.opinions.queries.draws import candidates_of, draw_of
from anju.opinions.refusals import NoRepairs
from anju.opinions.states import DrawnFor
from anju.opinions.verbs import OpinionVerb as Verb
from anju.organization.models import Project
from anju.tickets.commands.choosing_visits import owe_follow_up
from anju.tickets.models import Ticket


@transaction.atomic
def draw_week(*, project: Project, day: date, seed: str, by: Actor, at: datetime) -> FollowUpDraw:
    """Draw the sample of the week of a day, once: a second draw returns the first.

    :param seed: a word from a source of chance; it is stored, so that anybody can draw again.
    :raises NoRepairs: if the week is not over, or no repair was answered in it.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    begins_on = monday_of(day)
    known = draw_of(project, begins_on)
    if known is not None:
        return known
    share = setting(project, Setting.REPAIR_SAMPLE_PERCENT)
    candidates = candidates_of(project, begins_on, at=at)
    if not candidates:
        raise NoRepairs("这一周还没有过完,或没有答复过报修,没有可抽的。")
    draw = FollowUpDraw.objects.create(
        project=project,
        begins_on=begins_on,
        seed=seed,
        share=share,
        candidates=[each.stored() for each in candidates],
        drawn_at=at,
        by_name=by.label,
    )
    found = drawn(candidates, seed=seed, share=share)
    tickets = Ticket.objects.in_bulk([each.id for each in found])
    for each in found:
        DrawnTicket.objects.create(
            project=project,
            draw=draw,
            ticket=tickets[each.id],
            why=each.why,
            named=each.named[:200],
            at=at,
            by_name=by.label,
        )
        owe_follow_up(ticket=tickets[each.id], reason=f"随机抽样:{draw}", by=by, at=at)
    said = f"{len(candidates)} 件抽 {len(found)} 件"
    changes = {"share": (None, f"{share}%"), "drawn": (None, said)}
    record(Verb.DRAWN, subject=draw, project_id=project.pk, by=by, at=at, changes=changes)
    return draw


@transaction.atomic
def pick_ticket(*, ticket: Ticket, reason: str, by: Actor, at: datetime) -> bool:
    """Put one more ticket on the list by hand, marked so; tells whether it was new.

    :raises NotAllowedNow: for a ticket that is not answered.
    """
    if not owe_follow_up(ticket=ticket, reason=f"人工加选:{reason.strip()}", by=by, at=at):
        return False
    picked = DrawnTicket.objects.create(
        project=ticket.project,
        ticket=ticket,
        why=DrawnFor.HAND,
        named=reason.strip()[:200],
        at=at,
        by_name=by.label,
    )
    record(Verb.PICKED, subject=picked, project_id=ticket.project_id, by=by, at=at)
    return True
