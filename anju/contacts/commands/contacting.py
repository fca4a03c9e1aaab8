"""The door: the only way to a resident (C6.22d, C6.22e)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models, transaction

from anju.audit.record import record
from anju.clocks.commands.answering import Answer, fulfil_clock
from anju.clocks.models import Clock
from anju.clocks.states import AnswerBy
from anju.contacts.commands.handing import hand_over
from anju.contacts.commands.refusing import (
    address_for,
    checked_words,
    refuse_no_ground,
    refuse_unreachable,
)
from anju.contacts.contents import Wording, worded
from anju.contacts.models import MessageTemplate, Outreach
from anju.contacts.queries.reach import reach_of
from anju.contacts.queries.templates import texts_for
from anju.contacts.queries.terms import decent_moment, terms_of
from anju.contacts.refusals import ReasonMissing, WordsRefused
from anju.contacts.states import (
    PASSING,
    SPOKEN,
    WRITTEN,
    Channel,
    ContactReason,
    ContactState,
)
from anju.contacts.variables import read_back
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor
from anju.estate.models import Unit
from anju.organization.models import Project
from anju.residents.models import Person

ONE_PRESS = timedelta(minutes=1)
"""Within it the same words to the same person are one press of the button, sent twice."""

_ANSWERS = {Channel.PHONE: AnswerBy.CALL, Channel.VISIT: AnswerBy.VISIT}


@transaction.atomic
def contact(
    *,
    project: Project,
    person: Person,
    unit: Unit | None,
    reason: ContactReason,
    text: str = "",
    template: MessageTemplate | None = None,
    occasion: str = "",
    values: Mapping[str, str] | None = None,
    channel: Channel | None = None,
    subject: models.Model | None = None,
    is_started_by_us: bool,
    keeps: Clock | None = None,
    outcome: str = "",
    address: str = "",
    not_before: datetime | None = None,
    is_confirmed: bool = False,
    why: str = "",
    instead_of: Outreach | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Outreach:
    """Contact a resident, or refuse with what may still be done; the same key is one contact.

    Without a channel it is the one that the person prefers. A call or visit with its outcome is
    recorded as made. What we start waits outside quiet hours, and beyond the week's cap for a
    supervisor's reason; what the resident waits for passes.

    :param text: the words; or a `template`, or the code of an `occasion`, with its `values`.
        Words and a template together: as somebody completed them by hand.
    :param keeps: the promise that this contact keeps (rule 4 of the deadlines).
    :param address: where mail goes.
    :param not_before: not sooner, whatever the hour allows: an answer kept until the morning.
    :param is_confirmed: somebody has read what the language check warns of.
    :param why: a supervisor's reason to go beyond the cap; the caller has checked the right.
    :raises NoGround: if we may not contact this person for this.
    :raises NotReachable: if the person is gone, or has no number for the channel.
    :raises WordsRefused: without words, with a value missing, or with words we do not use.
    :raises MustConfirm: if the check warns and nobody has confirmed.
    """
    person = Person.objects.locked().select_related("project").get(pk=person.pk)
    _lock_household(unit)
    known = Outreach.objects.of(project).filter(key=key).first() if key else None
    if known is not None:
        return known
    refuse_unreachable(person)
    refuse_no_ground(person, reason, is_started_by_us=is_started_by_us)
    channel = channel or reach_of(person).channel
    wording = _wording(project, person, channel, text, template, occasion, values or {})
    is_made = channel in SPOKEN and bool(outcome.strip())
    findings = []
    if channel in WRITTEN:
        findings = checked_words(project, wording, is_confirmed=is_confirmed)
    elif not wording.text.strip():
        raise WordsRefused("请写明说了什么、要说什么。")
    same = _just_said(person, subject, channel, wording.text, at)
    if same is not None and instead_of is None:
        return same
    outreach = Outreach(
        project=project,
        person=person,
        unit=unit,
        channel=channel,
        reason=reason,
        is_started_by_us=is_started_by_us,
        is_counted=is_started_by_us and reason not in PASSING,
        passes=passes(reason, wording.template, is_started_by_us=is_started_by_us),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        template=wording.template,
        text=wording.text.strip(),
        values=dict(wording.values),
        address="" if is_made else address_for(person, channel, address),
        findings=findings,
        keeps=keeps,
        key=key or f"contact:{uuid4()}",
        instead_of=instead_of,
        why=why.strip(),
        outcome=outcome.strip(),
        by_id=by.id,
        by_name=by.label,
        made_at=at,
    )
    _place(outreach, is_made=is_made, not_before=not_before, at=at)
    outreach.save()
    _note(outreach, by=by, at=at)
    if keeps is not None:
        _keep(outreach, keeps, by=by, at=at)
    hand_over(outreach, by=by, at=at)
    return outreach


def passes(
    reason: ContactReason, template: MessageTemplate | None, *, is_started_by_us: bool
) -> bool:
    """Tell whether a contact passes quiet hours (C6.22d): it is waited for; leaves no event."""
    if reason == ContactReason.EMERGENCY:
        return True
    is_waited_for = reason in PASSING or not is_started_by_us
    return is_waited_for and (template is None or template.passes_quiet)


def is_over_cap(outreach: Outreach, *, at: datetime) -> bool:
    """Tell whether a household has had its week's contacts without this one; leaves no event."""
    if not outreach.is_counted:
        return False
    others = Outreach.objects.of(outreach.project).counted(at)
    others = others.of_household(outreach.unit, outreach.person).exclude(pk=outreach.pk)
    return others.count() >= terms_of(outreach.project).cap


