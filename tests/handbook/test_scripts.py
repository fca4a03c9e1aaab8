"""Scripts: what a clause asks for cannot be left out, and every edition stays."""

from datetime import datetime

import pytest

from anju.audit.models import Event
from anju.core.errors import StaleEdit
from anju.core.periods import SHANGHAI
from anju.handbook.commands.clauses import change_clause, revert_clause
from anju.handbook.commands.scripts import (
    add_script,
    change_script,
    restore_script,
    retire_script,
    revert_script,
)
from anju.handbook.contents import LineDraft, LinesRefused
from anju.handbook.models import ClauseEdition
from anju.handbook.queries.clauses import clause_list
from anju.handbook.queries.scripts import drafts_of, editions_of, script_list, usual_script
from anju.handbook.queries.speaking import Facts, lines_for
from anju.handbook.refusals import AlreadyRetired, NameTaken, NoSuchClause, NoSuchEdition
from anju.handbook.states import Part, Situation
from anju.handbook.variables import TextRefused, greeting
from anju.handbook.verbs import HandbookVerb
from tests import world
from tests.handbook.shelf import NOW, clause, script

pytestmark = pytest.mark.django_db

HELLO = LineDraft(Part.GREETING, "{称呼}您好,{问候}!", ("6.22b",))
SORRY = LineDraft(Part.EMPATHY, "给您添麻烦了。", ("6.22c",))
BYE = LineDraft(Part.CLOSING, "谢谢,再见!", ("6.15.4",))


def changed(*lines: LineDraft, situation: Situation = Situation.COMPLAINT, seen: int | None = None):
    found = script(situation)
    return change_script(
        script=found, name=found.name, situation=situation, lines=lines, seen=seen, **NOW
    )


def test_a_complaint_without_sympathy_is_refused() -> None:
    with pytest.raises(LinesRefused, match=r"缺“体谅”,条款 6\.22c"):
        changed(HELLO, BYE)
    with pytest.raises(LinesRefused, match="先后"):
        changed(SORRY, HELLO, BYE)
    with pytest.raises(LinesRefused, match="谢谢"):
        changed(HELLO, SORRY, LineDraft(Part.CLOSING, "再见!"))
    with pytest.raises(LinesRefused, match="结束语之后"):
        changed(HELLO, SORRY, BYE, SORRY)
    with pytest.raises(LinesRefused, match="至少"):
        changed()
    assert script().edition == 1


def test_calling_out_begins_with_greeting_and_introduction() -> None:
    with pytest.raises(LinesRefused, match=r"缺“自我介绍”,条款 6\.16\.1"):
        changed(HELLO, BYE, situation=Situation.OUTBOUND)


def test_a_hold_asks_and_apologises() -> None:
    consent = LineDraft(Part.CONSENT, "请您稍等,好吗?")
    with pytest.raises(LinesRefused, match=r"6\.15\.6"):
        changed(consent, situation=Situation.HOLD)


def test_a_line_with_an_unknown_variable_or_clause_is_refused() -> None:
    with pytest.raises(TextRefused, match=r"\{房号\}"):
        changed(HELLO, SORRY, LineDraft(Part.ANSWER, "{房号}马上到"), BYE)
    with pytest.raises(NoSuchClause, match=r"9\.9"):
        changed(HELLO, SORRY, LineDraft(Part.CLOSING, "谢谢,再见!", ("9.9",)))


def test_a_change_is_a_new_edition_and_an_earlier_one_can_be_spoken_again() -> None:
    first = drafts_of(world.project(), script())

    changed(HELLO, SORRY, BYE, seen=1)

    assert drafts_of(world.project(), script()) == [HELLO, SORRY, BYE]
    with pytest.raises(StaleEdit):
        changed(HELLO, SORRY, seen=1)
    revert_script(script=script(), number=1, **NOW)
    assert script().edition == 3
    assert drafts_of(world.project(), script()) == first
    assert [each.number for each in editions_of(world.project(), script())] == [3, 2, 1]
    with pytest.raises(NoSuchEdition):
        revert_script(script=script(), number=9, **NOW)
    event = Event.objects.get(verb=HandbookVerb.SCRIPT_CHANGED)
    assert event.changes["lines"][1] == [HELLO.said, SORRY.said, BYE.said]


