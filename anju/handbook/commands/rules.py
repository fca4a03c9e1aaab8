"""Rules of language: a phrase, why it is not said, and what is better."""

from datetime import datetime

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.handbook.contents import RuleFacts
from anju.handbook.language import check, compact
from anju.handbook.models import LanguageRule
from anju.handbook.refusals import NameTaken, RuleRefused, refuse_retired, refuse_stale
from anju.handbook.states import Shape
from anju.handbook.verbs import HandbookVerb as Verb
from anju.organization.models import Project


@transaction.atomic
def add_rule(*, project: Project, facts: RuleFacts, by: Actor, at: datetime) -> LanguageRule:
    """Add a rule.

    :raises NameTaken: if a living rule has the phrase.
    :raises RuleRefused: if it would find nothing.
    """
    rule = LanguageRule(project=project)
    _put(rule, facts)
    _save(rule)
    changes = {field: (None, value or None) for field, value in rule.said().items()}
    record(Verb.RULE_ADDED, subject=rule, project_id=project.pk, by=by, at=at, changes=changes)
    return rule


@transaction.atomic
def change_rule(
    *,
    rule: LanguageRule,
    facts: RuleFacts,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> LanguageRule:
    """Save a rule; texts that were sent before keep what was found then.

    :raises StaleEdit: if somebody saved in between.
    :raises RuleRefused: if it would find nothing.
    """
    rule = LanguageRule.objects.locked().get(pk=rule.pk)
    refuse_retired(rule)
    refuse_stale(rule, seen)
    before = rule.said()
    _put(rule, facts)
    after = rule.said()
    if before == after:
        return rule
    rule.edition += 1
    _save(rule)
    changes = {field: (before[field], after[field]) for field in after}
    record(
        Verb.RULE_CHANGED, subject=rule, project_id=rule.project_id, by=by, at=at, changes=changes
    )
    return rule


@transaction.atomic
def retire_rule(*, rule: LanguageRule, reason: str = "", by: Actor, at: datetime) -> LanguageRule:
    """Look for a phrase no more."""
    rule = LanguageRule.objects.locked().get(pk=rule.pk)
    refuse_retired(rule)
    rule.retired_at = at
    rule.save(update_fields=["retired_at"])
    project_id = rule.project_id
    record(Verb.RULE_RETIRED, subject=rule, project_id=project_id, by=by, at=at, reason=reason)
    return rule


@transaction.atomic
def restore_rule(*, rule: LanguageRule, by: Actor, at: datetime) -> LanguageRule:
    """Look for a retired phrase again.

    :raises NameTaken: if another living rule has it by now.
    """
    rule = LanguageRule.objects.locked().get(pk=rule.pk)
    if rule.retired_at is None:
        return rule
    rule.retired_at = None
    _save(rule)
    record(Verb.RULE_RESTORED, subject=rule, project_id=rule.project_id, by=by, at=at)
    return rule


def _put(rule: LanguageRule, facts: RuleFacts) -> None:
    rule.kind, rule.level, rule.shape = facts.kind, facts.level, facts.shape
    rule.phrase = facts.phrase.strip()
    rule.variants = list(dict.fromkeys(facts.variants))
    rule.unless = list(dict.fromkeys(facts.unless))
    rule.is_excused_by_offer = facts.is_excused_by_offer
    rule.why, rule.better = facts.why.strip(), facts.better.strip()
    if rule.shape == Shape.WORDS:
        _refuse_useless(rule)


def _refuse_useless(rule: LanguageRule) -> None:
    """Refuse a rule that finds nothing, or an exception that excepts nothing.

    :raises RuleRefused: naming the words.
    """
    looked_for = [rule.phrase, *rule.variants]
    for phrase in looked_for:
        if not check(phrase, rules=[rule.as_rule()]):
            raise RuleRefused(f"“{phrase}”查不出来:它是空的,或者写在了“这样说不算”里。")
    for word in rule.unless:
        if not any(compact(phrase) in compact(word) for phrase in looked_for):
            raise RuleRefused(f"“{word}”里没有要查的说法,“这样说不算”要把说法写在里面。")


def _save(rule: LanguageRule) -> None:
    rule.phrase_key = sort_key(rule.phrase)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise NameTaken(f"“{rule.phrase}”已经有规则了,请直接修改它。") from error
