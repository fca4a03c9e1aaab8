"""The demonstration's desk: four weeks of 绿苑小区 told forward to this minute, a few of 云栖大厦.

Made from a seed by the commands, relative to today; what would be under way now is under way, with
its deadlines running. Nobody in it exists.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from anju.core.actors import Actor
from anju.estate.models import Place
from anju.organization.models import Project
from anju.organization.queries.staff import staff_of
from anju.residents.models import Occupancy
from anju.tickets.believable.lives import Life
from anju.tickets.believable.matters import FAULT_TITLE, FAULT_WORDS, HOME, ORDINARY, Told
from anju.tickets.believable.month import Month, opening, sweep
from anju.tickets.commands.crews import set_skills
from anju.tickets.commands.faults import open_fault
from anju.tickets.commands.quoting import LineDraft, decide_quote, quote_order
from anju.tickets.commands.working import accept_order, refuse_order
from anju.tickets.contents import Matter
from anju.tickets.models import Category, PriceItem, Ticket, WorkOrder
from anju.tickets.queries.categories import tree_of
from anju.tickets.states import ConsentBy, Level, MatterKind, OrderState, Source, Urgency
from anju.tickets.suggesting import suggest

SEED = 20_261
DAYS = 28
A_DAY = {"lvyuan": 1, "yunqi": 0}
LATELY = {"lvyuan": (6, 7, 7), "yunqi": (2, 2, 1)}  # three days ago, two days ago, yesterday
DESKS = {"lvyuan": ("wang", "he"), "yunqi": ("xie",)}
SKILLS = {"zhao": ("厨房", "卫生间", "门窗与阳台"), "ma": ("户内水电", "公共区域"), "tang": ()}


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Fill the desks; a project with any ticket is left as it is."""
    for code in DESKS:
        project = Project.objects.filter(code=code).first()
        if project is None or Ticket.objects.of(project).exists():
            continue
        people = {user.login: user for user in staff_of(project, on=today)}
        if all(login in people for login in DESKS[code]):
            month = Month(project, people, at, random.Random(SEED))  # noqa: S311  a story, no secret
            _Desk(month, today).open(by=by)


