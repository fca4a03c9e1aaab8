"""Due times set by hand on the clocks of a ticket, and given back to the policy."""

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.clocks.commands.changing import hand_set_clock, remove_hand_set
from anju.clocks.models import Clock
from anju.clocks.permissions import ClocksPermission
from anju.core.periods import spoken_time
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.forms.ticket_talking import DueForm, WithdrawForm
from anju.tickets.models import Ticket
from anju.tickets.queries.ticket_parts import clock_of
from anju.tickets.views.ticket_shown import act, posted, ticket_or_404


@staff_view(ClocksPermission.HAND_SET)
def set_due(request: StaffRequest, ticket_id: int, clock_id: int) -> HttpResponseBase:
    """Set the due time of a clock by hand; it stays until it is removed by hand."""
    found, clock = _clock_or_404(request, ticket_id, clock_id)
    form = DueForm(posted(request), initial=DueForm.of(clock))

    def save() -> str:
        said = form.cleaned_data
        hand_set_clock(
            clock=clock, due_at=said["due_at"], reason=said["reason"], by=request.by, at=request.at
        )
        return f"{clock}已设为{spoken_time(said['due_at'], now=request.at)}。"

    return act(request, found, form, title=f"设定{clock}", verb="设定", save=save)


@staff_view(ClocksPermission.HAND_SET)
def unset_due(request: StaffRequest, ticket_id: int, clock_id: int) -> HttpResponseBase:
    """Let the policy decide again."""
    found, clock = _clock_or_404(request, ticket_id, clock_id)
    form = WithdrawForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        remove_hand_set(clock=clock, reason=reason, by=request.by, at=request.at)
        return f"{clock}已按规则重新计算。"

    return act(request, found, form, title=f"取消手工设定的{clock}", verb="按规则计算", save=save)


def _clock_or_404(request: StaffRequest, ticket_id: int, clock_id: int) -> tuple[Ticket, Clock]:
    found = ticket_or_404(request, ticket_id)
    clock = clock_of(request.project, found, clock_id)
    if clock is None:
        raise Http404
    return found, clock
