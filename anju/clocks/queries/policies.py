"""Which policies hold, and which one a case would get and why (rule 1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from anju.audit.models import Event, EventQuerySet
from anju.clocks.hooks import clock_kinds
from anju.clocks.kinds import ClockKind
from anju.clocks.matching import Facts, Match, match
from anju.clocks.models import ClockPolicy, ClockSetting, PolicyVersion
from anju.clocks.states import SETTING_TERMS, Setting, SettingTerms
from anju.organization.models import Project


def policies_of(project: Project, kind: str) -> list[ClockPolicy]:
    """Return the ordered list that holds for a kind, calendars loaded; empty if there is none."""
    newest = PolicyVersion.objects.filter(project=project, kind=kind).order_by("-number")[:1]
    policies = ClockPolicy.objects.filter(
        project=project, version__in=Subquery(newest.values("pk"))
    )
    return list(policies.select_related("version", "calendar__current").order_by("rank", "pk"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The policy that facts lead to (None: no policy fits), and why the others do not."""

    policy: ClockPolicy | None
    match: Match


def policy_for(project: Project, kind: str, facts: Facts) -> Chosen:
    """Return which policy a case with these facts gets, and the sentences why."""
    policies = policies_of(project, kind)
    found = match(policies, facts)
    return Chosen(None if found.index is None else policies[found.index], found)


def policies_for(project: Project, kinds: Iterable[str], facts: Facts) -> dict[str, Chosen]:
    """Return what `policy_for` says of several kinds, in one query."""
    newest = (
        PolicyVersion.objects.filter(project=project, kind=OuterRef("version__kind"))
        .order_by("-number")
        .values("pk")[:1]
    )
    wanted = list(dict.fromkeys(kinds))
    found = ClockPolicy.objects.filter(
        project=project, version__kind__in=wanted, version=Subquery(newest)
    )
    lists: dict[str, list[ClockPolicy]] = {kind: [] for kind in wanted}
    for policy in found.select_related("version", "calendar__current").order_by("rank", "pk"):
        lists[policy.version.kind].append(policy)
    chosen = {}
    for kind, policies in lists.items():
        how = match(policies, facts)
        chosen[kind] = Chosen(None if how.index is None else policies[how.index], how)
    return chosen


@dataclass(frozen=True, slots=True)
class KindPolicies:
    """A kind with the list that holds for it."""

    kind: ClockKind
    version: PolicyVersion | None
    policies: list[ClockPolicy]


def policy_board(project: Project) -> list[KindPolicies]:
    """Return every registered kind with its ordered list; the same three queries for any number."""
    newest = (
        PolicyVersion.objects.filter(project=project, kind=OuterRef("kind"))
        .order_by("-number")
        .values("pk")[:1]
    )
    versions = PolicyVersion.objects.filter(project=project, pk=Subquery(newest))
    by_kind = {version.kind: version for version in versions}
    policies = (
        ClockPolicy.objects.filter(project=project, version__in=list(by_kind.values()))
        .select_related("version", "calendar__current")
        .order_by("version_id", "rank", "pk")
    )
    listed: dict[str, list[ClockPolicy]] = {}
    for policy in policies:
        listed.setdefault(policy.version.kind, []).append(policy)
    return [
        KindPolicies(kind, by_kind.get(kind.code), listed.get(kind.code, []))
        for kind in clock_kinds()
    ]


def policy_versions(project: Project, kind: str) -> QuerySet[PolicyVersion]:
    """Return the editions of a kind's list, the newest first."""
    return PolicyVersion.objects.filter(project=project, kind=kind).order_by("-number", "-pk")


def policies_of_editions(
    project: Project, kind: str, *, first: int, last: int
) -> dict[int, list[ClockPolicy]]:
    """Return the ordered lists of a kind's editions from one number to another, by number."""
    policies = ClockPolicy.objects.filter(
        project=project, version__kind=kind, version__number__range=(first, last)
    )
    listed: dict[int, list[ClockPolicy]] = {}
    for policy in policies.select_related("version", "calendar").order_by("rank", "pk"):
        listed.setdefault(policy.version.number, []).append(policy)
    return listed


def setting(project: Project, name: Setting) -> int:
    """Return one number of a project, or its default."""
    found = ClockSetting.objects.filter(project=project, name=name)
    value = found.values_list("value", flat=True).first()
    return SETTING_TERMS[name].default if value is None else value


def settings_of(project: Project) -> dict[Setting, int]:
    """Return all numbers of a project, changed or default."""
    changed = ClockSetting.objects.filter(project=project).values_list("name", "value")
    defaults = {name: terms.default for name, terms in SETTING_TERMS.items()}
    return {**defaults, **{Setting(name): value for name, value in changed}}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One number of a project with its terms, and who changed it last (None: nobody yet)."""

    name: Setting
    value: int
    terms: SettingTerms
    changed: Event | None

    @property
    def said(self) -> str:
        return self.terms.said(self.value)

    @property
    def said_default(self) -> str:
        return self.terms.said(self.terms.default)

    @property
    def is_default(self) -> bool:
        return self.value == self.terms.default


def settings_board(project: Project) -> list[SettingRow]:
    """Return every setting of a project in the order of `Setting`, with its latest change."""
    stored = {row.name: row for row in ClockSetting.objects.filter(project=project)}
    newest = setting_changes(project).order_by("subject_id", "-at", "-pk").distinct("subject_id")
    changes = {event.subject_id: event for event in newest}
    rows = []
    for name, terms in SETTING_TERMS.items():
        row = stored.get(name)
        if row is None:
            rows.append(SettingRow(name, terms.default, terms, None))
        else:
            rows.append(SettingRow(name, row.value, terms, changes.get(row.pk)))
    return rows


def setting_changes(project: Project) -> EventQuerySet:
    """Return what the trail keeps of a project's changed settings, the newest first."""
    of_project = ClockSetting.objects.filter(project=project)
    changes: EventQuerySet = Event.objects.of_project(project.pk).filter(
        subject_type=ClockSetting._meta.label_lower, subject_id__in=of_project.values("pk")
    )
    return changes.newest_first()
