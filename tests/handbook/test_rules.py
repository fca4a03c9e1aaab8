"""Rules of language and spoken languages: edited, retired, and useless ones refused."""

import pytest

from anju.audit.models import Event
from anju.core.errors import StaleEdit
from anju.handbook import presets
from anju.handbook.commands.languages import set_languages
from anju.handbook.commands.rules import add_rule, change_rule, restore_rule, retire_rule
from anju.handbook.contents import RuleFacts
from anju.handbook.invariants import broken
from anju.handbook.language import check
from anju.handbook.models import Clause, LanguageRule, Script, ScriptLine
from anju.handbook.queries.languages import known_languages, speakers_of, spoken_by
from anju.handbook.queries.rules import rule_list, rules_of
from anju.handbook.refusals import LanguagesRefused, NameTaken, RuleRefused
from anju.handbook.shipped import CLAUSES, SCRIPTS
from anju.handbook.states import Level, RuleKind
from anju.handbook.verbs import HandbookVerb
from tests import world
from tests.handbook.shelf import NOW, rule, script

pytestmark = pytest.mark.django_db


def facts(phrase: str = "随便你", **more: object) -> RuleFacts:
    said = {
        "kind": RuleKind.CHALLENGE,
        "level": Level.WARN,
        "phrase": phrase,
        "why": "不耐烦",
        "better": "您看哪种方便?",
        **more,
    }
    return RuleFacts(**said)  # type: ignore[arg-type]  # the fields of the rule


def test_a_new_rule_finds_its_phrase_until_it_is_retired() -> None:
    here = world.project()
    made = add_rule(project=here, facts=facts(variants=("随便您",)), **NOW)

    assert [each.phrase for each in check("那随便您吧", rules=rules_of(here))] == ["随便您"]
    retire_rule(rule=made, **NOW)
    assert check("那随便您吧", rules=rules_of(here)) == []
    restore_rule(rule=made, **NOW)
    assert check("那随便您吧", rules=rules_of(here))
    with pytest.raises(NameTaken):
        add_rule(project=here, facts=facts(), **NOW)


def test_a_rule_that_finds_nothing_is_refused() -> None:
    here = world.project()
    with pytest.raises(RuleRefused, match="查不出来"):
        add_rule(project=here, facts=facts(unless=("随便你",)), **NOW)
    with pytest.raises(RuleRefused, match="没有要查的说法"):
        add_rule(project=here, facts=facts(unless=("喂养",)), **NOW)


def test_who_edited_at_the_same_time_is_not_overwritten() -> None:
    found = rule()
    change_rule(rule=found, facts=facts("不归我管", level=Level.BLOCK), seen=1, **NOW)

    with pytest.raises(StaleEdit):
        change_rule(rule=found, facts=facts("不归我管"), seen=1, **NOW)
    event = Event.objects.get(verb=HandbookVerb.RULE_CHANGED)
    assert event.changes["rule_level"] == ["请再斟酌", "不能发出"]


def test_a_new_project_has_the_whole_handbook_and_loading_again_adds_nothing() -> None:
    here = world.project()
    counted = [kind.objects.filter(project=here).count() for kind in (Clause, Script, LanguageRule)]

    presets.load(here, **NOW)

    assert counted == [len(CLAUSES), len(SCRIPTS), len(rule_list(here))]
    assert counted[2] >= 60
    served = {code for line in ScriptLine.objects.all() for code in line.clauses}
    telephone = {"6.15.4", "6.15.5", "6.15.6", "6.15.7", "6.16.1", "6.16.2", "6.16.3"}
    assert telephone | {"6.22a", "6.22b", "6.22c", "6.22d", "6.22f"} <= served
    assert list(broken()) == []
    again = [kind.objects.filter(project=here).count() for kind in (Clause, Script, LanguageRule)]
    assert again == counted


def test_verify_finds_a_script_without_its_end() -> None:
    ScriptLine.objects.filter(edition__script=script(), part="CLOSING").delete()

    assert any("结束语" in sentence for sentence in broken())


def test_languages_are_set_whole_and_offered() -> None:
    here, he = world.project(), world.receptionist()

    set_languages(project=here, user=he, languages=["粤语", " 客家话 ", "粤语"], **NOW)

    assert spoken_by(here, he) == ["客家话", "粤语"]
    assert speakers_of(here, "粤语") == {he.pk: ["粤语"]}
    set_languages(project=here, user=he, languages=["温州话"], **NOW)
    assert speakers_of(here, "粤语") == {}
    assert "温州话" in known_languages(here)
    with pytest.raises(LanguagesRefused, match="最多"):
        set_languages(project=here, user=he, languages=[f"话{n}" for n in range(9)], **NOW)
