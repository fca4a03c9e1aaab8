"""Trying policies: which one would a case with these facts get, and why not the others."""

from django.http.response import HttpResponseBase

from anju.clocks.forms.conditions import TryForm
from anju.clocks.hooks import kind_label
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.policies import policy_for
from anju.clocks.reckoning.deadlines import due
from anju.clocks.reckoning.errors import ReckoningRefused
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.views.spoken import in_chinese, said_stored_target
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import page


@staff_view(May.READ)
def try_out(request: StaffRequest) -> HttpResponseBase:
    """Match given facts against a kind's list; changes nothing."""
    form = TryForm(request.GET if "kind" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        chosen = policy_for(request.project, kind, form.facts())
        context |= {
            "looked": [(each, in_chinese(each.why)) for each in chosen.match.looked],
            "policy": chosen.policy,
            "label": kind_label(kind),
            "tried": True,
        }
        if chosen.policy is not None:
            target, calendar = chosen.policy.target, chosen.policy.calendar
            context["target"] = said_stored_target(target)
            if not target.get("by_hand"):
                try:
                    found = due(calendar.reckoned(), target_from_dict(target), request.at)
                except ReckoningRefused as refusal:
                    context["refusal"] = str(refusal)
                else:
                    context["due_at"] = found
    return page(request, "clocks/try.html", context, part="result", status=form.status)
