"""Who is to be called back, with one key each: call, or write down what was said."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.telephony.commands.backs import close_call_back
from anju.telephony.commands.marking import expect_call
from anju.telephony.commands.revealing import reveal_number
from anju.telephony.forms.calls import SaidForm
from anju.telephony.models import CallBack
from anju.telephony.permissions import TelephonyPermission as May
from anju.telephony.queries.backs import back_in, done_backs, waiting_groups
from anju.ui.lists import one_page
from anju.ui.responses import done, page


@staff_view(May.ANSWER)
def backs(request: StaffRequest) -> HttpResponseBase:
    """List who called in vain; the list follows colleagues' work by itself."""
    show_done = request.GET.get("show") == "done"
    context = {
        "groups": [] if show_done else waiting_groups(request.project, at=request.at),
        "page": one_page(request, done_backs(request.project)) if show_done else None,
        "is_done": show_done,
        "now": request.at,
    }
    live = [f"project:{request.project.pk}:telephony", f"project:{request.project.pk}:clocks"]
    return page(request, "telephony/backs.html", context, part="rows", live=live)


@staff_view(May.ANSWER)
def call_back(request: StaffRequest, back_id: int) -> HttpResponseBase:
    """Show the number to be called, with a trace, and expect the call; then what was said."""
    found = _back_or_404(request, back_id)
    form, whole = SaidForm(), ""
    if request.method == "POST":
        whole = reveal_number(of=found, reason="回电", by=request.by, at=request.at)
        expect_call(
            project=request.project,
            number=found.number,
            user=request.user,
            subject=found,
            by=request.by,
            at=request.at,
        )
    context = {"back": found, "form": form, "whole": whole}
    return page(request, "telephony/back.html", context)


@staff_view(May.ANSWER)
def close(request: StaffRequest, back_id: int) -> HttpResponseBase:
    """Close a call-back by hand with what was said."""
    found = _back_or_404(request, back_id)
    form = SaidForm(request.POST or None)
    if form.is_valid():
        try:
            said = form.cleaned_data["said"]
            close_call_back(back=found, said=said, by=request.by, at=request.at)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            to = reverse("telephony:backs", args=[request.project.code])
            return done(request, to=to, said="回电已完成。")
    context = {"back": found, "form": form, "whole": ""}
    return page(request, "telephony/back.html", context, status=form.status)


def _back_or_404(request: StaffRequest, back_id: int) -> CallBack:
    found = back_in(request.project, back_id)
    if found is None:
        raise Http404
    return found
