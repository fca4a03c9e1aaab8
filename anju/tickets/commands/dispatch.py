"""Dispatch rules: the whole ordered list at once, as the next edition."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, StaleEdit
from anju.organization.models import Project
from anju.tickets.contents import RuleDraft
from anju.tickets.models import DispatchEdition, DispatchRule
from anju.tickets.queries.dispatch import current_edition, rules_of
from anju.tickets.refusals import lock_catalogue, refuse_other_project, refuse_retired
from anju.tickets.verbs import TicketVerb

MOST = 60


class RulesRefused(DomainError):
    """The list cannot be: empty, a name twice, or a rule that nothing ever reaches."""


@transaction.atomic
def change_dispatch(
    *,
    project: Project,
    rules: Sequence[RuleDraft],
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> DispatchEdition:
    """Give the project a new ordered list; earlier editions stay and explain what they decided.

    :param seen: number of the edition that the editor had before them; 0 for none.
    :raises RulesRefused: if the list cannot be.
    :raises StaleEdit: if somebody saved another list in between.
    """
    lock_catalogue(project)
    last = current_edition(project)
    number = last.number if last else 0
    if seen is not None and seen != number:
        raise StaleEdit("您编辑期间,同事已修改了派单规则。请看过现在的规则后再保存。")
    before = [RuleDraft.of(rule) for rule in rules_of(project)]
    _check(project, rules)
    edition = DispatchEdition.objects.create(
        project=project, number=number + 1, made_by_id=by.id, made_by_name=by.name, made_at=at
    )
    _write(edition, rules)
    record(
        TicketVerb.DISPATCH_CHANGED,
        subject=edition,
        project_id=project.pk,
        by=by,
        at=at,
        changes=_differences(before, rules),
        reason=reason,
    )
    return edition


def _write(edition: DispatchEdition, rules: Sequence[RuleDraft]) -> None:
    DispatchRule.objects.bulk_create(
        DispatchRule(
            project_id=edition.project_id,
            edition=edition,
            rank=rank,
            name=draft.name.strip(),
            category=draft.category,
            building=draft.building,
            starts=draft.starts,
            ends=draft.ends,
            department=draft.department,
            way=draft.way,
        )
        for rank, draft in enumerate(rules, start=1)
    )


def _differences(
    before: Sequence[RuleDraft], after: Sequence[RuleDraft]
) -> dict[str, tuple[object, object]]:
    """Return what is different between two lists; a rule is the same one by its name."""
    old, new = ({each.name: each.said for each in rules} for rules in (before, after))
    gone = [f"{name}({said})" for name, said in old.items() if name not in new]
    come = [f"{name}({said})" for name, said in new.items() if name not in old]
    both = [name for name in new if name in old and old[name] != new[name]]
    order = [name for name in old if name in new], [name for name in new if name in old]
    changes: dict[str, tuple[object, object]] = {
        "dispatch_rule": ("、".join(gone) or None, "、".join(come) or None),
        "order": ("、".join(order[0]), "、".join(order[1])),
    }
    if both:
        said = [";".join(f"{name}({side[name]})" for name in both) for side in (old, new)]
        changes["rule_terms"] = (said[0], said[1])
    return changes


def _check(project: Project, rules: Sequence[RuleDraft]) -> None:
    if not rules:
        raise RulesRefused("至少要保留一条规则,否则新工单没有部门可派。")
    if len(rules) > MOST:
        raise RulesRefused(f"规则最多 {MOST} 条,请合并相近的规则。")
    names = [draft.name.strip() for draft in rules]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RulesRefused(f"已经有一条规则叫“{twice}”,请换一个名称。")
    for rank, draft in enumerate(rules, start=1):
        refuse_other_project(project, draft.category, draft.building, draft.department)
        if draft.category is not None:
            refuse_retired(draft.category)
        asks = draft.category or draft.building or draft.starts is not None
        if not asks and rank < len(rules):
            raise RulesRefused(
                f"“{draft.name}”不问任何条件,只能放在最后,否则它后面的规则永远用不到。"
            )
