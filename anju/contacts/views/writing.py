"""Writing to a resident: the text with its remarks, the channel, and what will become of it."""

from secrets import token_urlsafe
from typing import Any

from django.http.response import HttpResponseBase

from anju.contacts.commands.contacting import contact
from anju.contacts.contents import worded
from anju.contacts.forms.writing import OUTCOMES, WriteForm
from anju.contacts.language import looked_over
from anju.contacts.models import Outreach
from anju.contacts.permissions import ContactPermission as May
from anju.contacts.queries.outreaches import outreach_in, waiting_for
from anju.contacts.queries.reach import Reach, reach_of, sharers
from anju.contacts.queries.templates import template_in, template_list
from anju.contacts.queries.terms import decent_moment, rests_now, terms_of
from anju.contacts.queries.week import in_week
from anju.contacts.states import Channel, ContactReason, ContactState
from anju.contacts.views.editing import posted, url_of
from anju.contacts.views.finding import numbers, person_or_404
from anju.core.errors import DomainError
from anju.core.periods import local_date, spoken_time
from anju.estate.models import Unit
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.models import Person
from anju.residents.queries.people import person_page
from anju.ui.responses import done, page

LONGEST = 2000


@staff_view(May.SEND)
def write(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Contact somebody on our own account: held, counted and checked as the door says."""
    person = person_or_404(request, person_id)
    units = _units(request, person)
    reach, instead = reach_of(person), _instead(request)
    initial = _initial(request, person, units, reach, instead)
    form = WriteForm(posted(request), units=units, initial=initial)
    status = form.status
    if form.is_valid():
        try:
            made = _send(request, person, form.cleaned_data, instead)
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=url_of(request, "outreach", made.pk), said=_said(request, made))
    unit = units[0] if units else None
    context = {
        "form": form,
        "person": person,
        "access": request.access,
        "texts": template_list(request.project),
        "instead": instead,
        "outcomes": OUTCOMES,
        "sharers": sharers(request.project, person, day=local_date(request.at)),
        "waiting": waiting_for(request.project, unit, person),
        "week": in_week(request.project, unit, person, at=request.at),
        "cap": terms_of(request.project).cap,
        "rests": rests_now(request.project, person, request.at),
        "decent": decent_moment(request.project, person, request.at),
        "remarks": looked_over(request.project, str(form["text"].value() or "")),
        "may_exceed": request.access.may(May.EXCEED),
    }
    return page(request, "contacts/write.html", context, status=status)


@staff_view(May.SEND)
def check(request: StaffRequest) -> HttpResponseBase:
    """Show what the language check remarks on a text that is being typed; changes nothing."""
    typed = (request.POST.get("text") or request.POST.get("words") or "")[:LONGEST]
    context = {"remarks": looked_over(request.project, typed)}
    return page(request, "contacts/remarks.html", context, part="remarks")


def _send(
    request: StaffRequest, person: Person, said: dict[str, Any], instead: Outreach | None
) -> Outreach:
    """Give the door what was typed; what is written instead of another keeps its reason."""
    template = template_in(request.project, said["template"]) if said["template"] else None
    reason = ContactReason(instead.reason if instead else said["reason"])
    return contact(
        project=request.project,
        person=person,
        unit=instead.unit if instead else said["unit"],
        reason=reason,
        text=said["text"],
        template=template,
        channel=Channel(said["channel"]),
        outcome=said["outcome"],
        address=said["address"],
        is_started_by_us=instead.is_started_by_us if instead else True,
        is_confirmed=said["is_confirmed"],
        instead_of=instead,
        key=f"written:{said['once']}" if said["once"] else "",
        by=request.by,
        at=request.at,
    )


def _said(request: StaffRequest, made: Outreach) -> str:
    match made.state:
        case ContactState.HELD:
            return f"现在不便打扰,{spoken_time(made.goes_at, now=request.at)} 自动发出。"
        case ContactState.NEEDS_REASON:
            return "这一户 7 天内的主动联系已满,等主管说明原因后再发。"
        case ContactState.RECORDED:
            return "联系已记下。"
        case ContactState.READY if made.outgoing_id:
            return "已交给系统发送,送达情况会显示在这里。"
    return "已记下,请按下面的提示完成联系。"


def _units(request: StaffRequest, person: Person) -> list[Unit]:
    shown = person_page(request.project, person, day=local_date(request.at))
    return [each.unit for each in shown.occupancies]


def _instead(request: StaffRequest) -> Outreach | None:
    """Return the contact that failed and is now made by another channel, if one is named."""
    source = request.POST if request.method == "POST" else request.GET
    wanted = next(iter(numbers(source.getlist("instead_of"))), None)
    found = outreach_in(request.project, wanted) if wanted else None
    return found if found is not None and found.is_failed else None


def _initial(
    request: StaffRequest,
    person: Person,
    units: list[Unit],
    reach: Reach,
    instead: Outreach | None,
) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "once": token_urlsafe(16),
        "unit": units[0].pk if units else None,
        "channel": reach.channel,
        "reason": ContactReason.INFORM,
    }
    if instead is not None:
        initial["instead_of"], initial["text"] = instead.pk, instead.text
        initial["channel"] = reach.after(Channel(instead.channel))
    chosen = next(iter(numbers(request.GET.getlist("template"))), None)
    template = template_in(request.project, chosen) if chosen else None
    if template is not None:
        text = worded(template, {}, project=request.project, person=person).text
        initial |= {"template": template.pk, "text": text, "channel": template.channel}
    return initial
