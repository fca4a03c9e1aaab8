"""The demonstration's contacts: a fortnight of an ordinary desk, and what waits this morning.

Through the door, by the demonstration's own staff. What a machine would send is left to the day:
nothing here goes out by itself before its decent hour.
"""

from datetime import date, datetime, time, timedelta

from anju.contacts.commands.contacting import contact
from anju.contacts.commands.settling import note_copied, record_outcome
from anju.contacts.models import Outreach
from anju.contacts.queries.terms import decent_moment
from anju.contacts.states import Channel, ContactReason, ContactState
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of
from anju.residents.models import Occupancy, OccupancyRole

LVYUAN = "lvyuan"
R, C = ContactReason, Channel
# days ago, hour, who, household, reason, channel, words, outcome
STORY: tuple[tuple[int, int, str, int, ContactReason, Channel, str, str], ...] = (
    (
        13,
        10,
        "lin",
        0,
        R.VISIT,
        C.VISIT,
        "走访:问了电梯噪音好些没有,家里老人腿脚不便。",
        "业主满意",
    ),
    (11, 15, "wang", 1, R.INFORM, C.PHONE, "告知周四清洗外墙,请关好窗户、收好衣物。", "已告知"),
    (9, 9, "wang", 2, R.INFORM, C.WECHAT, "您好,您家的装修垃圾清运单已盖章,可到前台领取。", ""),
    (6, 16, "lin", 0, R.INFORM, C.WECHAT, "您好,三栋楼道灯已经换好,谢谢您的提醒。", ""),
    (5, 11, "wang", 3, R.VISIT, C.PHONE, "回访:上月疏通地漏后是否还有反味。", "业主说没有了"),
    (3, 17, "lin", 0, R.INFORM, C.PHONE, "告知周六上午清洗水箱,请提前储水。", "已告知"),
    (
        2,
        10,
        "wang",
        4,
        R.INFORM,
        C.PAPER,
        "您家门口的鞋柜占了楼道,请本周内移回家中,谢谢。",
        "已放门口信箱",
    ),
)
WAITING: tuple[tuple[str, int, Channel, str], ...] = (
    ("wang", 5, C.WECHAT, "您好,您登记的月租车位已到期,方便时请到前台续办。"),
    ("wang", 6, C.PHONE, "提醒访客车辆请从北门进出,南门道闸正在检修。"),
    ("lin", 0, C.WECHAT, "您好,您反映的绿化带积水已经安排本周处理。"),
)
TONIGHT: tuple[tuple[str, int, str], ...] = (
    ("wang", 7, "周六上午 9 点到 11 点清洗水箱,请提前储水。"),
    ("lin", 7, "周六下午楼道消杀,请关好门窗。"),
)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Fill a fortnight once; a project with any contact is left as it is."""
    project = Project.objects.filter(code=LVYUAN).first()
    if project is None or Outreach.objects.of(project).exists():
        return
    people = {user.login: user for user in staff_of(project, on=today)}
    homes = _homes(project, today)
    if len(homes) < 8:
        return
    for days_ago, hour, login, home, reason, channel, words, outcome in STORY:
        then = datetime.combine(today - timedelta(days=days_ago), time(hour, 20), SHANGHAI)
        made = _said(project, people, login, homes[home], reason, channel, words, outcome, then)
        if made is not None:
            _finish(made, people[login], outcome, then + timedelta(minutes=5))
    for login, home, channel, words in WAITING:
        _said(project, people, login, homes[home], R.INFORM, channel, words, "", at)
    evening = datetime.combine(today - timedelta(days=1), time(21, 30), SHANGHAI)
    for login, home, words in TONIGHT:
        held = _said(project, people, login, homes[home], R.INFORM, C.SMS, words, "", evening)
        if held is not None:
            _keep_until_tomorrow(held, at)


def _said(
    project: Project,
    people: dict[str, User],
    login: str,
    home: Occupancy,
    reason: ContactReason,
    channel: Channel,
    words: str,
    outcome: str,
    at: datetime,
) -> Outreach | None:
    """Contact a household; one that the door refuses is left out of the story."""
    if login not in people:
        return None
    try:
        return contact(
            project=project,
            person=home.person,
            unit=home.unit,
            reason=reason,
            text=words,
            channel=channel,
            is_started_by_us=True,
            outcome=outcome if channel in (C.PHONE, C.VISIT) else "",
            is_confirmed=True,
            by=_actor(people[login]),
            at=at,
        )
    except DomainError:
        return None


def _finish(made: Outreach, user: User, outcome: str, at: datetime) -> None:
    if made.state != ContactState.READY:
        return
    if made.channel == C.WECHAT:
        note_copied(outreach=made, by=_actor(user), at=at)
    elif outcome:
        record_outcome(outreach=made, outcome=outcome, by=_actor(user), at=at)


def _keep_until_tomorrow(held: Outreach, at: datetime) -> None:
    """Let what was written last night still wait, so that the screen shows two to combine."""
    tomorrow = (at + timedelta(days=1)).astimezone(SHANGHAI).replace(hour=8, minute=0, second=0)
    held.goes_at = decent_moment(held.project, held.person, tomorrow)
    held.save(update_fields=["goes_at"])


def _homes(project: Project, today: date) -> list[Occupancy]:
    owners = Occupancy.objects.of(project).on(today).filter(role=OccupancyRole.OWNER)
    owners = owners.filter(person__phones__isnull=False, person__state="ACTIVE").distinct()
    return list(owners.select_related("person", "unit").order_by("unit__code_key", "pk")[10:60:6])


def _actor(user: User) -> Actor:
    return Actor(id=user.pk, name=user.name)
