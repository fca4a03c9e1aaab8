"""The door: grounds, words, quiet hours, the cap, once, together."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from anju.audit.models import Event
from anju.contacts.commands.combining import combine
from anju.contacts.commands.settling import (
    allow,
    cancel,
    note_copied,
    note_delivery,
    record_outcome,
    release,
)
from anju.contacts.commands.terms import change_terms
from anju.contacts.invariants import broken
from anju.contacts.models import Outreach
from anju.contacts.queries.figures import contacts_per_household
from anju.contacts.queries.outreaches import beside, due_across_projects
from anju.contacts.queries.reach import sharers
from anju.contacts.refusals import (
    MustConfirm,
    NoGround,
    NotReachable,
    NotTogether,
    ReasonMissing,
    TermsRefused,
    WordsRefused,
)
from anju.contacts.states import (
    CONTACT_LIFE,
    PASSING,
    Channel,
    ContactReason,
    ContactState,
)
from anju.contacts.verbs import ContactVerb
from anju.core.actors import SYSTEM
from anju.core.errors import DomainError, ForbiddenTransition, StaleEdit
from anju.residents.commands.erasing import erase_person, restrict_person
from anju.residents.models import ContactGround, Person
from tests import world
from tests.contacts.door import MORNING, NIGHT, answered, informed, outbox, resident
from tests.residents import town
from tests.threads import at_once

pytestmark = pytest.mark.django_db
S = ContactState


def by() -> Any:
    return world.by(world.supervisor())


def days(count: float) -> datetime:
    return world.AT + timedelta(days=count)


def ground(who: Person, value: str, **facts: Any) -> Person:
    Person.objects.filter(pk=who.pk).update(contact_ground=value, **facts)
    who.refresh_from_db()
    return who


def test_a_message_goes_to_the_outbox_with_its_template_and_values() -> None:
    who = resident()

    known = {"事项": "漏水", "编号": "GD-1", "时间": "17:30 前", "进度链接": "/l/progress/1:x/"}
    made = answered(who, occasion="promised", values=known)

    assert made.state == S.READY
    assert made.text.startswith("李阿姨您好,“漏水”(GD-1)我们会在17:30 前给您答复")
    [message] = outbox()
    assert message.pk == made.outgoing_id
    assert made.values["时间"] == "17:30 前" and made.values["称呼"] == "李阿姨"
    assert list(broken()) == []


def test_without_a_channel_it_is_the_one_the_person_prefers() -> None:
    at_home = resident(preferred_channel="WECHAT")
    no_mobile = resident("王强", "057188881234", unit="3-1-501", preferred_channel="SMS")
    nothing_said = resident("赵敏", "13900001111", unit="3-1-503")
    by_mail = resident(
        "钱明", "13900002222", unit="3-1-504", preferred_channel="MAIL", email="qian@example.cn"
    )

    assert answered(at_home, channel=None).channel == Channel.WECHAT
    assert answered(no_mobile, channel=None).channel == Channel.PHONE
    assert answered(nothing_said, channel=None).channel == Channel.SMS
    mailed = answered(by_mail, channel=None)
    assert (mailed.channel, mailed.address) == (Channel.MAIL, "qian@example.cn")


def test_a_template_with_a_missing_value_is_refused_by_its_name() -> None:
    known = {"事项": "漏水", "编号": "GD-1", "进度链接": "/l/progress/1:x/"}
    with pytest.raises(WordsRefused, match=r"“承诺”还缺 \{时间\}"):
        answered(resident(), occasion="promised", values=known)
    with pytest.raises(WordsRefused, match=r"\{时间\}"):
        answered(resident("王强"), "我们会在{时间}给您答复。")
    assert not Outreach.objects.exists() and not outbox()


def test_words_we_do_not_use_never_leave() -> None:
    who = resident()

    with pytest.raises(WordsRefused, match="爱交不交"):
        informed(who, "物业费爱交不交。")
    with pytest.raises(MustConfirm, match="没办法"):
        informed(who, "这个没办法。")
    assert not outbox()
    kept = informed(who, "这个没办法。", is_confirmed=True)
    assert [each["phrase"] for each in kept.findings] == ["没办法"]


@pytest.mark.parametrize("reason", list(ContactReason))
def test_who_withdrew_consent_is_told_only_what_they_wait_for(reason: ContactReason) -> None:
    for who in (
        ground(resident(), ContactGround.NONE),
        ground(resident("王强", "13900001111"), ContactGround.CONSENT, consented_on=None),
    ):
        if reason in PASSING:
            assert informed(who, reason=reason).state == S.READY
        else:
            with pytest.raises(NoGround, match="仍可答复本人提出的事项"):
                informed(who, reason=reason)


def test_a_consent_that_holds_and_a_contract_let_us_write() -> None:
    who = ground(resident(), ContactGround.CONSENT, consented_on=world.TODAY)

    assert informed(who).state == S.READY


def test_people_who_are_gone_are_not_contacted() -> None:
    kept, double, leaver = resident(), resident("李秀莲", unit=""), resident("王强", unit="")
    Person.objects.filter(pk=double.pk).update(state="MERGED", merged_into=kept)
    with pytest.raises(NotReachable, match="已并入"):
        answered(double)
    erase_person(data_request=town.asks(leaver), by=by(), at=world.AT)
    with pytest.raises(NotReachable, match="已删除"):
        answered(leaver)
    restrict_person(data_request=town.asks(kept), by=by(), at=world.AT)
    with pytest.raises(NoGround, match="停止使用"):
        informed(kept)
    assert answered(kept).state == S.READY


def test_no_number_for_the_channel_is_said() -> None:
    who = resident("王强", "057188881234")

    with pytest.raises(NotReachable, match="手机号"):
        informed(who)
    with pytest.raises(NotReachable, match="邮箱"):
        informed(who, channel=Channel.MAIL)
    assert informed(who, channel=Channel.MAIL, address="wang@example.cn").outgoing_id


def test_what_we_start_at_night_goes_out_in_the_morning() -> None:
    held = informed(resident(), at=NIGHT)

    assert (held.state, held.goes_at) == (S.HELD, MORNING)
    assert not outbox()
    assert due_across_projects(at=MORNING - timedelta(minutes=1)) == []
    [due] = due_across_projects(at=MORNING)
    for _ in range(2):
        release(outreach=due, by=SYSTEM, at=MORNING)
    assert len(outbox()) == 1
    held.refresh_from_db()
    assert held.state == S.READY


@pytest.mark.parametrize("reason", PASSING)
def test_what_the_resident_waits_for_passes_the_night(reason: ContactReason) -> None:
    made = informed(resident(), reason=reason, at=NIGHT)

    assert made.passes and made.state == S.READY and len(outbox()) == 1


def test_a_text_that_may_not_pass_waits_even_as_an_answer() -> None:
    who, told = resident(), {"范围": "3栋", "时间": "9:00", "原因": "检修"}

    assert answered(who, occasion="water-off", values=told, at=NIGHT).state == S.HELD
    facts = {"事项": "漏水", "结果": "已修好", "编号": "GD-1", "客服电话": "0571-88880000"}
    assert answered(who, occasion="done", values=facts, at=NIGHT).state == S.READY


def test_ones_own_quiet_hours_count_too() -> None:
    who = resident(quiet_from=time(8), quiet_until=time(10, 30))

    assert informed(who, at=NIGHT).goes_at == MORNING + timedelta(hours=2, minutes=30)
    assert informed(who, "另一件事", at=world.AT).goes_at == world.AT + timedelta(minutes=30)


def test_an_answer_may_be_kept_until_the_morning() -> None:
    kept = answered(resident(), at=NIGHT, not_before=MORNING)

    assert (kept.state, kept.goes_at) == (S.HELD, MORNING)


def test_a_consent_withdrawn_at_night_stops_what_waits() -> None:
    who = resident()
    held = informed(who, at=NIGHT)
    ground(who, ContactGround.NONE)

    released = release(outreach=held, by=SYSTEM, at=MORNING)

    assert released.state == S.CANCELLED and not outbox()


def test_the_fourth_contact_of_a_week_waits_for_a_supervisors_reason() -> None:
    who, other = resident(), resident("王强", "13900001111")
    for number in range(3):
        assert informed(who, f"第 {number} 件事", at=days(number)).state == S.READY

    fourth = informed(other, "第四件事", at=days(3))

    assert fourth.state == S.NEEDS_REASON and len(outbox()) == 3
    assert answered(who, at=days(3)).state == S.READY
    with pytest.raises(ReasonMissing):
        allow(outreach=fourth, why=" ", by=by(), at=days(3))
    allowed = allow(outreach=fourth, why="明天停水,必须告知", by=by(), at=days(3))
    assert allowed.state == S.READY and len(outbox()) == 5
    with pytest.raises(ForbiddenTransition):
        allow(outreach=fourth, why="再来", by=by(), at=days(3))


def test_the_week_rolls_and_what_did_not_arrive_is_not_counted() -> None:
    who = resident()
    first = informed(who, "第一件", at=days(0))
    informed(who, "第二件", at=days(1))
    informed(who, "第三件", at=days(2))
    assert informed(who, "第四件", at=days(6.9)).state == S.NEEDS_REASON
    assert informed(who, "第五件", at=days(7)).state == S.READY
    note_delivery(outreach=first, state=S.FAILED, because="空号", by=SYSTEM, at=days(0))
    assert informed(who, "换一户", unit=None, at=days(3)).state == S.READY


def test_a_call_that_was_made_is_recorded_and_counts() -> None:
    who = resident()
    for number in range(3):
        made = informed(who, f"通知 {number}", channel=Channel.PHONE, outcome="已告知", at=NIGHT)
        assert made.state == S.RECORDED
    assert informed(who, "再一件", at=days(1)).state == S.NEEDS_REASON


def test_a_call_to_be_made_waits_for_its_outcome() -> None:
    call = informed(resident(), channel=Channel.PHONE)

    assert call.state == S.READY and call.outgoing_id is None
    with pytest.raises(ReasonMissing):
        record_outcome(outreach=call, outcome="", by=by(), at=world.AT)
    done = record_outcome(outreach=call, outcome="已告知", by=by(), at=world.AT)
    assert (done.state, done.done_by_name) == (S.RECORDED, "陈静怡")


def test_a_text_for_wechat_is_marked_once_by_whom() -> None:
    text = informed(resident(), channel=Channel.WECHAT)

    marked = note_copied(outreach=text, by=by(), at=world.AT)

    assert (marked.state, marked.done_by_name) == (S.COPIED, "陈静怡")
    with pytest.raises(ForbiddenTransition):
        note_copied(outreach=text, by=by(), at=world.AT)


def test_two_that_wait_for_one_household_become_one_message() -> None:
    who = resident()
    first, second = informed(who, "清洗水箱", at=NIGHT), informed(who, "消杀", at=NIGHT)
    assert beside(world.project(), first) == [first, second]

    joined = combine(outreaches=[first, second], text="清洗水箱,并消杀。", by=by(), at=NIGHT)

    assert joined.state == S.HELD
    first.refresh_from_db()
    assert (first.state, first.combined_into) == (S.CANCELLED, joined)
    release(outreach=joined, by=SYSTEM, at=MORNING)
    assert len(outbox()) == 1
    assert Event.objects.filter(verb=ContactVerb.COMBINED).count() == 2
    figures = contacts_per_household(world.project(), since=days(-1), until=days(2))
    assert (figures.started_by_us, figures.households, figures.per_household) == (1, 1, 1.0)


def test_only_what_waits_for_one_household_and_channel_is_combined() -> None:
    who = resident()
    sms = informed(who, "甲", at=NIGHT)
    wechat = informed(who, "乙", channel=Channel.WECHAT, at=NIGHT)
    sent = informed(who, "丙", at=world.AT)

    for others, why in (([], "两条"), ([wechat], "同一渠道"), ([sent], "已经发出")):
        with pytest.raises(NotTogether, match=why):
            combine(outreaches=[sms, *others], text="合", by=by(), at=NIGHT)
    assert Outreach.objects.filter(state=S.CANCELLED).count() == 0


def test_what_waits_is_given_up_and_what_has_gone_is_not() -> None:
    who = resident()
    held, gone = informed(who, "甲", at=NIGHT), informed(who, "乙")
    note_delivery(outreach=gone, state=S.SENT, by=SYSTEM, at=world.AT)

    assert cancel(outreach=held, reason="不用了", by=by(), at=NIGHT).state == S.CANCELLED
    with pytest.raises(ForbiddenTransition):
        cancel(outreach=gone, reason="", by=by(), at=world.AT)


def test_what_the_transport_says_late_or_twice_changes_nothing() -> None:
    made = informed(resident())
    for state in (S.SENT, S.SENT, S.DELIVERED, S.SENT, S.FAILED):
        note_delivery(outreach=made, state=state, by=SYSTEM, at=world.AT)

    made.refresh_from_db()
    assert made.state == S.DELIVERED
    verbs = Event.objects.filter(verb__in=[ContactVerb.SENT, ContactVerb.DELIVERED])
    assert verbs.count() == 2


def test_every_pair_of_states_is_allowed_or_refused_in_words() -> None:
    for now in S:
        for then in S:
            if CONTACT_LIFE.allows(now, then):
                assert then not in (S.HELD,) or now == S.NEEDS_REASON
            else:
                with pytest.raises(ForbiddenTransition, match=now.label):
                    CONTACT_LIFE.check(now, then)


def test_a_number_of_five_people_is_said() -> None:
    people = [resident(f"李{name}", "13812345678", unit="3-1-502") for name in "甲乙丙丁戊"]

    others = sharers(world.project(), people[0], day=world.TODAY)

    assert {each.name for each in others} == {"李乙", "李丙", "李丁", "李戊"}
    assert answered(people[0]).person == people[0]
    assert len(outbox()) == 1


def test_settings_change_when_and_how_often() -> None:
    here, who = world.project(), resident()
    change_terms(project=here, cap=1, night=None, noon=None, seen=1, by=by(), at=world.AT)

    assert informed(who, at=NIGHT).state == S.READY
    assert informed(who, "又一件", at=NIGHT).state == S.NEEDS_REASON
    with pytest.raises(StaleEdit):
        change_terms(project=here, cap=2, night=None, noon=None, seen=1, by=by(), at=world.AT)
    whole_day = {"night": (time(20), time(8)), "noon": (time(8), time(20))}
    with pytest.raises(TermsRefused, match="一整天"):
        change_terms(project=here, cap=2, **whole_day, by=by(), at=world.AT)
    changes = Event.objects.get(verb=ContactVerb.TERMS_CHANGED).changes
    assert changes["night"] == ["21:00–08:00", "不设"]


def test_the_trail_has_neither_names_nor_words() -> None:
    made = answered(resident(), "李阿姨,13812345678 的水管已换好。", is_confirmed=True)
    cancel(outreach=made, reason="发错了", by=by(), at=world.AT)

    for event in Event.objects.filter(subject_type="contacts.outreach"):
        said = f"{event.subject_name} {event.changes} {event.reason}"
        assert not any(word in said for word in ("李", "138", "水管")), said


def test_the_same_key_and_the_same_words_at_once_are_one() -> None:
    who = resident()

    assert informed(who, key="k").pk == informed(who, "别的话", key="k").pk
    assert informed(who, "一句话").pk == informed(who, "一句话").pk
    assert informed(who, "一句话", at=days(0.01)).pk != informed(who, "一句话").pk
    assert len(outbox()) == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_press_send_at_once_send_one_message() -> None:
    who = resident()
    world.manager()

    def send() -> object:
        return informed(who, by=world.by(world.manager())).pk

    found = at_once(send, send, send)

    assert len(set(found)) == 1 and len(outbox()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_cap_holds_for_those_who_write_to_one_household_at_once() -> None:
    one, other = resident(), resident("王强", "13900001111")
    informed(one, "第一件"), informed(one, "第二件")

    states = at_once(lambda: informed(one, "第三件").state, lambda: informed(other, "第四件").state)

    assert sorted(map(str, states)) == [S.NEEDS_REASON, S.READY]


def test_refusals_are_sentences() -> None:
    for wrong in (
        lambda: informed(resident(), " "),
        lambda: answered(resident("王强"), occasion="nothing"),
        lambda: informed(resident("赵敏"), "", channel=Channel.PHONE),
    ):
        with pytest.raises(DomainError, match="请"):
            wrong()
