"""What moves a running clock: facts, a time by hand, a calendar, a list of holidays, policies."""

from dataclasses import replace
from datetime import date

import pytest

from anju.audit.models import Event
from anju.clocks.commands.answering import Answer, fulfil_clock, renew_promise
from anju.clocks.commands.calendars import (
    CalendarTaken,
    NothingToLoad,
    add_calendar,
    change_calendar,
    load_holidays,
)
from anju.clocks.commands.changing import (
    ChangeRefused,
    hand_clock,
    hand_set_clock,
    remove_hand_set,
    retarget_clock,
)
from anju.clocks.commands.pausing import pause_clock
from anju.clocks.commands.policies import PoliciesRefused, change_policies, change_setting
from anju.clocks.contents import PolicyDraft
from anju.clocks.invariants import broken
from anju.clocks.kinds import CHAIN
from anju.clocks.matching import ConditionRefused
from anju.clocks.models import CalendarVersion, Clock, WorkCalendar
from anju.clocks.queries.explanations import explanation_of
from anju.clocks.queries.policies import policies_of, policy_for, setting, settings_of
from anju.clocks.queries.previews import clocks_touched_by, clocks_touched_by_policies
from anju.clocks.reckoning.calendars import Calendar, OwnDay
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.targets import Duration
from anju.clocks.reckoning.windows import Closure, windows
from anju.clocks.states import AnswerBy, PauseReason, Setting
from anju.core.actors import SYSTEM
from anju.core.errors import StaleEdit
from tests import world
from tests.clocks import cases
from tests.clocks.cases import at

pytestmark = pytest.mark.django_db


def closed_tuesday(calendar: WorkCalendar) -> Calendar:
    """Return the calendar with all of Tuesday 11-24 closed."""
    shut = Closure(at("11-24 00:00"), at("11-25 00:00"), "培训")
    return replace(calendar.reckoned(), closures=(shut,))


def change(calendar: WorkCalendar, content: Calendar, when: str = "11-23 10:30") -> CalendarVersion:
    return change_calendar(
        calendar=calendar, content=content, reason="全员培训", by=SYSTEM, at=at(when)
    )


def test_a_calendar_moves_the_clocks_that_reach_a_changed_date() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    cases.minutes(project, "resolve", 450)
    cases.minutes(project, "rework", 60)
    reached, short = cases.started("resolve"), cases.started("rework")
    elsewhere = cases.started("resolve", project=world.project("cloud", "云栖大厦"))

    preview = clocks_touched_by(project, office, closed_tuesday(office))
    assert [(each.clock.pk, each.due_from, each.due_to) for each in preview] == [
        (reached.pk, at("11-24 10:00"), at("11-25 10:00"))
    ]
    version = change(office, closed_tuesday(office))

    assert cases.fresh(reached).due_at == at("11-25 10:00")
    assert cases.fresh(reached).calendar_version_id == version.pk
    assert cases.fresh(short).calendar_version_id != version.pk
    assert cases.fresh(elsewhere).due_at == elsewhere.due_at
    assert list(broken()) == []


def test_a_later_pause_uses_the_newest_version() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    cases.minutes(project, "resolve", 60, rungs=())
    clock = cases.started("resolve")
    version = change(office, closed_tuesday(office))
    assert cases.fresh(clock).calendar_version_id != version.pk

    paused = pause_clock(
        clock=clock,
        reason=PauseReason.OWNER,
        until=at("11-23 17:30"),
        by=SYSTEM,
        at=at("11-23 10:40"),
    )

    assert paused.due_at == at("11-25 08:50")


def test_a_promise_told_is_not_moved_but_asks_for_renewal() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    holder = world.receptionist(project)
    promise = cases.started("promise", calendar=office, holder=holder)
    assert promise.due_at == at("11-24 17:30")

    (preview,) = clocks_touched_by(project, office, closed_tuesday(office))
    assert (preview.asks_renewal, preview.moves) == (True, False)
    assert preview.due_to == at("11-25 17:30")
    change(office, closed_tuesday(office))

    kept = cases.fresh(promise)
    assert (kept.due_at, kept.asks_renewal) == (at("11-24 17:30"), True)
    assert Event.objects.filter(verb="clocks.renewal_asked", subject_id=kept.pk).count() == 1
    renewed = renew_promise(
        clock=kept,
        until=at("11-25 17:30"),
        reason="全员培训",
        told=Answer(AnswerBy.MESSAGE),
        by=SYSTEM,
        at=at("11-24 09:00"),
    )
    assert (renewed.asks_renewal, renewed.due_at) == (False, at("11-25 17:30"))
    assert list(broken()) == []


def test_versions_are_numbered_and_a_stale_editor_is_told() -> None:
    office = cases.calendar(world.project(), "office")
    change(office, closed_tuesday(office))

    with pytest.raises(StaleEdit):
        change_calendar(calendar=office, content={}, seen=1, by=SYSTEM, at=world.AT)
    numbers = CalendarVersion.objects.filter(calendar=office).order_by("pk")
    assert list(numbers.values_list("number", flat=True)) == [1, 2]


