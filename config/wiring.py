"""Every wire between a low floor that asks and the high floors that answer; nothing else is wired.

Each wire walks the apps for one small module, so a new app joins by having the file:
`menu.py`, `titles.py`, `leaving.py`, `presets.py`, `person_links.py`, `verbs.py`,
`clock_kinds.py`, `searching.py`, `unit_panels.py`, `person_panels.py`, `facets.py`,
`forgetting.py`, `offline_steps.py`, `ticket_panels.py`, `on_site.py`, `order_parts.py`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.db.models import TextChoices

from anju.audit import hooks as audit_hooks
from anju.clocks import hooks as clocks_hooks
from anju.clocks.kinds import ClockKind
from anju.core.actors import Actor
from anju.estate import hooks as estate_hooks
from anju.estate.models import Unit
from anju.messaging import hooks as messaging_hooks
from anju.offline import hooks as offline_hooks
from anju.offline.steps import Step
from anju.organization import hooks as organization_hooks
from anju.organization.access import Access
from anju.organization.hooks import OpenDuty, PersonLink
from anju.organization.models import Project, User
from anju.residents import hooks as residents_hooks
from anju.residents.models import Person
from anju.search import hooks as search_hooks
from anju.search.entries import Entry
from anju.telephony import hooks as telephony_hooks
from anju.tickets import hooks as tickets_hooks
from anju.tickets.models import Ticket, WorkOrder
from config import on_site_gates
from config.duty import is_there, on_duty
from config.field_labels import FIELD_LABELS


def wire() -> None:
    """Fill every hook; called once, when all apps are loaded."""
    audit_hooks.describe.fill(describe)
    audit_hooks.verb_labels.fill(verb_labels)
    audit_hooks.field_labels.fill(field_labels)
    organization_hooks.open_duties.fill(open_duties)
    organization_hooks.hand_over.fill(hand_over)
    organization_hooks.load_presets.fill(load_presets)
    organization_hooks.permission_kinds.fill(permission_kinds)
    clocks_hooks.duty.fill(on_duty)
    messaging_hooks.duty_now.fill(is_there)
    clocks_hooks.clock_kinds.fill(clock_kinds)
    organization_hooks.person_links.fill(person_links)
    search_hooks.codes.fill(codes)
    search_hooks.hits.fill(hits)
    search_hooks.entries.fill(entries)
    estate_hooks.unit_panels.fill(unit_panels)
    estate_hooks.unit_lines.fill(unit_lines)
    estate_hooks.facets.fill(facets)
    residents_hooks.reasons_to_keep.fill(reasons_to_keep)
    residents_hooks.forget.fill(forget)
    telephony_hooks.open_cases.fill(open_cases)
    residents_hooks.person_panels.fill(person_panels)
    offline_hooks.steps.fill(offline_steps)
    tickets_hooks.before_start.fill(on_site_gates.before_start)
    tickets_hooks.still_open.fill(on_site_gates.still_open)
    tickets_hooks.paper_items.fill(on_site_gates.paper_items)
    tickets_hooks.take_paper.fill(on_site_gates.take_paper)
    tickets_hooks.finished.fill(on_site_gates.finished)
    tickets_hooks.order_parts.fill(order_parts)
    tickets_hooks.order_details.fill(order_details)
    tickets_hooks.work_page.fill(on_site_gates.work_page)
    tickets_hooks.ticket_panels.fill(ticket_panels)
    tickets_hooks.on_site.fill(on_site)


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """Return `anju.<app>.<name>` of every app that has it, lowest floor first."""
    paths = [f"{app.name}.{name}" for app in apps.get_app_configs() if app.name.startswith("anju.")]
    return tuple(import_module(path) for path in paths if find_spec(path) is not None)


def permission_kinds() -> list[type[TextChoices]]:
    """Return every app's enumerations of permissions."""
    return [kind for module in modules("permissions") for kind in _choices_in(module)]


def describe(subject_type: str, ids: Collection[int]) -> dict[int, audit_hooks.Title]:
    """Return titles and links of subjects of one kind, from the app that owns it."""
    for module in modules("titles"):
        if subject_type in module.TITLES:
            titles: dict[int, audit_hooks.Title] = module.TITLES[subject_type](ids)
            return titles
    return {}


def verb_labels() -> dict[str, str]:
    """Return every verb of every app with its Chinese label."""
    kinds = [kind for module in modules("verbs") for kind in _choices_in(module)]
    return {str(value): str(label) for kind in kinds for value, label in kind.choices}


@cache
def field_labels() -> dict[str, str]:
    """Return what fields of changes are called: as this house says, else as their model says."""
    named = {
        field.name: str(field.verbose_name)
        for model in apps.get_models()
        if model.__module__.startswith("anju.")
        for field in model._meta.concrete_fields
        if not str(field.verbose_name).isascii()
    }
    return {**named, **FIELD_LABELS}


def open_duties(project: Project, user: User, at: datetime) -> list[OpenDuty]:
    """Return what somebody still holds in a project, over all apps."""
    return [duty for module in modules("leaving") for duty in module.open_duties(project, user, at)]


