"""Which policies hold, and which one a case would get and why (rule 1)."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from anju.clocks.hooks import clock_kinds
from anju.clocks.kinds import ClockKind
from anju.clocks.matching import Facts, Match, match
from anju.clocks.models import ClockPolicy, ClockSetting, PolicyVersion
from anju.clocks.states import SETTING_DEFAULTS, Setting
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


def setting(project: Project, name: Setting) -> int:
    """Return one number of a project, or its default."""
    found = ClockSetting.objects.filter(project=project, name=name)
    value = found.values_list("value", flat=True).first()
    return SETTING_DEFAULTS[name] if value is None else value


def settings_of(project: Project) -> dict[Setting, int]:
    """Return all numbers of a project, changed or default."""
    changed = ClockSetting.objects.filter(project=project).values_list("name", "value")
    return {**SETTING_DEFAULTS, **{Setting(name): value for name, value in changed}}