def _place(outreach: Outreach, *, is_made: bool, not_before: datetime | None, at: datetime) -> None:
    """Decide when it goes, and whether it may: made already, now, at a decent hour, or asked."""
    if is_made:
        outreach.state, outreach.goes_at, outreach.settled_at = ContactState.RECORDED, at, at
        outreach.done_by_name = outreach.by_name
        return
    earliest = max(at, not_before or at)
    if not outreach.passes:
        earliest = decent_moment(outreach.project, outreach.person, earliest)
    outreach.goes_at = earliest
    if not outreach.why and is_over_cap(outreach, at=at):
        outreach.state = ContactState.NEEDS_REASON
    else:
        outreach.state = ContactState.HELD if earliest > at else ContactState.READY


def _wording(
    project: Project,
    person: Person,
    channel: Channel,
    text: str,
    template: MessageTemplate | None,
    occasion: str,
    values: Mapping[str, str],
) -> Wording:
    """Return the words; of an occasion the text for this channel, else the one closest to it."""
    if occasion and template is None:
        texts = texts_for(project, occasion)
        near = Channel.PHONE if channel in SPOKEN else Channel.SMS
        template = texts.get(channel) or texts.get(near) or next(iter(texts.values()), None)
        if template is None:
            raise WordsRefused("这个场合没有在用的消息模板,请先在“消息模板”里恢复或新建。")
    if template is None:
        return Wording(text)
    if text.strip():
        back = read_back(template.text, text)
        return Wording(text) if back is None else Wording(text, template, back)
    found = worded(template, values, project=project, person=person)
    if found.missing:
        names = "、".join(f"{{{name}}}" for name in found.missing)
        where = "(在项目资料里填)" if "客服电话" in found.missing else ""
        raise WordsRefused(f"模板“{template.name}”还缺 {names}{where},请补上后再发。")
    return found


def _just_said(
    person: Person, subject: models.Model | None, channel: Channel, text: str, at: datetime
) -> Outreach | None:
    same = Outreach.objects.of(person.project).filter(
        person=person,
        channel=channel,
        text=text.strip(),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        made_at__gt=at - ONE_PRESS,
    )
    return same.exclude(state__in=(ContactState.FAILED, ContactState.CANCELLED)).first()


def _lock_household(unit: Unit | None) -> None:
    """Let those who contact one household wait for each other: the cap is counted."""
    if unit is not None:
        Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)


def _keep(outreach: Outreach, promise: Clock, *, by: Actor, at: datetime) -> None:
    if outreach.state == ContactState.NEEDS_REASON or outreach.goes_at > promise.due_at:
        raise ReasonMissing("这条消息要等到承诺时间以后才发出,不算兑现承诺。请改打电话。")
    answer = Answer(_ANSWERS.get(Channel(outreach.channel), AnswerBy.MESSAGE), outreach.outcome)
    fulfil_clock(clock=promise, answer=answer, note="已告知业主", by=by, at=at)


def _note(outreach: Outreach, *, by: Actor, at: datetime) -> None:
    changes = {
        "channel": (None, Channel(outreach.channel).label),
        "reason": (None, ContactReason(outreach.reason).label),
        "state": (None, ContactState(outreach.state).label),
        "goes_at": (None, outreach.goes_at if outreach.goes_at > at else None),
    }
    project_id = outreach.project_id
    record(Verb.CONTACTED, subject=outreach, project_id=project_id, by=by, at=at, changes=changes)