class _Desk:
    """What a project's month is made of: who calls, about what, filed where."""

    def __init__(self, month: Month, today: date) -> None:
        self.month, self.today = month, today
        self.homes = _homes(month.project)
        self.places = list(Place.objects.filter(project=month.project).order_by("pk"))
        self.filed: dict[str, Category | None] = _filed(month.project)
        self.code = month.project.code

    def open(self, *, by: Actor) -> None:
        """Plan the month and let it pass."""
        if not self.homes:
            return
        self._skills(by)
        for ago in range(DAYS, -1, -1):
            day = self.today - timedelta(days=ago)
            for hour in (9, 14, 18, 20) if ago <= 3 else ():
                self.month.at(opening(day, hour, 30), sweep)
            for _ in range(self._count(ago)):
                self._plan(day)
        if self.code == "lvyuan":
            self._today()
            self._common_fault()
            self._paid(3, ConsentBy.PHONE)
            self._paid(0, None)
        self.month.at(self.month.now, sweep)
        self.month.pass_by()

    def _count(self, ago: int) -> int:
        if ago == 0 or ago > 3:
            return A_DAY[self.code] + self.month.draw.randint(0, 1) if A_DAY[self.code] else 0
        return LATELY[self.code][3 - ago]

    def _plan(self, day: date) -> None:
        """Let somebody bring something at some time of a day's desk hours."""
        draw = self.month.draw
        told = draw.choices(ORDINARY, [each.weight for each in ORDINARY])[0]
        moment = opening(
            day, draw.choice((8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 18)), draw.randint(0, 59)
        )
        pace = draw.choices((0.6, 1.0, 1.6, 4.0), (4, 8, 3, 1))[0]
        life = self._life(told, pace=pace, is_unhappy=draw.random() < 0.05)
        self.month.at(moment, life.take)

    def _today(self) -> None:
        """Leave under way what a supervisor looks at today: due, broken, deferred, refused."""
        repairs = [each for each in ORDINARY if each.kind == MatterKind.REPAIR]
        yesterday = self.today - timedelta(days=1)
        slow = ((yesterday, 9, 20), (yesterday, 10, 45), (yesterday, 14, 10), (yesterday, 16, 30))
        for (day, hour, minute), told in zip(slow, repairs[3:], strict=False):
            self.month.at(opening(day, hour, minute), self._life(told, pace=1, stays="answer").take)
        before = self.today - timedelta(days=2)
        self.month.at(opening(before, 15, 5), self._life(repairs[6], pace=1, stays="answer").take)
        for days, told in ((4, repairs[9]), (2, repairs[12])):
            life = replace(self._life(told, pace=0.5), deferred=days)
            self.month.at(opening(yesterday, 11, 15), life.take)
        now = self.month.now
        refused = self._life(repairs[10], pace=1, stays="accept")
        self.month.at(now - timedelta(minutes=95), refused.take)
        self.month.at(now - timedelta(minutes=88), partial(self._refuse, refused))
        for minutes, told in (
            (70, repairs[0]),
            (52, repairs[1]),
            (33, repairs[2]),
            (6, repairs[7]),
        ):
            self.month.at(now - timedelta(minutes=minutes), self._life(told, pace=1.0).take)

    def _common_fault(self) -> None:
        """Let five households complain about one lift within three days: a major complaint."""
        homes = [each for each in self.homes if each.unit.building.code == "3"] or self.homes
        units = list({each.unit_id: each for each in homes}.values())[: len(FAULT_WORDS)]
        lives = []
        for place, (words, home) in enumerate(zip(FAULT_WORDS, units, strict=False)):
            told = Told(MatterKind.COMPLAINT, words, "", department="工程部")
            matter = Matter(
                kind=MatterKind.COMPLAINT,
                words=words,
                source=Source.WECHAT if place == 2 else Source.PHONE,
                person=home.person,
                unit=home.unit,
                category=self.filed[FAULT_WORDS[0]],
                urgency=Urgency.VERY,
                level=Level.URGENT,
            )
            taker = DESKS[self.code][0]
            life = Life(self.month, told, matter, taker, stays="finish", has_work=place == 0)
            lives.append(life)
            moment = opening(self.today - timedelta(days=1), 9 + 2 * place, 12)
            self.month.at(min(moment, self.month.now - timedelta(minutes=50)), life.take)
        when = opening(self.today - timedelta(days=1), 19, 40)
        self.month.at(min(when, self.month.now - timedelta(minutes=40)), partial(self._join, lives))

    def _join(self, lives: Sequence[Life], at: datetime) -> None:
        tickets = [life.ticket for life in lives if life.ticket is not None]
        project, by = self.month.project, self.month.by("chen")
        open_fault(project=project, title=FAULT_TITLE, tickets=tickets, by=by, at=at)

    def _refuse(self, life: Life, at: datetime) -> None:
        order = WorkOrder.objects.filter(ticket=life.ticket, state=OrderState.ASSIGNED).first()
        if order is not None and order.assignee is not None:
            by = Actor(id=order.assignee.pk, name=order.assignee.name)
            refuse_order(order=order, reason="属于燃气公司管辖,请联系燃气公司", by=by, at=at)

    def _paid(self, days: int, consent: ConsentBy | None) -> None:
        """Let somebody want a paid service: quoted, and agreed to or still to be."""
        told = next(each for each in ORDINARY if "晾衣架" in each.words)
        life = self._life(told, pace=1, stays="accept")
        start = self.month.now - timedelta(days=days, minutes=120)
        self.month.at(start, life.take)
        self.month.at(start + timedelta(minutes=20), partial(self._quote, life, consent))

    def _quote(self, life: Life, consent: ConsentBy | None, at: datetime) -> None:
        order = WorkOrder.objects.filter(ticket=life.ticket).select_related("assignee").first()
        item = PriceItem.objects.filter(
            project=self.month.project, service="安装晾衣架", retired_at=None
        ).first()
        if order is None or order.assignee is None or item is None:
            return
        worker = Actor(id=order.assignee.pk, name=order.assignee.name)
        accept_order(order=order, worker=order.assignee, by=worker, at=at)
        lines = [
            LineDraft(Decimal(1), item),
            LineDraft(Decimal(4), None, "膨胀螺栓", Decimal("2.50")),
        ]
        quote = quote_order(order=order, lines=lines, by=worker, at=at)
        if consent is not None:
            decide_quote(quote=quote, consent_by=consent, by=self.month.by("wang"), at=at)

    def _life(self, told: Told, *, pace: float, is_unhappy: bool = False, stays: str = "") -> Life:
        draw = self.month.draw
        home = draw.choice(self.homes)
        place = self._place(told)
        is_unnamed = place is not None and draw.random() < 0.2
        matter = Matter(
            kind=told.kind,
            words=told.words,
            source=draw.choices(
                (Source.PHONE, Source.VISIT, Source.WECHAT, Source.HOTLINE), (8, 3, 3, 0.2)
            )[0],
            person=None if is_unnamed else home.person,
            is_unnamed=is_unnamed,
            unit=None if place else home.unit,
            place=place,
            category=self.filed[told.words],
            urgency=draw.choice((Urgency.USUAL, Urgency.USUAL, Urgency.VERY, Urgency.CALM)),
        )
        taker = draw.choice(DESKS[self.code])
        return Life(self.month, told, matter, taker, pace=pace, is_unhappy=is_unhappy, stays=stays)

    def _place(self, told: Told) -> Place | None:
        if told.where == HOME:
            return None
        return next((each for each in self.places if told.where in each.name), None)

    def _skills(self, by: Actor) -> None:
        tree = tree_of(self.month.project)
        tops = {each.name: each for each in tree.children(None)}
        for login, names in SKILLS.items():
            if login in self.month.people and names and self.code == "lvyuan":
                set_skills(
                    project=self.month.project,
                    user=self.month.people[login],
                    categories=[tops[name] for name in names if name in tops],
                    by=by,
                    at=opening(self.today - timedelta(days=DAYS), 8),
                )


def _homes(project: Project) -> list[Occupancy]:
    """Return some households to call from, in no order that anybody would notice."""
    found = Occupancy.objects.filter(project=project, ends_on=None, unit__isnull=False)
    homes = list(found.select_related("person", "unit__building", "unit__entrance").order_by("pk"))
    random.Random(SEED).shuffle(homes)  # noqa: S311  a story, no secret
    return homes[:200]


def _filed(project: Project) -> dict[str, Category | None]:
    """Return under what the desk would file each matter, as the screen suggests it."""
    tree = tree_of(project)
    candidates = tree.candidates()
    words = [(each.words, each.kind) for each in ORDINARY]
    words += [(each, MatterKind.COMPLAINT) for each in FAULT_WORDS]
    filed: dict[str, Category | None] = {}
    for said, kind in words:
        best = suggest(candidates, said, kind=kind, limit=1)
        filed[said] = tree.path(best[0].pk)[-1] if best else None
    return filed
