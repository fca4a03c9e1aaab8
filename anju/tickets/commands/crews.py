"""How departments hand out their work, and who can do what."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.organization.models import Department, Project, User
from anju.tickets.models import Category, CrewTerms, Skill
from anju.tickets.refusals import (
    NotTaken,
    lock_catalogue,
    refuse_other_project,
    refuse_stale,
)
from anju.tickets.states import Way
from anju.tickets.verbs import DeskVerb as Verb

MOST_IN_HAND = 99


@transaction.atomic
def change_crew_terms(
    *,
    project: Project,
    department: Department,
    way: Way,
    load_cap: int,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> CrewTerms:
    """Set how a department hands out what no rule says otherwise of.

    :raises NotTaken: for a cap below 1 or above 99.
    :raises StaleEdit: if somebody changed it in between.
    """
    lock_catalogue(project)
    refuse_other_project(project, department)
    if not 1 <= load_cap <= MOST_IN_HAND:
        raise NotTaken(f"每人最多在手请填写 1 至 {MOST_IN_HAND} 之间的整数。")
    found = CrewTerms.objects.filter(project=project, department=department).first()
    terms = found or CrewTerms(project=project, department=department, edition=0)
    refuse_stale(terms, seen if found else None)
    before = (Way(terms.way).label, terms.load_cap)
    terms.way, terms.load_cap, terms.edition = way, load_cap, terms.edition + 1
    terms.save()
    record(
        Verb.CREW_CHANGED,
        subject=terms,
        project_id=project.pk,
        by=by,
        at=at,
        changes={"way": (before[0], way.label), "load_cap": (before[1], load_cap)},
    )
    return terms


@transaction.atomic
def set_skills(
    *,
    project: Project,
    user: User,
    categories: Collection[Category],
    by: Actor,
    at: datetime,
) -> list[Skill]:
    """Say which branches of work somebody can do; none means all.

    :raises OtherProject: for a category of another project.
    """
    lock_catalogue(project)
    refuse_other_project(project, *categories)
    before = Skill.objects.filter(project=project, user=user).select_related("category")
    had = "、".join(skill.category.name for skill in before.order_by("category__name_key"))
    before.delete()
    wanted = sorted(categories, key=lambda each: each.name_key)
    skills = Skill.objects.bulk_create(
        Skill(project=project, user=user, category=category) for category in wanted
    )
    changes = {"skills": (had or "全部", "、".join(each.name for each in wanted) or "全部")}
    record(Verb.SKILLS_CHANGED, subject=user, project_id=project.pk, by=by, at=at, changes=changes)
    return skills
