"""Every wire between a low floor that asks and the high floors that answer; nothing else is wired.

Each wire walks the apps for one small module, so a new app joins by having the file:
`menu.py`, `titles.py`, `leaving.py`, `presets.py`, `person_links.py`, `verbs.py`,
`clock_kinds.py`.
"""

from collections.abc import Collection
from datetime import datetime
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
from anju.organization import hooks as organization_hooks
from anju.organization.hooks import OpenDuty, PersonLink
from anju.organization.models import Project, User
from config.duty import on_duty
from config.field_labels import FIELD_LABELS


def wire() -> None:
    """Fill every hook; called once, when all apps are loaded."""
    audit_hooks.describe.fill(describe)
    audit_hooks.verb_labels.fill(verb_labels)
    audit_hooks.field_labels.fill(lambda: FIELD_LABELS)
    organization_hooks.open_duties.fill(open_duties)
    organization_hooks.hand_over.fill(hand_over)
    organization_hooks.load_presets.fill(load_presets)
    organization_hooks.permission_kinds.fill(permission_kinds)
    clocks_hooks.duty.fill(on_duty)
    clocks_hooks.clock_kinds.fill(clock_kinds)
    organization_hooks.person_links.fill(person_links)


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


def _choices_in(module: ModuleType) -> list[type[TextChoices]]:
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, TextChoices) and kind is not TextChoices
    ]
