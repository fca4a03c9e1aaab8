"""One contact: its page, and what a person does with it by one key."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.hooks import Title, describe
from anju.audit.timeline import timeline
from anju.contacts.commands.combining import combine, may_combine
from anju.contacts.commands.settling import allow as allow_outreach
from anju.contacts.commands.settling import cancel as cancel_outreach
from anju.contacts.commands.settling import note_copied, record_outcome
from anju.contacts.forms.writing import (
    OUTCOMES,
    AllowForm,
    CancelForm,
    CombineForm,
    OutcomeForm,
)
from anju.contacts.models import Outreach
from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.outreaches import beside, outreaches_in
from anju.contacts.queries.reach import reach_of, sharers
from anju.contacts.states import SPOKEN, Channel
from anju.contacts.views.editing import edit, posted, url_of
from anju.contacts.views.finding import numbers, outreach_or_404
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.forms import Form
from anju.ui.responses import done, page


@staff_view(May.READ)
def outreach(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Show one contact with what may be done and what happened to it."""
    found = outreach_or_404(request, outreach_id)
    context = {
        "row": found,
        "lines": timeline(found),
        "beside": beside(request.project, found) if may_combine(found) else [],
        "sharers": sharers(request.project, found.person, day=local_date(request.at)),
        "next_channel": _next(found),
        "subject": _subject(found),
        "access": request.access,
        "is_by_hand": found.channel in (*SPOKEN, Channel.PAPER),
        "may_send": request.access.may(May.SEND),
        "may_exceed": request.access.may(May.EXCEED),
    }
    live = [f"contacts.outreach:{found.pk}"]
    return page(request, "contacts/outreach.html", context, part="shown", live=live)


@staff_view(May.SEND)
@require_POST
def copied(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Mark a WeChat text as sent, by whoever presses."""
    found = outreach_or_404(request, outreach_id)

    def save() -> str:
        note_copied(outreach=found, by=request.by, at=request.at)
        return "已标记为在微信发出。"

    return _press(request, save)


@staff_view(May.SEND)
def outcome(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Record that a call or visit was made, or a sheet handed over."""
    found, form = outreach_or_404(request, outreach_id), OutcomeForm(posted(request))

    def save() -> str:
        said = form.cleaned_data["outcome"]
        record_outcome(outreach=found, outcome=said, by=request.by, at=request.at)
        return "联系结果已记下。"

    return _ask(request, found, form, "填写联系结果", "记下", save)


@staff_view(May.EXCEED)
def allow(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Give the reason why a household is contacted beyond its week."""
    found, form = outreach_or_404(request, outreach_id), AllowForm(posted(request))

    def save() -> str:
        why = form.cleaned_data["why"]
        allowed = allow_outreach(outreach=found, why=why, by=request.by, at=request.at)
        return "已批准,到合适时间发出。" if allowed.is_held else "已批准。"

    return _ask(request, found, form, "超出每周次数,说明原因", "批准", save)


@staff_view(May.SEND)
def cancel(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Give a contact up that has not reached anybody."""
    found, form = outreach_or_404(request, outreach_id), CancelForm(posted(request))

    def save() -> str:
        reason = form.cleaned_data["reason"]
        cancel_outreach(outreach=found, reason=reason, by=request.by, at=request.at)
        return "已取消,业主不会收到。"

    return _ask(request, found, form, "取消这次联系", "取消这次联系", save)


@staff_view(May.SEND)
def combine_view(request: StaffRequest) -> HttpResponseBase:
    """Show contacts that wait for one household side by side, and make one message of them."""
    source = request.POST if request.method == "POST" else request.GET
    parts = outreaches_in(request.project, numbers(source.getlist("id")))
    if len(parts) < 2:
        raise Http404
    joined = "\n".join(each.text for each in parts)
    form = CombineForm(posted(request), initial={"text": joined})

    def save() -> str:
        said = form.cleaned_data
        combine(
            outreaches=parts,
            text=said["text"],
            is_confirmed=said["is_confirmed"],
            by=request.by,
            at=request.at,
        )
        return f"{len(parts)} 条已合并成一条。"

    context = {"parts": parts, "access": request.access}
    to = url_of(request, "outreaches")
    return edit(request, form, template="contacts/combine.html", to=to, save=save, context=context)


@staff_view(May.SEND)
def again(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Go on to writing by the next channel what did not arrive."""
    found = outreach_or_404(request, outreach_id)
    to = url_of(request, "write", found.person_id)
    return done(request, to=f"{to}?instead_of={found.pk}")


@staff_view(May.READ)
def print_sheet(request: StaffRequest, outreach_id: int) -> HttpResponseBase:
    """Show a contact as a sheet of paper."""
    found = outreach_or_404(request, outreach_id)
    context = {"row": found, "access": request.access}
    return page(request, "contacts/print.html", context)


def _subject(found: Outreach) -> Title | None:
    """Return what the contact is about, with its link; None where it is about nothing."""
    if not found.subject_type or found.subject_id is None:
        return None
    return describe(found.subject_type, [found.subject_id]).get(found.subject_id)


def _next(found: Outreach) -> str:
    """Return the channel to offer where a message has not arrived."""
    if not found.is_failed or hasattr(found, "followed_by"):
        return ""
    return str(reach_of(found.person).after(Channel(found.channel)).label)


def _press(request: StaffRequest, save: Callable[[], str]) -> HttpResponseBase:
    to = url_of(request, "outreaches")
    try:
        return done(request, to=to, said=save())
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")


def _ask(
    request: StaffRequest,
    found: Outreach,
    form: Form,
    title: str,
    verb: str,
    save: Callable[[], str],
) -> HttpResponseBase:
    context: dict[str, Any] = {
        "title": title,
        "verb": verb,
        "row": found,
        "outcomes": OUTCOMES,
        "access": request.access,
    }
    to = url_of(request, "outreaches")
    return edit(request, form, template="contacts/act.html", to=to, save=save, context=context)