def test_a_calendar_of_its_own() -> None:
    project = world.project()
    own = Calendar("night", "夜班", (windows("20:00-06:00"),) * 7)

    added = add_calendar(project=project, content=own, by=SYSTEM, at=world.AT)

    assert added.reckoned() == own
    with pytest.raises(CalendarTaken):
        add_calendar(project=project, content=own, by=SYSTEM, at=world.AT)


def holidays(*days: tuple[str, bool], issued: date = date(2026, 11, 22)) -> HolidayList:
    listed = tuple(HolidayDay(at(f"{day} 00:00").date(), "元旦", work) for day, work in days)
    return HolidayList(2027, "关于2027年放假安排的通知", "国办发明电〔2026〕7号", issued, listed)


def test_a_new_list_recomputes_every_project() -> None:
    here, there = world.project(), world.project("cloud", "云栖大厦")
    clocks = []
    for project in (here, there):
        cases.minutes(project, "resolve", 60)
        clocks.append(cases.started("resolve", project=project, start="12-31 17:00"))
    # 2027-01-01 is a Friday; without a list it is a plain working day.
    assert {clock.due_at for clock in clocks} == {at("2027-01-01 09:00")}

    load_holidays(content=holidays(("2027-01-01", False)), by=SYSTEM, at=at("12-31 17:10"))

    assert {cases.fresh(clock).due_at for clock in clocks} == {at("2027-01-04 09:00")}
    amended = holidays(("2027-01-01", True), issued=date(2026, 12, 1))
    load_holidays(content=amended, by=SYSTEM, at=at("12-31 17:20"))
    assert {cases.fresh(clock).due_at for clock in clocks} == {at("2027-01-01 09:00")}
    said = explanation_of(here, clocks[0]).sentences
    assert any("国办发明电〔2026〕7号" in sentence for sentence in said)
    assert list(broken()) == []


def test_an_empty_list_or_the_same_again_is_refused() -> None:
    world.project()
    with pytest.raises(NothingToLoad, match="视为没有"):
        load_holidays(content=None, by=SYSTEM, at=world.AT)
    load_holidays(content=holidays(("2027-01-01", False)), by=SYSTEM, at=world.AT)
    with pytest.raises(NothingToLoad, match="已经导入过"):
        load_holidays(content=holidays(("2027-01-01", False)), by=SYSTEM, at=world.AT)


def test_other_facts_count_from_the_original_start() -> None:
    clock = cases.started("own", start="11-23 10:00")
    urgent = retarget_clock(
        clock=clock, facts={"level": "emergency"}, reason="升级", by=SYSTEM, at=at("11-23 10:05")
    )

    assert (urgent.due_at, urgent.started_at) == (at("11-23 10:15"), at("11-23 10:00"))
    assert urgent.policy.name.startswith("紧急")
    assert urgent.facts == {"level": "emergency"}


def test_a_retarget_into_the_past_breaches_at_its_moment() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    drafts = [
        PolicyDraft("急", Duration(30), office, {"priority": {"at_least": 3}}, CHAIN),
        PolicyDraft("平", Duration(120), office, {}, CHAIN),
    ]
    change_policies(project=project, kind="resolve", policies=drafts, by=SYSTEM, at=world.AT)
    clock = cases.started("resolve", facts={"priority": 1})

    urgent = retarget_clock(
        clock=clock, facts={"priority": 3}, reason="业主催办", by=SYSTEM, at=at("11-23 11:00")
    )

    assert urgent.due_at == at("11-23 10:30")
    assert (urgent.verdict, urgent.breached_at) == ("BROKEN", at("11-23 11:00"))


def test_a_time_set_by_hand_stays_until_removed_by_hand() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    cases.minutes(project, "resolve", 450)
    clock = cases.started("resolve")
    by_hand = at("11-26 12:00")
    hand_set_clock(clock=clock, due_at=by_hand, reason="约定", by=SYSTEM, at=at("11-23 10:30"))

    change(office, closed_tuesday(office))
    cases.minutes(project, "resolve", 30)
    held = cases.fresh(clock)
    assert (held.due_at, held.is_hand_set) == (by_hand, True)

    free = remove_hand_set(clock=clock, by=SYSTEM, at=at("11-23 10:50"))
    assert (free.is_hand_set, free.due_at) == (False, at("11-23 10:30"))
    with pytest.raises(ChangeRefused):
        remove_hand_set(clock=clock, by=SYSTEM, at=at("11-23 10:55"))


def test_a_promise_is_not_moved_by_hand() -> None:
    promise = cases.started("promise")

    with pytest.raises(ChangeRefused, match="续诺"):
        hand_set_clock(clock=promise, due_at=at("11-26 12:00"), reason="改", by=SYSTEM, at=world.AT)
    with pytest.raises(ChangeRefused, match="续诺"):
        retarget_clock(clock=promise, facts={}, reason="改", by=SYSTEM, at=world.AT)


