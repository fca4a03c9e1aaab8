"""The tree of matters: adding, changing, moving, retiring, restoring."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.tickets.contents import CategoryFacts
from anju.tickets.models import Category, Remit
from anju.tickets.queries.categories import DEPTH, Tree, tree_of
from anju.tickets.queries.dispatch import rules_of
from anju.tickets.refusals import (
    AlreadyRetired,
    InUse,
    NameTaken,
    lock_catalogue,
    refuse_other_project,
    refuse_retired,
    refuse_stale,
)
from anju.tickets.spelling import spelled
from anju.tickets.verbs import TicketVerb as Verb

MOST = 600


class TooDeep(DomainError):
    """The tree has three levels: place, object, problem."""


class NowhereToGo(DomainError):
    """The entry stands at that end already, or would go below itself."""


@transaction.atomic
def add_category(
    *, project: Project, parent: Category | None, facts: CategoryFacts, by: Actor, at: datetime
) -> Category:
    """Add an entry as the last of its parent's; None is the top.

    :raises TooDeep: below a problem.
    :raises NameTaken: if the parent has a living entry of this name.
    """
    lock_catalogue(project)
    refuse_other_project(project, parent, facts.department)
    tree = tree_of(project)
    if len(tree) >= MOST:
        raise DomainError(f"分类最多 {MOST} 条,请先停用不用的分类。")
    if parent is not None and parent.pk not in tree:
        raise AlreadyRetired(f"上级“{parent.name}”已经停用,请先恢复它,或另选上级。")
    if parent is not None and tree.depth(parent.pk) >= DEPTH:
        raise TooDeep(f"分类最多 {DEPTH} 级,“{parent.name}”下面不能再分。")
    category = Category(project=project, parent=parent, rank=_last(tree, parent) + 1)
    _take(category, facts)
    _save(category)
    said = {**category.said(), "parent": parent.name if parent else None}
    changes = {name: (None, value or None) for name, value in said.items()}
    _note(Verb.CATEGORY_ADDED, category, changes, by=by, at=at)
    return category


@transaction.atomic
def change_category(
    *, category: Category, facts: CategoryFacts, seen: int | None = None, by: Actor, at: datetime
) -> Category:
    """Change what an entry says; its place in the tree stays.

    :param seen: the edition that the editor had before them.
    :raises StaleEdit: if somebody saved in between.
    """
    category = _locked(category)
    refuse_retired(category)
    refuse_stale(category, seen)
    refuse_other_project(category.project, facts.department)
    before = category.said()
    _take(category, facts)
    after = category.said()
    if before == after:
        return category
    category.edition += 1
    _save(category)
    changes = {name: (before[name], after[name]) for name in after}
    _note(Verb.CATEGORY_CHANGED, category, changes, by=by, at=at)
    return category


@transaction.atomic
def move_category(*, category: Category, step: int, by: Actor, at: datetime) -> Category:
    """Move an entry one place up (-1) or down (1) among those beside it.

    :raises NowhereToGo: if it is the first or last already.
    """
    category = _locked(category)
    refuse_retired(category)
    beside = tree_of(category.project).children(category.parent_id)
    here = next(index for index, each in enumerate(beside) if each.pk == category.pk)
    there = here + (1 if step > 0 else -1)
    if not 0 <= there < len(beside):
        end = "最后一条" if step > 0 else "第一条"
        raise NowhereToGo(f"“{category.name}”已经是{end}。")
    beside[here], beside[there] = beside[there], beside[here]
    for rank, each in enumerate(beside, start=1):
        each.rank = rank
    Category.objects.bulk_update(beside, ["rank"])
    changes = {"position": (here + 1, there + 1)}
    _note(Verb.CATEGORY_MOVED, category, changes, by=by, at=at)
    return beside[there]


@transaction.atomic
def hang_category(
    *, category: Category, parent: Category | None, by: Actor, at: datetime
) -> Category:
    """Hang an entry with all below it under another parent, as its last; None is the top.

    :raises NowhereToGo: if it hangs there already, or the parent lies below it.
    :raises TooDeep: if what lies below it would come too deep.
    """
    category = _locked(category)
    refuse_retired(category)
    refuse_other_project(category.project, parent)
    tree = tree_of(category.project)
    if parent is not None and parent.pk not in tree:
        raise AlreadyRetired(f"“{parent.name}”已经停用,请另选上级。")
    if parent is not None and parent.pk in tree.branch(category.pk):
        raise NowhereToGo(f"不能把“{category.name}”放到它自己下面,请另选上级。")
    if category.parent_id == (parent.pk if parent else None):
        raise NowhereToGo(f"“{category.name}”本来就在这个上级下面。")
    depth = tree.depth(parent.pk) if parent else 0
    if depth + tree.height(category.pk) > DEPTH:
        raise TooDeep(f"分类最多 {DEPTH} 级,连同下面的分类放不下,请选更高一级的上级。")
    before = category.parent.name if category.parent else None
    category.parent, category.rank = parent, _last(tree, parent) + 1
    category.edition += 1
    _save(category)
    changes = {"parent": (before, parent.name if parent else None)}
    _note(Verb.CATEGORY_MOVED, category, changes, by=by, at=at)
    return category


@transaction.atomic
def retire_category(*, category: Category, reason: str = "", by: Actor, at: datetime) -> int:
    """Take an entry and all below it out of the choice; returns how many. Nothing is deleted.

    :raises InUse: while a dispatch rule or remit in force names one of them.
    """
    category = _locked(category)
    refuse_retired(category)
    branch = tree_of(category.project).branch(category.pk)
    _refuse_named(category.project, category, branch)
    Category.objects.filter(pk__in=branch).update(retired_at=at)
    changes = {"count": (None, len(branch))}
    record(
        Verb.CATEGORY_RETIRED,
        subject=category,
        project_id=category.project_id,
        by=by,
        at=at,
        changes=changes,
        reason=reason,
    )
    return len(branch)


@transaction.atomic
def restore_category(*, category: Category, by: Actor, at: datetime) -> Category:
    """Bring a retired entry back, as the last of its parent's; what lay below it stays retired.

    :raises AlreadyRetired: while its parent is retired.
    :raises NameTaken: if another living entry has its name by now.
    """
    category = _locked(category)
    if category.retired_at is None:
        return category
    tree = tree_of(category.project)
    if category.parent is not None and category.parent_id not in tree:
        raise AlreadyRetired(f"上级“{category.parent.name}”已经停用,请先恢复它。")
    category.retired_at, category.rank = None, _last(tree, category.parent) + 1
    category.edition += 1
    _save(category)
    _note(Verb.CATEGORY_RESTORED, category, {}, by=by, at=at)
    return category


def _locked(category: Category) -> Category:
    lock_catalogue(category.project)
    found = Category.objects.select_related("project", "parent", "department")
    locked: Category = found.locked().get(pk=category.pk)
    return locked


def _last(tree: Tree, parent: Category | None) -> int:
    return max((each.rank for each in tree.children(parent.pk if parent else None)), default=0)


def _take(category: Category, facts: CategoryFacts) -> None:
    category.name, category.name_key = facts.name.strip(), sort_key(facts.name.strip())
    category.kinds, category.level = list(facts.kinds), facts.level.value
    category.reach, category.department = facts.reach.value, facts.department
    category.keywords = list(dict.fromkeys(facts.keywords))
    category.minutes, category.warranty = facts.minutes, facts.warranty.strip()
    category.disturbs = facts.disturbs
    category.spelled = spelled(category.name, category.keywords)


def _save(category: Category) -> None:
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError as error:
        where = f"“{category.parent.name}”下面" if category.parent else "最上级"
        raise NameTaken(f"{where}已经有“{category.name}”,请换一个名称。") from error


def _refuse_named(project: Project, category: Category, branch: frozenset[int]) -> None:
    naming = [f"派单规则{rule}" for rule in rules_of(project) if rule.category_id in branch]
    remits = Remit.objects.of(project).live().filter(category__in=branch)
    naming += [f"责任范围“{each}”" for each in remits.select_related("post", "category")[:3]]
    if naming:
        raise InUse(f"还不能停用“{category.name}”:{'、'.join(naming)}正在用它,请先修改。")


def _note(
    verb: Verb,
    category: Category,
    changes: Mapping[str, tuple[object, object]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    record(
        verb,
        subject=category,
        project_id=category.project_id,
        by=by,
        at=at,
        changes=changes,
    )
