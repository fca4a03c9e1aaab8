"""The transfer of ownership, step by step: who buys, with what shares, who leaves."""

from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.commands.transferring import NewOwner, transfer_ownership
from anju.residents.forms.occupying import TransferForm
from anju.residents.models import OccupancyRole
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.households import ENDS_WITH_OWNERS, running_on
from anju.residents.queries.people import people_by_id, people_found
from anju.residents.views.finding import (
    numbers,
    register_url,
    today,
    unit_or_404,
    unit_url,
    words_of,
)
from anju.ui.responses import done, page


@staff_view(May.TRANSFER)
def transfer(request: StaffRequest, unit_id: int) -> HttpResponseBase:
    """Pass a unit on: the new owners stand in the address, their shares in the form."""
    unit, day, access = unit_or_404(request, unit_id), today(request), request.access
    owners = people_by_id(request.project, numbers(request.GET.getlist("owner")), day=day)
    running = running_on(request.project, unit, day=day)
    family = [each.pk for each in running if each.role in ENDS_WITH_OWNERS]
    form = TransferForm(
        request.POST or None,
        owners=[(each.pk, sight.called(each, access)) for each in owners],
        running=running,
        initial={"on": day, "leaving": family},
    )
    if owners and form.is_valid():
        parts = form.parts
        try:
            transfer_ownership(
                unit=unit,
                on=form.cleaned_data["on"],
                owners=[NewOwner(each, *parts[each.pk]) for each in owners],
                leaving=form.cleaned_data["leaving"],
                reason=form.cleaned_data["reason"],
                by=request.by,
                at=request.at,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=unit_url(unit), said=f"{unit} 的产权变更已登记。")
    words = words_of(request)
    chosen = form["leaving"].value() or []
    context = {
        "unit": unit,
        "form": form,
        "owners": owners,
        "rows": [(each, form[f"share_{each.pk}"], form[f"lives_in_{each.pk}"]) for each in owners],
        "running": running,
        "old": [each for each in running if each.role == OccupancyRole.OWNER],
        "others": [each for each in running if each.role != OccupancyRole.OWNER],
        "chosen": {int(pk) for pk in chosen if str(pk).isdigit()},
        "words": words,
        "found": people_found(
            request.project, words, day=day, reads_names=sight.reads_names(access)
        ),
        "chosen_query": "&".join(f"owner={each.pk}" for each in owners),
        "register_url": register_url(unit, transfer=1, owner=[each.pk for each in owners])
        if access.may(May.MANAGE)
        else "",
        "back": unit_url(unit),
    }
    return page(request, "residents/transfer.html", context, status=form.status)