def test_policies_move_open_clocks_and_keep_the_earlier_lists() -> None:
    project = world.project()
    clock, promise = cases.started("respond"), cases.started("promise")
    desk = cases.calendar(project, "desk")
    drafts = [PolicyDraft("10 分钟内首次回应", Duration(10), desk, {}, CHAIN)]

    (preview,) = clocks_touched_by_policies(project, "respond", drafts)
    assert (preview.clock.pk, preview.due_to) == (clock.pk, at("11-23 10:10"))
    change_policies(
        project=project, kind="respond", policies=drafts, by=SYSTEM, at=at("11-23 10:05")
    )

    moved = cases.fresh(clock)
    assert (moved.due_at, moved.policy.version.number) == (at("11-23 10:10"), 2)
    assert cases.fresh(promise).due_at == promise.due_at
    assert list(broken()) == []


def test_a_preview_over_facts_says_why() -> None:
    project = world.project()

    chosen = policy_for(project, "follow-up", {"category": "bad_card"})

    assert chosen.policy is not None and chosen.policy.name == "差评:1 天内回访"
    assert [each.fits for each in chosen.match.looked] == [False, True]
    assert chosen.match.looked[0].why == "要求类别为“complaint”,实为“bad_card”,不采用。"


def test_refuses_lists_that_cannot_be() -> None:
    project = world.project()
    desk = cases.calendar(project, "desk")
    good = PolicyDraft("平", Duration(120), desk, {}, CHAIN)

    def refuse(*drafts: PolicyDraft, kind: str = "respond") -> str:
        with pytest.raises((PoliciesRefused, ConditionRefused)) as refusal:
            change_policies(project=project, kind=kind, policies=drafts, by=SYSTEM, at=world.AT)
        return str(refusal.value)

    assert "至少" in refuse()
    assert "最后" in refuse(good, good)
    assert "重复" in refuse(replace(good, rungs=CHAIN + CHAIN))
    assert "没有“moon”" in refuse(replace(good, conditions={"moon": ["full"]}))
    assert "楼栋" in refuse(replace(good, conditions={"building": {"about": 3}}))
    assert "没有“x”" in refuse(good, kind="x")
    elsewhere = cases.calendar(world.project("cloud", "云栖大厦"), "desk")
    assert "不属于本项目" in refuse(replace(good, calendar=elsewhere))
    assert policies_of(project, "respond")[0].version.number == 1


def test_settings_have_defaults() -> None:
    project = world.project()
    assert settings_of(project)[Setting.REOPEN_DATES] == 14

    change_setting(project=project, name=Setting.RENEWALS, value=0, by=SYSTEM, at=world.AT)

    assert setting(project, Setting.RENEWALS) == 0
    with pytest.raises(PoliciesRefused):
        change_setting(
            project=project, name=Setting.REPAIR_SAMPLE_PERCENT, value=101, by=SYSTEM, at=world.AT
        )


def test_handing_over_changes_who_is_told() -> None:
    clock = cases.started("resolve")
    wang = world.receptionist()

    hand_clock(clock=clock, holder=wang, by=SYSTEM, at=world.AT)

    assert cases.fresh(clock).holder == wang


def test_explains_itself() -> None:
    project = world.project()
    cases.minutes(project, "resolve", 450)
    clock = cases.started("resolve", start="2026-11-20 17:00")
    chen = world.supervisor()
    pause_clock(
        clock=clock,
        reason=PauseReason.MATERIAL,
        until=at("11-23 10:00"),
        note="等阀门",
        by=world.by(chen),
        at=at("11-23 09:00"),
    )
    fulfil_clock(clock=clock, by=world.by(chen), at=at("11-24 17:00"))

    said = explanation_of(project, clock).sentences

    assert said[0].startswith("时限规则“450 分钟”(第 2 版,系统于 2026-11-23 10:00 保存)")
    assert "日历“办公时间”第 1 版,系统于 2026-11-23 10:00 保存。" in said
    assert "暂停 2026-11-23(周一)09:00 至 2026-11-23(周一)10:00,扣除其中 60 个工作分钟。" in said
    paused = "2026-11-23 09:00 陈静怡 暂停至 2026-11-23 10:00,原因:等待材料或配件:等阀门。"
    assert paused in said
    assert any(sentence.startswith("到期时间:2026-11-24(周二)") for sentence in said)


def test_an_own_holiday_is_explained(django_assert_num_queries: object) -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    cases.minutes(project, "resolve", 450)
    clock = cases.started("resolve")
    content = replace(office.reckoned(), own_days=(OwnDay(date(2026, 11, 24), False, "司庆"),))
    change(office, content)

    assert any("司庆放假" in sentence for sentence in explanation_of(project, clock).sentences)
    few = world.queries(lambda: explanation_of(project, clock))
    assert few == 6


def test_previews_cost_the_same_for_one_and_for_three() -> None:
    project = world.project()
    office = cases.calendar(project, "office")
    cases.minutes(project, "resolve", 450)
    content = closed_tuesday(office)
    cases.started("resolve")
    one = world.queries(lambda: clocks_touched_by(project, office, content))
    for _ in range(2):
        cases.started("resolve")

    assert world.queries(lambda: clocks_touched_by(project, office, content)) == one == 5
    assert Clock.objects.of(project).open().count() == 3
