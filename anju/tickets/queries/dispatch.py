"""Which department a matter goes to, and the sentence why."""

from dataclasses import dataclass
from datetime import time

from anju.estate.models import Building
from anju.organization.models import Department, Project
from anju.tickets.matching import Facts, Match, match
from anju.tickets.models import Category, DispatchEdition, DispatchRule, path_of
from anju.tickets.states import Way


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where a matter goes.

    :param rule: None where no rule fits; then the category's own department is taken.
    :param department: None where that is missing too: nobody gets it by itself.
    """

    rule: DispatchRule | None
    department: Department | None
    sentence: str
    match: Match
    rules: list[DispatchRule]


def current_edition(project: Project) -> DispatchEdition | None:
    """Return the edition that holds, else None."""
    return DispatchEdition.objects.filter(project=project).order_by("-number").first()


def rules_of(project: Project) -> list[DispatchRule]:
    """Return the ordered list that holds, what it names loaded."""
    newest = DispatchEdition.objects.filter(project=project).order_by("-number")[:1]
    rules = DispatchRule.objects.filter(project=project, edition__in=newest.values("pk"))
    return list(rules.select_related("category", "building", "department").order_by("rank", "pk"))


def facts_of(
    project: Project, category: Category | None, building: Building | None, hour: time | None
) -> Facts:
    """Return the facts that rules ask of a matter: its branch, its building, its hour."""
    path = path_of(category)
    return Facts(tuple(each.pk for each in path), building.pk if building else None, hour)


def rule_for(project: Project, facts: Facts) -> Chosen:
    """Return the first rule that fits and why; else the category's own department.

    The sentence is what a work order keeps: 规则3:夜间噪声 → 安防部,最少在手.
    """
    rules = rules_of(project)
    found = match(rules, facts)
    if found.index is not None:
        rule = rules[found.index]
        sentence = f"{rule} → {rule.department.name},{Way(rule.way).label}"
        return Chosen(rule, rule.department, sentence, found, rules)
    department = _own_department(project, facts)
    if department is not None:
        sentence = f"没有规则符合,按事项分类的默认部门 → {department.name}"
    else:
        sentence = "没有规则符合,事项分类也没有默认部门,请人工选择部门"
    return Chosen(None, department, sentence, found, rules)


def _own_department(project: Project, facts: Facts) -> Department | None:
    """Return the department of the nearest entry of the path that has one still open."""
    on_path = Category.objects.of(project).filter(pk__in=facts.path).select_related("department")
    own = {each.pk: each.department for each in on_path}
    for pk in reversed(facts.path):
        department: Department | None = own.get(pk)
        if department is not None and department.retired_at is None:
            return department
    return None
