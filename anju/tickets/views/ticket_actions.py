"""What is done with a ticket as a whole: handed on, graded, paused, ended, opened again."""

from django.http.response import HttpResponseBase

from anju.clocks.commands.pausing import pause_case, resume_case
from anju.clocks.commands.starting import TooLateToReopen
from anju.clocks.states import PauseReason
from anju.core.errors import DomainError
from anju.core.periods import spoken_time
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.closing import (
    cancel_ticket,
    close_major,
    reopen_ticket,
)
from anju.tickets.commands.following import follow_up_with
from anju.tickets.commands.grading import grade_ticket
from anju.tickets.commands.joining import transfer_ticket
from anju.tickets.forms.ticket_acting import (
    FindingForm,
    FollowUpForm,
    GradeForm,
    ReasonForm,
    TransferForm,
)
from anju.tickets.forms.ticket_talking import PauseForm, WithdrawForm
from anju.tickets.models import Ticket
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.permissions import ManagerPermission
from anju.tickets.queries.following import finished_orders, follow_up_right, numbers_of
from anju.tickets.queries.promising import who_may
from anju.tickets.queries.ticket_parts import moves_with
from anju.tickets.states import ContactWay, Grade, GradeCause, Rating
from anju.tickets.views.editing import url_of
from anju.tickets.views.ticket_shown import (
    act,
    posted,
    refuse_without,
    ticket_or_404,
    url_of_ticket,
    way_back,
)
from anju.ui.responses import done


@staff_view(May.ANSWER)
def transfer(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Let somebody else answer for a ticket from now on."""
    found = ticket_or_404(request, ticket_id)
    people = who_may(request.project, May.ANSWER, at=request.at)
    if found.holder_id:
        people = people.exclude(pk=found.holder_id)
    form = TransferForm(posted(request), people=people)

    def save() -> str:
        to = form.cleaned_data["to"]
        reason = form.cleaned_data["reason"]
        transfer_ticket(ticket=found, to=to, reason=reason, by=request.by, at=request.at)
        return f"{found.number} 已转交{to.name},对方会收到消息。"

    return act(request, found, form, title="转交负责人", verb="转交", save=save)


@staff_view(May.GRADE)
def grade(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Give a complaint its grade."""
    found = ticket_or_404(request, ticket_id)
    form = GradeForm(posted(request), initial={"grade": found.grade})

    def save() -> str:
        said = form.cleaned_data
        grade_ticket(
            ticket=found,
            grade=Grade(said["grade"]),
            cause=GradeCause(said["cause"]),
            reason=said["reason"],
            by=request.by,
            at=request.at,
        )
        return f"投诉级别已定为“{Grade(said['grade']).label}”。"

    return act(request, found, form, title="评定投诉级别", verb="保存", save=save)


@staff_view(May.DISPATCH)
def pause(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Let a ticket's clocks wait for somebody else; a promise to the owner never does (rule 4)."""
    found = ticket_or_404(request, ticket_id)
    form = PauseForm(posted(request), reasons=PauseReason.choices)

    def save() -> str:
        said = form.cleaned_data
        pause_case(
            project=request.project,
            subject=found,
            reason=PauseReason(said["reason"]),
            until=said["until"],
            note=said["note"],
            by=request.by,
            at=request.at,
        )
        until = spoken_time(said["until"], now=request.at)
        return f"已暂停计时,到{until}自动继续;对业主的承诺照常。"

    return act(request, found, form, title="暂停计时", verb="暂停", save=save)


@staff_view(May.DISPATCH)
def resume(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """End the pause of a ticket now."""
    found = ticket_or_404(request, ticket_id)
    form = WithdrawForm(posted(request))

    def save() -> str:
        note = form.cleaned_data["reason"]
        resume_case(project=request.project, subject=found, note=note, by=request.by, at=request.at)
        return "已恢复计时。"

    return act(request, found, form, title="恢复计时", verb="恢复", save=save)


@staff_view(May.CLOSE)
def cancel(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Call an open ticket off; what ends with it is named before."""
    found = ticket_or_404(request, ticket_id)
    form = ReasonForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        cancel_ticket(ticket=found, reason=reason, by=request.by, at=request.at)
        return f"{found.number} 已取消。"

    orders, helps = moves_with(request.project, found)
    return act(
        request,
        found,
        form,
        title="取消工单",
        verb="取消工单",
        save=save,
        is_end=True,
        ends=[*(str(order) for order in orders), *(str(asked) for asked in helps)],
    )


@staff_view(May.CLOSE)
def reopen(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Open an answered or closed ticket again; too late, a linked new one is offered instead."""
    found = ticket_or_404(request, ticket_id)
    form = ReasonForm(posted(request))
    sequel = ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reopen_ticket(ticket=found, reason=reason, by=request.by, at=request.at)
        except TooLateToReopen as refusal:
            form.refuse(refusal)
            sequel = url_of(request, "take_sequel", found.pk)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = url_of_ticket(request, found)
            return done(request, to=to, said=f"{found.number} 已重新打开。")
    return act(request, found, form, title="重新打开", verb="重新打开", save=_never, sequel=sequel)


@staff_view(May.FOLLOW_UP)
def follow(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Record what the owner said afterwards; for a complaint, what was found.

    A complaint is the supervisor's to follow up, a major one the manager's.
    """
    found = ticket_or_404(request, ticket_id)
    refuse_without(request, follow_up_right(found))
    orders = finished_orders(request.project, found)
    form = FollowUpForm(
        posted(request),
        is_complaint=found.is_complaint,
        orders=orders,
        phones=numbers_of(found),
        initial={**FindingForm.of(found), "redo": orders[0].pk if orders else ""},
    )
    if form.is_valid():
        try:
            said = _followed_up(request, found, form)
        except TooLateToReopen as refusal:
            form.add_error("problem", f"{refusal}请把业主不满意的事写在这里,保存时会新建关联工单。")
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=way_back(request, found), said=said)
    return act(request, found, form, title="回访", verb="保存回访", save=_never)


@staff_view(ManagerPermission.CLOSE_MAJOR)
def close(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Let the project manager close a major complaint (S9)."""
    found = ticket_or_404(request, ticket_id)
    form = FindingForm(posted(request), initial=FindingForm.of(found))

    def save() -> str:
        close_major(ticket=found, finding=form.finding, by=request.by, at=request.at)
        return f"{found.number} 已批准关闭。"

    return act(request, found, form, title="批准关闭重大投诉", verb="批准关闭", save=save)


def _followed_up(request: StaffRequest, found: Ticket, form: FollowUpForm) -> str:
    """Record a follow-up, and take the new problem that the owner spoke of; returns what to say."""
    said = form.cleaned_data
    rating = Rating(said["rating"])
    new = follow_up_with(
        ticket=found,
        way=ContactWay(said["way"]),
        rating=rating,
        words=said["words"],
        finding=form.finding,
        number_used=form.number,
        redo=form.again,
        problem=said["problem"],
        taker=request.user,
        by=request.by,
        at=request.at,
    )
    more = f"新问题已登记为 {new.number}。" if new is not None else ""
    if rating == Rating.BAD:
        return f"业主不满意,{found.number} 已重新打开,开始返工计时。{more}"
    if found.is_major:
        return f"回访已记下;重大投诉还要项目经理批准才能关闭。{more}"
    return f"回访已记下,{found.number} 已关闭。{more}"


def _never() -> str:
    raise AssertionError("the view has saved it before")
