"""Common faults (多户事件): the list, one of them, joined, answered together."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands.faults import answer_fault, join_fault, open_fault
from anju.tickets.forms.ticket_acting import FaultAnswerForm, FaultForm, NumberForm
from anju.tickets.models import CommonFault
from anju.tickets.permissions import DeskPermission as May
from anju.tickets.queries.faults import fault_in, fault_list, fault_page
from anju.tickets.queries.neighbours import open_faults
from anju.tickets.states import ContactWay, FaultState
from anju.tickets.views.editing import url_of
from anju.tickets.views.ticket_joining import UNKNOWN
from anju.tickets.views.ticket_shown import act, another_ticket, posted, ticket_or_404
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.READ)
def faults(request: StaffRequest) -> HttpResponseBase:
    """List the common faults, the open ones first."""
    state = request.GET.get("state", "")
    state = state if state in FaultState.values else ""
    rows = one_page(request, fault_list(request.project, state=state))
    context = {"page": rows, "state": state, "states": FaultState.choices}
    live = [f"project:{request.project.pk}:tickets"]
    return page(request, "tickets/faults.html", context, part="rows", live=live)


@staff_view(May.READ)
def fault(request: StaffRequest, fault_id: int) -> HttpResponseBase:
    """Show a common fault: the tickets under it, how many homes, what was answered."""
    found = _fault_or_404(request, fault_id)
    return _show(request, found, FaultAnswerForm(), NumberForm())


@staff_view(May.ANSWER)
def answer(request: StaffRequest, fault_id: int) -> HttpResponseBase:
    """Answer everybody under a fault with the same words."""
    found = _fault_or_404(request, fault_id)
    form = FaultAnswerForm(posted(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            count = answer_fault(
                fault=found,
                way=ContactWay(said["way"]),
                words=said["words"],
                outcome=said["outcome"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, found), said=f"已统一答复 {count} 张工单。")
    return _show(request, found, form, NumberForm(), status=form.status)


@staff_view(May.ANSWER)
def join(request: StaffRequest, fault_id: int) -> HttpResponseBase:
    """Hang a ticket under a fault by its number."""
    found = _fault_or_404(request, fault_id)
    form = NumberForm(posted(request))
    if form.is_valid():
        ticket = another_ticket(request, form.cleaned_data["number"])
        if ticket is None:
            form.add_error("number", UNKNOWN)
        else:
            try:
                join_fault(ticket=ticket, fault=found, by=request.by, at=request.at)
            except DomainError as refusal:
                form.refuse(refusal, "number")
            else:
                to = _url(request, found)
                return done(request, to=to, said=f"{ticket.number} 已归入 {found.number}。")
    return _show(request, found, FaultAnswerForm(), form, status=form.status)


@staff_view(May.ANSWER)
def from_ticket(request: StaffRequest, ticket_id: int) -> HttpResponseBase:
    """Hang a ticket under an open fault, or make a new fault of it."""
    found = ticket_or_404(request, ticket_id)
    initial = {"title": found.summary}
    form = FaultForm(posted(request), faults=open_faults(request.project), initial=initial)

    def save() -> str:
        chosen = form.cleaned_data["fault"]
        if chosen is not None:
            join_fault(ticket=found, fault=chosen, by=request.by, at=request.at)
            return f"{found.number} 已归入 {chosen.number}。"
        made = open_fault(
            project=request.project,
            title=form.cleaned_data["title"],
            tickets=[found],
            by=request.by,
            at=request.at,
        )
        return f"已建立多户事件 {made.number},以后同一事情归入这里。"

    return act(request, found, form, title="归入多户事件", verb="归入", save=save)


def _show(
    request: StaffRequest,
    found: CommonFault,
    answering: FaultAnswerForm,
    joining: NumberForm,
    status: int = 200,
) -> HttpResponseBase:
    context = {
        "shown": fault_page(request.project, found),
        "fault": found,
        "lines": timeline(found, may=request.access.may),
        "answering": answering,
        "joining": joining,
        "is_open": found.state == FaultState.OPEN,
    }
    live = [f"tickets.commonfault:{found.pk}"]
    template = "tickets/fault.html"
    return page(request, template, context, part="shown", status=status, live=live)


def _fault_or_404(request: StaffRequest, fault_id: int) -> CommonFault:
    found = fault_in(request.project, fault_id)
    if found is None:
        raise Http404
    return found


def _url(request: StaffRequest, found: CommonFault) -> str:
    return url_of(request, "fault", found.pk)
