"""联系设置: when what we start waits, and the cap, with who changed them."""

from datetime import time

from django.http.response import HttpResponseBase

from anju.audit.timeline import timeline
from anju.contacts.commands.terms import change_terms
from anju.contacts.forms.writing import TermsForm
from anju.contacts.models import ContactTerms
from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.terms import terms_of
from anju.contacts.quiet import Hours
from anju.contacts.views.editing import edit, posted, url_of
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import page


@staff_view(May.READ_TEXTS)
def terms(request: StaffRequest) -> HttpResponseBase:
    """Show the settings and what was changed in them."""
    found = terms_of(request.project)
    context = {"terms": found, "said": found.said(), "lines": timeline(found) if found.pk else []}
    live = [f"project:{request.project.pk}:contacts"]
    return page(request, "contacts/terms.html", context, part="shown", live=live)


@staff_view(May.MANAGE_TEXTS)
def change(request: StaffRequest) -> HttpResponseBase:
    """Change the settings; if a colleague saved in between, theirs are shown."""
    found = terms_of(request.project)
    form = TermsForm(posted(request), initial=_initial(found))

    def save() -> str:
        said = form.cleaned_data
        change_terms(
            project=request.project,
            cap=said["cap"],
            night=_pair(said["night_from"], said["night_until"]),
            noon=_pair(said["noon_from"], said["noon_until"]),
            seen=said["seen"],
            by=request.by,
            at=request.at,
        )
        return "联系设置已保存,马上生效。"

    context = {"title": "修改联系设置", "lead": "改后马上生效;已在等待的消息到时再按新设置看一次。"}
    return edit(
        request,
        form,
        template="contacts/ask.html",
        to=url_of(request, "terms"),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


def _initial(terms: ContactTerms) -> dict[str, object]:
    names = ("night_from", "night_until", "noon_from", "noon_until", "cap")
    return {**{name: getattr(terms, name) for name in names}, "seen": terms.edition}


def _pair(start: time | None, end: time | None) -> Hours | None:
    return (start, end) if start is not None and end is not None else None
