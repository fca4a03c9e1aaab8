"""What the parts of the desk show, asked once for a page or for the part that htmx wants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from anju.archives.models import File
from anju.archives.uploading import store_all
from anju.clocks.hooks import kind_label
from anju.core.errors import DomainError
from anju.estate.models import Unit
from anju.frontdesk.candidates import candidates
from anju.frontdesk.forms.intake import IntakeForm
from anju.frontdesk.forms.matter import MatterForm
from anju.frontdesk.queries.households import household_of
from anju.frontdesk.queries.outlook import (
    outlook_of,
    post_of,
    promise_choices,
    rests_then,
    wished_choices,
)
from anju.frontdesk.queries.speaking import (
    facts_for,
    hold_lines,
)
from anju.frontdesk.talking import about, situation_for
from anju.handbook.queries.speaking import Facts, chosen_for, lines_for
from anju.handbook.states import Situation
from anju.organization.doors import StaffRequest
from anju.organization.models import Project
from anju.residents.models import Person
from anju.telephony.queries.lines import line_of
from anju.tickets.contents import Matter
from anju.tickets.models import HelpRequest, Ticket, WorkOrder
from anju.tickets.queries.categories import suggested_categories
from anju.tickets.queries.similar import Spot, open_faults, similar_tickets
from anju.tickets.queries.ticket_page import ticket_page

OWING = ("promise", "assist", "follow-up")


@dataclass(frozen=True, slots=True)
class Owed:
    """What is due by when, in words: 承诺 明天 17:30."""

    label: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What a saved intake has set going, for the calm line above the empty form."""

    ticket: Ticket
    orders: list[WorkOrder]
    helps: list[HelpRequest]
    owed: list[Owed]
    may_correct: bool


def ahead_of(request: StaffRequest, form: MatterForm, matter: Matter) -> dict[str, Any]:
    """Return what may be meant, what is similar, and what each exit would do."""
    project, at = request.project, request.at
    post = post_of(project, request.access, at=at)
    spot = Spot(matter.unit, matter.place, matter.building)
    outlook = outlook_of(project, post, matter, at=at)
    given = getattr(form, "cleaned_data", {})
    until = given.get("until") or outlook.promise
    return {
        "outlook": outlook,
        "until": until,
        "is_own_time": bool(given.get("until")),
        "rests": matter.person if rests_then(matter.person, until) else None,
        "visit_rests": matter.person if _visit_rests(matter) else None,
        "suggestions": suggested_categories(project, matter.words, matter.kind.value, limit=5)
        if matter.words
        else [],
        "chosen_category": matter.category,
        "similar": similar_tickets(project, spot, matter.category, at=at, tree=form.tree),
        "faults": open_faults(project, spot, matter.category, tree=form.tree) if spot else [],
        "joins": matter.fault,
        "beside": given.get("beside"),
        "wished_choices": wished_choices(at),
        "promise_choices": promise_choices(at),
        "access": request.access,
        "now": at,
        **desk_script(request, matter, promised=until, is_ending=bool(form.data.get("out"))),
    }


def desk_script(
    request: StaffRequest, matter: Matter, *, promised: datetime | None, is_ending: bool
) -> dict[str, Any]:
    """Return the script beside an intake: it follows what is being entered."""
    facts = facts_for(
        request.access,
        person=matter.person,
        matter=about(matter),
        promised=promised,
        at=request.at,
    )
    shown = script_shown(request, situation_for(matter.kind), facts)
    return {**shown, "is_ending": is_ending, "script_person": matter.person}


def closing_shown(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    """Return what is said at the end of the call whose matter was just saved."""
    facts = facts_for(request.access, person=ticket.person, matter=ticket.summary, at=request.at)
    spoken = lines_for(request.project, Situation.CLOSING, facts, at=request.at)
    return {"closing": spoken.lines[-2:] if spoken is not None else []}


def script_shown(request: StaffRequest, situation: Situation, facts: Facts) -> dict[str, Any]:
    """Return a script with what is said around a hold; the address or form may want another one."""
    given = request.POST.get("script", "") or request.GET.get("script", "")
    wanted = int(given) if given.isascii() and given.isdigit() else 0
    return {
        "spoken": chosen_for(request.project, situation, facts, wanted=wanted, at=request.at),
        "situation": situation,
        "hold": hold_lines(request.project, facts, at=request.at),
        "longest_hold": line_of(request.project).longest_hold,
    }


def household_shown(
    request: StaffRequest, person: Person | None, unit: Unit | None
) -> dict[str, Any]:
    """Return the card of who calls."""
    found = household_of(request.project, person, unit, at=request.at)
    return {"household": found, "now": request.at, "access": request.access}


def read_matter(form: MatterForm) -> Matter:
    """Return the matter as far as it can be read, whatever is still wrong with the form."""
    form.is_valid()
    return form.matter()


def looks(request: StaffRequest) -> bool:
    """Tell whether a form was posted to look somebody up or to choose, where no script does it."""
    return bool({"look", "choose"} & set(request.POST))


def with_choice(request: StaffRequest) -> QueryDict:
    """Return what was posted with the chosen line put into its fields."""
    posted = request.POST.copy()
    for name, value in parse_qsl(request.POST.get("choose", ""), keep_blank_values=True):
        if name in IntakeForm.base_fields:
            posted[name] = value
    return posted


def found_shown(request: StaffRequest) -> dict[str, Any]:
    """Return whom the posted words may mean, if it was asked."""
    if "look" not in request.POST:
        return {}
    return {"found": candidates(request, request.POST.get("who", "").strip()[:40])}


def draft_matter(request: StaffRequest, fields: dict[str, Any]) -> tuple[IntakeForm, Matter]:
    """Return a draft read like a posted form, for what the page shows around it."""
    form = IntakeForm(fields, project=request.project, at=request.at)
    return form, read_matter(form)


def saved_of(project: Project, ticket: Ticket, *, user_id: int, at: datetime) -> Saved:
    """Return what the line about a saved intake says."""
    shown = ticket_page(project, ticket, at=at)
    helps = [each for each in shown.helps if each.asked.is_open]
    clocks = [*shown.running, *(clock for each in helps for clock in each.clocks if clock.is_open)]
    owed = [Owed(kind_label(each.kind), each.due_at) for each in clocks if each.kind in OWING]
    may_correct = may_correct_now(ticket, user_id=user_id, at=at)
    orders = [each.order for each in shown.orders]
    return Saved(ticket, orders, [each.asked for each in helps], owed, may_correct)


def may_correct_now(ticket: Ticket, *, user_id: int, at: datetime) -> bool:
    """Tell whether somebody may still put right what they have just saved."""
    return ticket.taken_by_id == user_id and ticket.may_be_corrected(at)


def uploaded(request: StaffRequest, form: MatterForm) -> list[File]:
    """Return the files a posted form names; one that is not taken becomes the form's error."""
    form.is_valid()
    try:
        return store_all(request, "files", project=request.project, by=request.by, at=request.at)
    except DomainError as refusal:
        form.refuse(refusal)
        return []


def url_if_there(name: str, *words: object) -> str:
    """Return an address, or nothing while the page it leads to is not built."""
    try:
        return reverse(name, args=words)
    except NoReverseMatch:
        return ""


def _visit_rests(matter: Matter) -> bool:
    """Tell whether the wished visit reaches into the hours in which nobody is to come."""
    starts, ends = matter.wished_from, matter.wished_until
    return rests_then(matter.person, starts) or rests_then(matter.person, ends)