def test_the_same_lines_make_no_edition() -> None:
    changed(*drafts_of(world.project(), script()))

    assert script().edition == 1
    assert not Event.objects.filter(verb=HandbookVerb.SCRIPT_CHANGED).exists()


def test_a_script_is_retired_and_restored_and_its_name_is_its_own() -> None:
    here, found = world.project(), script()

    retire_script(script=found, **NOW)

    assert usual_script(here, Situation.COMPLAINT) is None
    with pytest.raises(AlreadyRetired):
        changed_retired = change_script(
            script=found, name="x", situation=Situation.COMPLAINT, lines=[HELLO], **NOW
        )
        assert changed_retired is None
    lines = (HELLO, SORRY, BYE)
    made = add_script(
        project=here, name=found.name, situation=Situation.COMPLAINT, lines=lines, **NOW
    )
    assert made.code == "J17"
    with pytest.raises(NameTaken):
        restore_script(script=found, **NOW)
    retire_script(script=made, **NOW)
    restore_script(script=found, **NOW)
    assert usual_script(here, Situation.COMPLAINT) == found


def test_spoken_lines_are_filled_and_read_without_what_is_unknown() -> None:
    here = world.project()
    noon = datetime(2026, 3, 3, 15, 0, tzinfo=SHANGHAI)
    facts = Facts(
        name="王婷", post="前台接待员", called="李阿姨", matter="楼上漏水", promised="明天 17:30 前"
    )

    spoken = lines_for(here, Situation.COMPLAINT, facts, at=noon)

    assert spoken is not None
    texts = [line.text for line in spoken.lines]
    assert texts[0] == "李阿姨您好,下午好!"
    assert spoken.lines[1].part == Part.EMPATHY
    assert any("前台接待员王婷" in text for text in texts)
    assert any("楼上漏水" in text for text in texts)
    assert any("明天 17:30 前" in text for text in texts)
    assert spoken.lines[-2].text.endswith("谢谢,再见!")
    assert "先挂机" in spoken.lines[-1].text and not spoken.lines[-1].is_spoken
    bare = lines_for(here, Situation.COMPLAINT, Facts(name="王婷"), at=noon)
    assert bare is not None
    assert bare.lines[0].text == "您好,下午好!"
    assert not any(brace in line.text for line in bare.lines for brace in "{}")
    assert not any(line.text.startswith((",", "、")) for line in bare.lines)
    assert [line.key for line in bare.lines] == [line.key for line in spoken.lines]


@pytest.mark.parametrize(
    ("hour", "said"),
    [(2, "晚上好"), (7, "早上好"), (10, "上午好"), (13, "中午好"), (17, "下午好"), (19, "晚上好")],
)
def test_the_greeting_is_that_of_the_hour(hour: int, said: str) -> None:
    assert greeting(datetime(2026, 3, 3, hour, 30, tzinfo=SHANGHAI)) == said


@pytest.mark.parametrize(
    "words", ["投诉", "J03", "j03", "jtts", "jietingtousu", "tousu", "6.22c", "添麻烦"]
)
def test_a_script_is_found_by_code_words_and_pinyin(words: str) -> None:
    assert script() in [row.script for row in script_list(world.project(), words=words)]
    assert script_list(world.project(), words="没有这句话") == []


@pytest.mark.parametrize("words", ["6.15.4", "C6.15.4", "先挂断", "语气"])
def test_a_clause_is_found_with_the_scripts_that_serve_it(words: str) -> None:
    row = next(
        row for row in clause_list(world.project(), words=words) if row.clause.code == "6.15.4"
    )

    assert script() in row.scripts


def test_a_clause_has_editions_too() -> None:
    first = clause().words

    change_clause(
        clause=clause(), words="道谢道别,等对方先挂。", formula="谢谢,再见!", seen=1, **NOW
    )

    with pytest.raises(StaleEdit):
        change_clause(clause=clause(), words="另一种说法", seen=1, **NOW)
    revert_clause(clause=clause(), number=1, **NOW)
    assert (clause().words, clause().edition) == (first, 3)
    assert ClauseEdition.objects.filter(clause=clause()).count() == 3


def test_lists_cost_the_same_for_one_script_and_for_all() -> None:
    here = world.project()
    many = world.queries(lambda: script_list(here))

    one = world.queries(lambda: script_list(here, words="投诉"))

    assert many == one
    assert world.queries(lambda: clause_list(here)) == world.queries(
        lambda: clause_list(here, words="6.15.4")
    )
