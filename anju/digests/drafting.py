"""A day in words: the text that the supervisor finds, edits and signs. Pure.

It names tickets by number and place, never the people who called.
"""

from collections import Counter
from datetime import datetime

from anju.core.periods import SHANGHAI
from anju.digests.queries.stories import MOST_NAMED, Named, Story
from anju.tickets.models import Ticket
from anju.tickets.states import Grade, Rating, TicketState

NUMERALS = "一二三四五六七八九"


def draft_body(story: Story, *, since: datetime, until: datetime) -> str:
    """Return the text of a digest, a heading for each part that has something to say."""
    counts = {each.label: each.count for each in story.figures}
    parts = [("概况", _overview(counts, since, until))]
    parts += [
        (title, _list(story, named))
        for title, named in (
            ("重大投诉", story.majors),
            ("当日投诉", story.complaints),
            ("破诺", story.broken),
            ("无人接单", story.unassigned),
            ("超时升级", story.escalated),
        )
        if named.count
    ]
    parts.append(("答复与回访", _answers(story, counts)))
    if story.due_next.count:
        parts.append(("次日须答复", _list(story, story.due_next)))
    return "\n\n".join(
        f"{NUMERALS[place]}、{title}\n{text}" for place, (title, text) in enumerate(parts)
    )


def _overview(counts: dict[str, int], since: datetime, until: datetime) -> str:
    kinds = [f"{name} {counts[name]}" for name in _KINDS if counts[name]]
    said = f"{_spoken(since)}至{_spoken(until)}受理 {counts['受理']} 件"
    said += f"({'、'.join(kinds)})。" if kinds else "。"
    said += (
        f"当场答复 {counts['当场答复']} 件,共答复 {counts['答复']} 件,关闭 {counts['关闭']} 件。"
    )
    said += f"\n目前待答复 {counts['待答复']} 件"
    worries = [
        f"{name} {counts[name]} 件"
        for name in ("已破诺未答复", "无人接单", "退回", "重大未结")
        if counts[name]
    ]
    return said + (f",其中{'、'.join(worries)}。" if worries else ",没有破诺、无人接单和退回。")


_KINDS = ("报修", "投诉", "求助", "咨询", "建议", "表扬")


def _answers(story: Story, counts: dict[str, int]) -> str:
    said = []
    if story.answered_complaints.count:
        said.append(f"答复投诉 {story.answered_complaints.count} 件:")
        said.append(_list(story, story.answered_complaints))
    opinions = _opinions(story.opinions)
    said.append(f"回访 {counts['回访']} 件" + (f":{opinions}。" if opinions else "。"))
    if story.unhappy.count:
        said += ["不满意的:", _list(story, story.unhappy)]
    if counts["待回访"]:
        said.append(f"到期待回访 {counts['待回访']} 件。")
    return "\n".join(said)


def _list(story: Story, named: Named) -> str:
    lines = [f"· {_line(story, ticket)}" for ticket in named.tickets]
    if named.count > MOST_NAMED:
        lines.append(f"· 等共 {named.count} 件,其余见清单")
    return "\n".join(lines)


def _line(story: Story, ticket: Ticket) -> str:
    stands = [TicketState(ticket.state).label]
    if ticket.is_complaint and ticket.grade != Grade.ORDINARY:
        stands.insert(0, Grade(ticket.grade).label)
    if department := story.waits_for.get(ticket.pk):
        stands.append(department)
    elif ticket.is_open and ticket.holder is not None:
        stands.append(f"负责人{ticket.holder.name}")
    where = f" {ticket.where}" if ticket.where else ""
    return f"{ticket.number}{where} {ticket.summary}({','.join(stands)})"


def _opinions(opinions: Counter[str]) -> str:
    """Return what the owners said afterwards: 满意 3,不满意 1."""
    return ",".join(f"{rating.label} {opinions[rating]}" for rating in Rating if opinions[rating])


def _spoken(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M} "
