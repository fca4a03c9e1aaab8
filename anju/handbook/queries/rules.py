"""Rules of language as screens and the check look them up."""

from anju.handbook.language import Rule
from anju.handbook.models import LanguageRule
from anju.handbook.states import Level, RuleKind
from anju.organization.models import Project


def rules_of(project: Project) -> list[Rule]:
    """Return the rules in force, ready for `language.check`; one query."""
    return [each.as_rule() for each in LanguageRule.objects.of(project).live().order_by("pk")]


def rule_list(
    project: Project, *, retired: bool = False, kind: str = "", words: str = ""
) -> list[LanguageRule]:
    """Return the rules by kind and phrase, narrowed to a kind and to words they contain."""
    found = LanguageRule.objects.of(project).filter(retired_at__isnull=not retired)
    if kind in RuleKind.values:
        found = found.filter(kind=kind)
    order = {kind.value: rank for rank, kind in enumerate(RuleKind)}
    strict = {level.value: rank for rank, level in enumerate(Level)}
    rows = [each for each in found.in_order() if not words or words in _text(each)]
    rows.sort(key=lambda each: (order[each.kind], strict[each.level], each.phrase_key, each.pk))
    return rows


def rule_in(project: Project, rule_id: int) -> LanguageRule | None:
    """Return one rule of the project, else None."""
    rule: LanguageRule | None = (
        LanguageRule.objects.of(project).select_related("project").filter(pk=rule_id).first()
    )
    return rule


def _text(rule: LanguageRule) -> str:
    return " ".join((rule.phrase, *rule.variants, rule.better, rule.why))
