"""Tickets that belong together, and a ticket changed by two."""

import pytest

from anju.tickets.commands.taking import change_ticket
from anju.tickets.models import Ticket, TicketLink
from anju.tickets.states import LinkKind, TicketState
from tests import world
from tests.threads import at_once
from tests.tickets import shift
from tests.tickets.screens.counter import (
    now,
    page_of,
    sign_in,
    supervisor,
    taken,
    text,
    url,
)

pytestmark = pytest.mark.django_db


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def fields(ticket: Ticket, **changes: object) -> dict[str, object]:
    """Return what the form of a change sends."""
    return {
        "kind": ticket.kind,
        "words": ticket.words,
        "summary": ticket.summary,
        "unit": "3-1-502",
        "urgency": "USUAL",
        "level": "NORMAL",
        "source": "PHONE",
        "seen": ticket.edition,
        **changes,
    }


def test_a_merge_is_shown_before_it_is_done() -> None:
    world.engineer()
    kept, gone, client = taken(), taken(), supervisor()
    order = shift.only_order(gone)
    address = url("merge_ticket", gone.pk)

    asked = text(client.get(address))
    assert kept.number in asked
    unknown = client.get(f"{address}?number=9999")
    assert unknown.status_code == 422
    assert "没有找到这个编号" in text(unknown)
    count = kept.number.rsplit("-", 1)[1]
    preview = text(client.get(f"{address}?number={int(count)}"))
    assert f"并入 {kept.number}" in preview
    assert order.number in preview
    assert fresh(gone).state == TicketState.OPEN

    done = client.post(address, {"number": kept.number, "reason": "同一件事"})
    assert done.status_code == 302
    assert done["Location"] == url("ticket", kept.pk)
    assert fresh(gone).merged_into_id == kept.pk
    assert order.number in page_of(client, kept)
    assert f'已并入 <a href="{url("ticket", kept.pk)}">' in page_of(client, gone)
    twice = client.post(address, {"number": kept.number})
    assert twice.status_code == 422


def test_it_is_not_merged_into_itself_or_into_what_ended() -> None:
    ticket, over, client = taken(), taken(out=shift.answered_now()), supervisor()
    address = url("merge_ticket", ticket.pk)

    self_ = client.post(address, {"number": ticket.number})
    ended = client.post(address, {"number": over.number})

    assert self_.status_code == ended.status_code == 422
    assert "不能并入自己" in text(self_)
    assert "已经答复或结束" in text(ended)


def test_a_ticket_of_another_project_is_not_found_by_its_number() -> None:
    ticket, client = taken(), supervisor()
    there = world.project("cloud", "云栖大厦")
    Ticket.objects.filter(pk=taken().pk).update(number="GD-2026-0777")
    Ticket.objects.filter(number="GD-2026-0777").update(project=there)

    answer = client.post(url("link_ticket", ticket.pk), {"number": "GD-2026-0777"})

    assert answer.status_code == 422
    assert "没有找到这个编号" in text(answer)


def test_a_part_is_split_off_with_its_work_once() -> None:
    world.engineer()
    ticket, client = taken(), supervisor()
    goes = shift.ordered(ticket, "清地面", at=now())
    said = {"words": "地面有水", "kind": "HELP", "orders": [goes.pk], "once": "split-1"}

    assert client.post(url("split_ticket", ticket.pk), {**said, "words": ""}).status_code == 422
    first = client.post(url("split_ticket", ticket.pk), said)
    second = client.post(url("split_ticket", ticket.pk), {**said, "orders": []})

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    link = TicketLink.objects.get(earlier=ticket)
    assert (link.kind, link.later.unit) == (LinkKind.SPLIT, ticket.unit)
    goes.refresh_from_db()
    assert goes.ticket == link.later
    assert "拆出" in page_of(client, ticket)
    assert "拆自" in page_of(client, link.later)


def test_two_are_linked_by_number() -> None:
    ticket, other, client = taken(), taken(), supervisor()

    empty = client.post(url("link_ticket", ticket.pk), {"number": ""})
    self_ = client.post(url("link_ticket", ticket.pk), {"number": ticket.number})
    done = client.post(url("link_ticket", ticket.pk), {"number": other.number.lower()})

    assert (empty.status_code, self_.status_code, done.status_code) == (422, 422, 302)
    assert other.number in page_of(client, ticket)
    assert ticket.number in page_of(client, other)


def test_it_is_changed_with_a_reason_and_what_is_masked_stays() -> None:
    caller = {"caller_name": "司马相如", "caller_phone": "13987654321"}
    ticket = taken(what=shift.matter(unit=shift.home(), **caller))
    client = sign_in(world.receptionist())
    form = text(client.get(url("change_ticket", ticket.pk)))
    assert "13987654321" not in form
    said = fields(ticket, words="水管爆了", summary="水管爆裂", level="URGENT")

    silent = client.post(url("change_ticket", ticket.pk), said)
    assert silent.status_code == 422
    assert "水管爆了" in text(silent)
    nowhere = client.post(
        url("change_ticket", ticket.pk), {**said, "unit": "9-9-999", "reason": "x"}
    )
    assert nowhere.status_code == 422
    assert "没有找到房号" in text(nowhere)
    saved = client.post(url("change_ticket", ticket.pk), {**said, "reason": "业主又来电"})
    assert saved.status_code == 302

    changed = fresh(ticket)
    assert (changed.summary, changed.level) == ("水管爆裂", "URGENT")
    assert changed.caller_phone == "13987654321"
    assert changed.caller_name == "司马相如"
    assert "业主又来电" in page_of(client, ticket)


def test_two_who_change_it_see_both_texts() -> None:
    ticket, client = taken(), supervisor()
    mine = fields(ticket, words="楼上漏下来的水", reason="核实")
    change_ticket(
        ticket=ticket,
        matter=shift.matter("厨房和阳台都漏"),
        seen=ticket.edition,
        reason="业主补充",
        by=world.by(world.receptionist()),
        at=now(),
    )

    both = client.post(url("change_ticket", ticket.pk), mine)
    assert both.status_code == 409
    assert "厨房和阳台都漏" in text(both)
    assert "楼上漏下来的水" in text(both)
    assert fresh(ticket).words == "厨房和阳台都漏"
    again = {**mine, "seen": fresh(ticket).edition}
    assert client.post(url("change_ticket", ticket.pk), again).status_code == 302
    assert fresh(ticket).words == "楼上漏下来的水"


@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_once_lose_nothing() -> None:
    ticket = taken()
    first, second = supervisor(), sign_in(world.receptionist())
    address = url("change_ticket", ticket.pk)

    answers = at_once(
        lambda: first.post(address, fields(ticket, words="甲写的", reason="甲")),
        lambda: second.post(address, fields(ticket, words="乙写的", reason="乙")),
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409]  # type: ignore[attr-defined]
    loser = next(answer for answer in answers if answer.status_code == 409)  # type: ignore[attr-defined]
    shown = loser.content.decode()  # type: ignore[attr-defined]
    assert "甲写的" in shown
    assert "乙写的" in shown
