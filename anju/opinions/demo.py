"""The demonstration's opinions: cards of four weeks, last weeks' samples, praise both ways.

Made through the commands from what the desk's demonstration has left, relative to today.
"""

import random
from datetime import date, datetime, time, timedelta

from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI, local_date
from anju.opinions.commands.cards import give_card
from anju.opinions.commands.drawing import draw_week
from anju.opinions.commands.praising import note_praise
from anju.opinions.contents import Answers
from anju.opinions.drawing import monday_of
from anju.opinions.models import OpinionCard
from anju.opinions.queries.draws import WEEK
from anju.opinions.states import CardWay, Direction, PraiseSource, Seven
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.states import OrderState, Rating, TicketState

SEED = 20_262
LVYUAN = "lvyuan"
_OVER = (OrderState.DONE, OrderState.CHECKED)
GOOD = (
    "赵师傅来得快,修好还把地擦干净了,谢谢。",
    "很耐心,给我讲了以后怎么用。",
    "鞋套、垫布都带了,挺放心。",
    "",
    "",
    "",
)
FAIR = ("修是修好了,就是比说好的晚了半小时。", "希望周末也能上门。", "")
BAD = (
    "修完第二天又漏了,打电话还要再排队。",
    "地上的灰没有收拾,是我自己拖的。",
)
PRAISE = (
    (12, "zhao", PraiseSource.SPOKEN, "半夜里水管爆了,赵师傅二十分钟就到,家里老人很感激。"),
    (8, "wang", PraiseSource.MESSAGE, "前台王婷每次都记得我家的事,不用我说第二遍。"),
    (4, "zhao", PraiseSource.LETTER, "送来锦旗一面:热心服务,技术过硬。"),
)
THANKS = (
    (9, "zhou", "主动腾出车位让消防车作业,谢谢您。"),
    (3, "lin", "连续三年担任楼栋志愿者,帮我们把通知送到每一户。"),
)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Fill 绿苑小区; a project with any card is left as it is."""
    project = Project.objects.filter(code=LVYUAN).first()
    if project is None or OpinionCard.objects.filter(project=project).exists():
        return
    people = {user.login: user for user in staff_of(project, on=today)}
    _cards(project, at)
    day = monday_of(today) - WEEK
    if datetime.combine(day + WEEK, time(7, 5), SHANGHAI) > at:
        day -= WEEK
    _draw(project, day, datetime.combine(day + WEEK, time(7, 5), SHANGHAI))
    _praise(project, people, today, at)


def _cards(project: Project, at: datetime) -> None:
    """Give cards for half of the finished work, the last bad one a few hours ago."""
    draw = random.Random(SEED)  # noqa: S311  a story, no secret
    orders = WorkOrder.objects.of(project).filter(state__in=_OVER, department__party=None)
    orders = orders.exclude(ticket__state__in=(TicketState.CANCELLED, TicketState.MERGED))
    recent = list(orders.select_related("ticket").order_by("-done_at", "-pk")[:40])
    for number, order in enumerate(recent):
        assert order.done_at is not None
        rating = draw.choice((Rating.GOOD, Rating.GOOD, Rating.GOOD, Rating.FAIR))
        given_at = min(order.done_at + timedelta(minutes=draw.randint(10, 200)), at)
        if number in (1, 4):
            rating, given_at = Rating.BAD, at - timedelta(hours=2 + number)
        if draw.random() < 0.5 and rating != Rating.BAD:
            continue
        if given_at >= order.done_at:
            _card(order, rating, draw, given_at)


def _card(order: WorkOrder, rating: Rating, draw: random.Random, at: datetime) -> None:
    words = {Rating.GOOD: GOOD, Rating.FAIR: FAIR, Rating.BAD: BAD}[rating]
    is_bad = rating == Rating.BAD
    answers = Answers(
        overall=rating,
        attitude=Rating.FAIR if is_bad else Rating.GOOD,
        speed=draw.choice((Rating.GOOD, Rating.FAIR)),
        quiet=Rating.GOOD,
        tidy=Rating.BAD if is_bad else Rating.GOOD,
        seven=draw.choice((Seven.YES, Seven.YES, Seven.UNSEEN)) if not is_bad else Seven.NO,
        words=draw.choice(words),
    )
    try:
        give_card(ticket=order.ticket, order=order, answers=answers, way=CardWay.LINK, at=at)
    except DomainError:
        return  # the story has moved on: called off, or followed up meanwhile


def _draw(project: Project, day: date, at: datetime) -> None:
    try:
        draw_week(
            project=project, day=day, seed=f"demo-{day:%Y%m%d}", by=Actor(None, "系统"), at=at
        )
    except DomainError:
        return  # a week without repairs


def _praise(project: Project, people: dict[str, User], today: date, at: datetime) -> None:
    tickets = list(
        Ticket.objects.of(project)
        .filter(person__isnull=False, unit__isnull=False)
        .select_related("person", "unit")
        .order_by("pk")[:5]
    )
    if not tickets or "zhou" not in people:
        return
    by = Actor(people["zhou"].pk, people["zhou"].name)
    for (ago, login, source, words), ticket in zip(PRAISE, tickets, strict=False):
        if login in people:
            note_praise(
                project=project,
                direction=Direction.STAFF,
                source=source,
                words=words,
                users=[people[login]],
                person=ticket.person,
                unit=ticket.unit,
                happened_on=local_date(at) - timedelta(days=ago),
                by=by,
                at=at,
            )
    for (ago, login, words), ticket in zip(THANKS, tickets[3:], strict=False):
        if login in people:
            note_praise(
                project=project,
                direction=Direction.RESIDENT,
                source=PraiseSource.OTHER,
                words=words,
                users=[people[login]],
                person=ticket.person,
                unit=ticket.unit,
                happened_on=today - timedelta(days=ago),
                by=by,
                at=at,
            )
