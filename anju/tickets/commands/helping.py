"""Asking a department for help at once, and its answer (C6.19.2)."""

from datetime import datetime

from django.db import transaction

from anju.core.actors import Actor
from anju.organization.models import Department
from anju.tickets import deadlines
from anju.tickets.deadlines import ASSIST
from anju.tickets.facts import facts_of_ticket
from anju.tickets.models import HelpRequest, Ticket
from anju.tickets.refusals import NotAllowedNow, NotTaken, refuse_other_project
from anju.tickets.states import TicketState
from anju.tickets.trail import kept, record
from anju.tickets.verbs import DeskVerb as Verb


@transaction.atomic
def ask_help(
    *, ticket: Ticket, department: Department, question: str, by: Actor, at: datetime
) -> HelpRequest:
    """Ask a department; its assist clock runs, and whoever of it is on duty is told.

    The ticket stays open: it still ends answered or promised. The same question that the
    department still owes an answer to is not asked twice.

    :raises NotTaken: without a question, or for a department that takes no more work.
    """
    ticket = Ticket.objects.with_case().lock(ticket.pk)
    refuse_other_project(ticket.project, department)
    if ticket.state != TicketState.OPEN:
        raise NotAllowedNow("工单已经答复或结束,不能再请求协助。")
    if not question.strip():
        raise NotTaken("请写明要部门协助什么。")
    if department.retired_at is not None:
        raise NotTaken(f"{department.name}已停用,请选择别的部门。")
    same = HelpRequest.objects.filter(
        ticket=ticket,
        department=department,
        question=kept(question.strip(), ticket),
        answered_at=None,
        withdrawn_at=None,
    )
    if (open_request := same.first()) is not None:
        return open_request
    asked = HelpRequest.objects.create(
        project=ticket.project,
        ticket=ticket,
        department=department,
        question=kept(question.strip(), ticket),
        asked_at=at,
        asked_by_name=by.label,
    )
    facts = {**facts_of_ticket(ticket, at=at), "department": department.name}
    deadlines.start(asked, ASSIST, facts=facts, holder=None, department=department, by=by, at=at)
    changes = {"department": (None, department), "question": (None, asked.question)}
    project_id = ticket.project_id
    record(Verb.HELP_ASKED, subject=asked, project_id=project_id, by=by, at=at, changes=changes)
    return asked


@transaction.atomic
def answer_help(*, asked: HelpRequest, reply: str, by: Actor, at: datetime) -> HelpRequest:
    """Give the department's answer; the ticket's holder now answers the owner or promises.

    :raises NotTaken: without words.
    :raises NotAllowedNow: if it was answered or withdrawn before.
    """
    asked = _locked(asked)
    if not reply.strip():
        raise NotTaken("请写明部门的答复,前台要据此答复业主。")
    asked.answered_at, asked.answered_by_name, asked.reply = at, by.label, reply.strip()
    asked.save()
    deadlines.stop(asked, ASSIST, note="部门已答复", by=by, at=at)
    changes = {"reply": (None, asked.reply)}
    project_id = asked.project_id
    record(Verb.HELP_GIVEN, subject=asked, project_id=project_id, by=by, at=at, changes=changes)
    return asked


@transaction.atomic
def withdraw_help(*, asked: HelpRequest, reason: str = "", by: Actor, at: datetime) -> HelpRequest:
    """Take a request back that is no longer needed.

    :raises NotAllowedNow: if it was answered or withdrawn before.
    """
    asked = _locked(asked)
    asked.withdrawn_at = at
    asked.save()
    deadlines.drop(asked, reason=reason or "不再需要协助", by=by, at=at)
    record(
        Verb.HELP_WITHDRAWN,
        subject=asked,
        project_id=asked.project_id,
        by=by,
        at=at,
        reason=reason,
    )
    return asked


def _locked(asked: HelpRequest) -> HelpRequest:
    found = HelpRequest.objects.select_related("project", "ticket", "department")
    asked = found.select_for_update(of=("self",)).get(pk=asked.pk)
    if not asked.is_open:
        raise NotAllowedNow("这个协助请求已经答复或撤回,请刷新页面查看。")
    return asked
