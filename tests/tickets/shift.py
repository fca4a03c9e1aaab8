"""A shift at the desk: matters taken and worked on through the commands, in 绿苑小区 at AT."""

from datetime import datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app as current_app
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.core.actors import Actor
from anju.estate.models import Unit
from anju.messaging.models import StaffMessage
from anju.organization.models import User
from anju.tickets.commands.checking import check_order
from anju.tickets.commands.dispatching import order_work
from anju.tickets.commands.taking import take_ticket
from anju.tickets.commands.working import accept_order, finish_order
from anju.tickets.contents import AnsweredNow, Exit, HelpAsked, Matter, OrderDraft, Promised
from anju.tickets.models import Ticket, WorkOrder
from anju.tickets.queries.categories import suggested_categories
from anju.tickets.states import MatterKind
from tests import world
from tests.residents import town

AT = world.AT
ON_PAPER = "纸质检查表已交前台"


def later(minutes: int = 0, **more: int) -> datetime:
    """Return a moment after AT."""
    return AT + timedelta(minutes=minutes, **more)


def home(code: str = "3-1-502") -> Unit:
    """Return a unit of 绿苑小区."""
    return town.unit(code)


def matter(words: str = "厨房水龙头漏水,一直滴", **facts: Any) -> Matter:
    """Return what somebody brought: a repair in 3-1-502, filed as the screen would suggest."""
    given: dict[str, Any] = {"kind": MatterKind.REPAIR, "words": words, **facts}
    if "category" not in given:
        found = suggested_categories(world.project(), words, given["kind"])
        given["category"] = found[0].category if found else None
    if not {"unit", "place", "building", "person", "caller_phone"} & set(facts):
        given["unit"] = home()
    return Matter(**given)


def taken(
    what: Matter | None = None,
    out: Exit | None = None,
    *,
    taker: User | None = None,
    post: str | None = "supervisor",
    at: datetime = AT,
    once: str = "",
) -> Ticket:
    """Take a matter at the desk: a promised repair by the supervisor unless told otherwise."""
    world.project()
    who = taker or world.supervisor()
    return take_ticket(
        project=world.project(),
        matter=what or matter(),
        out=out or Promised(),
        taker=who,
        post=world.post(post) if post else None,
        once=once,
        by=world.by(who),
        at=at,
    )


def answered_now(words: str = "已告知物业费按季度交") -> AnsweredNow:
    return AnsweredNow(words)


def help_asked(department: str = "工程部", question: str = "三栋电梯几点恢复?") -> HelpAsked:
    return HelpAsked(world.department(world.project(), department), question)


def only_order(ticket: Ticket) -> WorkOrder:
    """Return the one work order of a ticket."""
    return WorkOrder.objects.with_tickets().get(ticket=ticket)


def ordered(
    ticket: Ticket, task: str = "换水龙头", *, at: datetime = AT, **draft: Any
) -> WorkOrder:
    """Make a further work order of a ticket."""
    return order_work(ticket=ticket, draft=OrderDraft(task, **draft), by=desk(), at=at)


def desk() -> Actor:
    """Return the supervisor as the author of a change."""
    return world.by(world.supervisor())


def done(order: WorkOrder, *, worker: User | None = None, at: datetime = AT) -> WorkOrder:
    """Accept, finish and check a work order."""
    who = worker or world.engineer()
    accept_order(order=order, worker=who, by=world.by(who), at=at)
    finish_order(
        order=order, result="已更换,试水正常", gap_reason=ON_PAPER, by=world.by(who), at=at
    )
    return check_order(order=order, by=desk(), at=at)


def settle_down(*, most: int = 300) -> list[str]:
    """Do what the house does by itself because of what happened, until it rests; names the tasks.

    Jobs that a test's own transaction deferred are run here in their order, as a worker would.
    """
    done = []
    for _ in range(most):
        job = ProcrastinateJob.objects.filter(status="todo").order_by("id").first()
        if job is None:
            return done
        done.append(job.task_name)
        args = dict(job.args)
        ProcrastinateJob.objects.filter(pk=job.pk).delete()
        current_app.tasks[job.task_name].func(**args)
    raise AssertionError(f"the house does not come to rest: {done[-6:]}")


def told(user: User) -> list[str]:
    """Return the titles of what somebody was told, in order."""
    messages = StaffMessage.objects.filter(user=user).order_by("pk")
    return list(messages.values_list("title", flat=True))