def hand_over(kind: str, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give one kind of open duty to a successor; returns how many moved."""
    for module in modules("leaving"):
        if kind in module.KINDS:
            moved: int = module.hand_over(kind, project, user, to, by, at)
            return moved
    return 0


def person_links(project: Project, person: User) -> list[PersonLink]:
    """Return what all apps offer on a person's page."""
    return [link for module in modules("person_links") for link in module.links(project, person)]


def load_presets(project: Project, by: Actor, at: datetime) -> None:
    """Fill a new project with what the apps ship, lowest floor first."""
    for module in modules("presets"):
        module.load(project, by=by, at=at)


@cache
def clock_kinds() -> tuple[ClockKind, ...]:
    """Return every kind of deadline that an app registers."""
    return tuple(kind for module in modules("clock_kinds") for kind in module.KINDS)


def codes(text: str) -> set[str]:
    """Return the code terms that a typed text may begin, over all apps."""
    return {
        code
        for module in modules("searching")
        if hasattr(module, "CODES")
        for code in module.CODES(text)
    }


def hits(subject_type: str, ids: Collection[int], access: Access) -> dict[int, search_hooks.Hit]:
    """Return how found subjects of one kind look, from the app that owns them."""
    for module in modules("searching"):
        if subject_type in module.HITS:
            found: dict[int, search_hooks.Hit] = module.HITS[subject_type](ids, access)
            return found
    return {}


def entries(project: Project) -> Iterator[Entry]:
    """Yield everything of a project that can be found."""
    for module in modules("searching"):
        yield from module.entries(project)


def unit_panels(unit: Unit, access: Access, at: datetime) -> list[estate_hooks.UnitPanel]:
    """Return what every app shows on a unit's page, in order of rank."""
    found = [
        panel for module in modules("unit_panels") for panel in module.panels(unit, access, at)
    ]
    return sorted(found, key=lambda panel: panel.rank)


def unit_lines(
    project: Project, ids: Collection[int], access: Access, day: date
) -> dict[int, list[str]]:
    """Return what every app says of units in a line each, lowest floor first."""
    lines: dict[int, list[str]] = {}
    for module in modules("unit_panels"):
        for unit_id, line in module.unit_lines(project, ids, access, day).items():
            lines.setdefault(unit_id, []).append(line)
    return lines


@cache
def facets() -> tuple[estate_hooks.Facet, ...]:
    """Return the ways to colour the building chart that the apps bring."""
    return tuple(facet for module in modules("facets") for facet in module.FACETS)


def reasons_to_keep(person: Person, day: date) -> list[str]:
    """Return why something of a person must be kept, over all apps."""
    return [
        reason for module in modules("forgetting") for reason in module.reasons_to_keep(person, day)
    ]


def forget(person: Person, by: Actor, at: datetime) -> None:
    """Have every app empty what it holds of a person by value."""
    for module in modules("forgetting"):
        module.forget(person, by, at)


def person_panels(
    person: Person, access: Access, at: datetime
) -> list[residents_hooks.PersonPanel]:
    """Return what every app shows on a resident's page, lowest floor first."""
    return [
        panel for module in modules("person_panels") for panel in module.panels(person, access, at)
    ]


def open_cases(
    project: Project, people: Sequence[int], numbers: Sequence[str]
) -> telephony_hooks.Cases:
    """Return what is open of who calls, from the apps that have cases of callers."""
    found: dict[int | str, list[telephony_hooks.OpenCase]] = {}
    for module in modules("calling"):
        for who, cases in module.open_cases(project, people, numbers).items():
            found.setdefault(who, []).extend(cases)
    return found


@cache
def offline_steps() -> dict[str, Step]:
    """Return every step that may be taken without a network, by name."""
    return {step.name: step for module in modules("offline_steps") for step in module.STEPS}


def ticket_panels(ticket: Ticket, access: Access, at: datetime) -> list[tickets_hooks.TicketPanel]:
    """Return what the apps above show on a ticket's page, lowest floor first."""
    return [
        panel for module in modules("ticket_panels") for panel in module.panels(ticket, access, at)
    ]


def on_site(ticket: Ticket) -> set[int]:
    """Return who was on site for a ticket, over all apps."""
    return {user for module in modules("on_site") for user in module.on_site(ticket)}


def order_parts(
    project: Project, orders: Sequence[WorkOrder], access: Access
) -> Mapping[int, Sequence[tickets_hooks.OrderPart]]:
    """Return what every app shows with work orders, lowest floor first."""
    parts: dict[int, list[tickets_hooks.OrderPart]] = {}
    for module in modules("order_parts"):
        for order_id, found in module.order_parts(project, orders, access).items():
            parts.setdefault(order_id, []).extend(found)
    return parts


def order_details(
    project: Project, order: WorkOrder, access: Access
) -> Sequence[tickets_hooks.OrderPart]:
    """Return what every app shows in full on the page of one work order."""
    return [
        part
        for module in modules("order_parts")
        for part in module.order_details(project, order, access)
    ]


def _choices_in(module: ModuleType) -> list[type[TextChoices]]:
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, TextChoices) and kind is not TextChoices
    ]
