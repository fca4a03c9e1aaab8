"""Policies of a kind as an ordered list, and a project's few numbers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.clocks.commands.keeping import Book
from anju.clocks.contents import PolicyDraft
from anju.clocks.hooks import clock_kinds
from anju.clocks.matching import check_conditions
from anju.clocks.models import Clock, ClockPolicy, ClockSetting, PolicyVersion
from anju.clocks.queries.policies import setting
from anju.clocks.queries.previews import rematched
from anju.clocks.queries.shelf import Shelf
from anju.clocks.states import SETTING_TERMS, EventKind, Setting
from anju.clocks.verbs import ClocksVerb
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import Project


class PoliciesRefused(DomainError):
    """The list cannot be: empty, of an unknown kind, or with a chain that names a rung twice."""


@transaction.atomic
def change_policies(
    *,
    project: Project,
    kind: str,
    policies: Sequence[PolicyDraft],
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> PolicyVersion:
    """Give a kind a new ordered list; open clocks that get other terms are reckoned anew (rule 6).

    The earlier lists stay and explain what they decided. Promises already told stay.

    :param seen: the number of the list the editor had before them.
    :raises PoliciesRefused: if the list cannot be.
    :raises ConditionRefused: for a condition that cannot be read.
    :raises StaleEdit: if somebody saved another list in between.
    """
    _check(project, kind, policies)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    last = PolicyVersion.objects.filter(project=project, kind=kind).order_by("-number").first()
    number = last.number if last else 0
    if seen is not None and seen != number:
        raise StaleEdit("您编辑期间,同事已保存了另一版规则,请核对后再保存。")
    version, rows = _saved(project, kind, number + 1, policies, reason, by=by, at=at)
    moved = _follow(project, kind, policies, rows, reason, by=by, at=at)
    changes = {"version": (number or None, number + 1), "count": (None, moved)}
    record(
        ClocksVerb.POLICIES_CHANGED,
        subject=version,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
    return version


@transaction.atomic
def change_setting(
    *,
    project: Project,
    name: Setting,
    value: int,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> ClockSetting:
    """Change one of the project's numbers; it holds from the next time somebody asks for it.

    :param seen: the number the editor had before them.
    :raises PoliciesRefused: for a value that makes no sense, or that holds already.
    :raises StaleEdit: if somebody changed it in between.
    """
    terms = SETTING_TERMS[name]
    if not terms.lowest <= value <= terms.highest:
        raise PoliciesRefused(
            f"“{name.label}”请填写 {terms.lowest} 至 {terms.highest} 之间的整数。"
        )
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = setting(project, name)
    if seen is not None and seen != before:
        raise StaleEdit(f"您编辑期间,同事已改为 {terms.said(before)},请核对后再保存。")
    if value == before:
        raise PoliciesRefused(f"现在就是 {terms.said(before)},没有改动。")
    found, _ = ClockSetting.objects.update_or_create(
        project=project, name=name, defaults={"value": value}
    )
    record(
        ClocksVerb.SETTING_CHANGED,
        subject=found,
        project_id=project.pk,
        by=by,
        at=at,
        changes={"value": (before, value)},
        reason=reason,
    )
    return found


def _check(project: Project, kind: str, policies: Sequence[PolicyDraft]) -> None:
    if kind not in {each.code for each in clock_kinds()}:
        raise PoliciesRefused(f"没有“{kind}”这种时限,请从列表中选择。")
    if not policies:
        raise PoliciesRefused("至少要保留一条规则。")
    for policy in policies:
        check_conditions(policy.conditions)
        keys = [rung.key for rung in policy.rungs]
        if len(set(keys)) < len(keys):
            raise PoliciesRefused(f"“{policy.name}”的提醒名称有重复,请改成不同的名称。")
        if policy.calendar.project_id != project.pk:
            raise PoliciesRefused(f"“{policy.name}”的日历不属于本项目,请重新选择。")
        if not policy.name.strip():
            raise PoliciesRefused("每条规则都要有名称。")
    if any(not policy.conditions for policy in policies[:-1]):
        raise PoliciesRefused("没有条件的规则只能放在最后,否则它后面的规则永远用不到。")


def _saved(
    project: Project,
    kind: str,
    number: int,
    policies: Sequence[PolicyDraft],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> tuple[PolicyVersion, list[ClockPolicy]]:
    version = PolicyVersion.objects.create(
        project=project,
        kind=kind,
        number=number,
        reason=reason[:200],
        made_by_id=by.id,
        made_by_name=by.name,
        made_at=at,
    )
    rows = ClockPolicy.objects.bulk_create(
        ClockPolicy(
            project=project,
            version=version,
            rank=rank,
            name=draft.name,
            conditions=draft.conditions,
            target=draft.stored_target,
            calendar=draft.calendar,
            stages=draft.stored_stages,
        )
        for rank, draft in enumerate(policies, start=1)
    )
    return version, rows


def _follow(
    project: Project,
    kind: str,
    policies: Sequence[PolicyDraft],
    rows: Sequence[ClockPolicy],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Let the open clocks that get other terms follow; returns how many."""
    shelf = Shelf()
    list(Clock.objects.of(project).open().filter(kind=kind).locked().values_list("pk"))
    wanted = {clock.pk: index for clock, _, index in rematched(project, kind, policies, shelf)}
    book = Book.of_all(Clock.objects.of(project).filter(pk__in=wanted).open(), shelf)
    why = reason or "时限规则已修改"
    for clock in book.clocks.values():
        row = rows[wanted[clock.pk]]
        before = book.settle(clock, at=at)
        book.add(
            clock,
            EventKind.RETARGET,
            by=by,
            at=at,
            reason=why,
            policy=row.pk,
            calendar_version=row.calendar.current_id,
            target=row.target,
            explanation=[f"“{row.name}”:规则修改后条件符合,采用。"],
        )
        book.note(ClocksVerb.RETARGETED, clock, before=before, by=by, at=at, reason=why)
    book.close()
    return len(wanted)
