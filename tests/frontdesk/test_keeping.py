"""Nothing typed is lost: two drafts, a correction within ten minutes, the foot of the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from anju.archives.queries import files_of
from anju.drafts.commands import save_draft
from anju.drafts.models import Draft
from anju.tickets.commands.taking import change_ticket
from anju.tickets.contents import Matter
from anju.tickets.models import Ticket
from anju.tickets.states import MatterKind
from tests import world
from tests.archives import samples
from tests.frontdesk.posting import WORDS, at_desk, save, taken, text, typed, url
from tests.residents import town

pytestmark = pytest.mark.django_db


def drafted(slot: int, **fields: Any) -> None:
    save_draft(
        project=world.project(),
        user=world.receptionist(),
        key=f"frontdesk.intake.{slot}",
        fields=fields,
        version=0,
        at=timezone.now(),
    )


def test_each_slot_comes_back_as_it_was_left() -> None:
    client = at_desk()
    town.unit()
    drafted(1, words="厨房漏水", unit="3-1-502", is_emergency=[], kind="REPAIR")
    drafted(2, words="楼上很吵", kind="COMPLAINT", is_unnamed="on", order_task_1="劝阻")

    first = client.get(url(query="?slot=1")).content.decode()
    second = client.get(url(query="?slot=2")).content.decode()

    assert "厨房漏水</textarea>" in first
    assert 'value="3-1-502"' in first
    assert "登记 2<small>楼上很吵</small>" in first
    assert 'name="is_emergency" class="form-check-input" id="id_is_emergency">' in first
    assert "楼上很吵</textarea>" in second
    assert 'value="劝阻"' in second
    assert '我的草稿 <b class="num">2</b>' in second


def test_saving_one_slot_leaves_the_other() -> None:
    client = at_desk()
    drafted(1, words="厨房漏水")
    drafted(2, words="楼上很吵")

    answer = save(client, slot=2)

    assert "slot=2" in answer["Location"]
    assert [each.key for each in Draft.objects.all()] == ["frontdesk.intake.1"]
    assert "楼上很吵" not in text(client.get(answer["Location"]))


def test_a_refused_form_is_the_draft_even_over_an_older_one() -> None:
    client = at_desk()
    drafted(1, words="旧的")

    save(client, words="新的", out=None)

    assert "新的</textarea>" in client.get(url()).content.decode()


def test_nobody_sees_the_draft_of_another() -> None:
    drafted(1, words="我的半句话")

    assert "我的半句话" not in text(at_desk(world.supervisor()).get(url()))


def changed(client: Client, ticket: Ticket, **fields: Any) -> Any:
    return client.post(
        url("correct", ticket.pk), typed(**{"seen": ticket.edition, "out": None, **fields})
    )


def test_what_was_just_saved_is_put_right() -> None:
    client = at_desk()
    ticket = taken(client)
    shown = client.get(url("correct", ticket.pk)).content.decode()
    assert WORDS in shown
    assert 'value="3-1-502"' in shown
    assert f'name="summary" value="{ticket.summary}"' not in shown

    answer = changed(client, ticket, words="厨房和卫生间都漏", level="URGENT")

    assert answer.status_code == 302
    ticket.refresh_from_db()
    assert (ticket.words, ticket.level) == ("厨房和卫生间都漏", "URGENT")
    assert ticket.summary == "厨房和卫生间都漏"


def test_an_answer_on_the_spot_can_be_put_right_too() -> None:
    client = at_desk()
    ticket = taken(client, kind="QUESTION", out="ANSWERED", answer="每季度交")

    assert changed(client, ticket, kind="QUESTION", words="物业费几时交").status_code == 302


def test_after_ten_minutes_it_is_too_late_and_nobody_elses_is_open() -> None:
    client = at_desk()
    ticket = taken(client)
    assert at_desk(world.supervisor()).get(url("correct", ticket.pk)).status_code == 404
    then = timezone.now() - timedelta(minutes=11)
    Ticket.objects.filter(pk=ticket.pk).update(received_at=then, entered_at=then)

    late = client.get(url("correct", ticket.pk))
    typed_late = changed(client, ticket, words="改过的话")

    assert late.status_code == 302
    assert typed_late.status_code == 422
    assert "请写明修改的原因" in text(typed_late)
    assert "改过的话" in typed_late.content.decode()
    assert "修改原因" in text(typed_late)
    assert "更正" not in text(client.get(url(query=f"?saved={ticket.pk}"))).split("诉求")[0]


def test_two_texts_are_shown_when_a_colleague_saved_in_between() -> None:
    client = at_desk()
    ticket = taken(client)
    seen = ticket.edition
    change_ticket(
        ticket=ticket,
        matter=Matter(kind=MatterKind.REPAIR, words="同事写的话", unit=town.unit()),
        seen=None,
        reason="补充",
        by=world.by(world.supervisor()),
        at=timezone.now(),
    )

    answer = changed(client, ticket, seen=seen, words="我写的话")

    assert answer.status_code == 409
    assert "同事写的话" in text(answer)
    assert "我写的话" in text(answer)
    ticket.refresh_from_db()
    assert ticket.words == "同事写的话"


def test_a_photo_stays_through_a_refusal_and_hangs_on_the_ticket() -> None:
    client = at_desk()
    photo = samples.upload(samples.picture("PNG"), "漏水.png")
    stored = client.post(url("upload"), {"file": photo}).json()

    refused = save(client, files=stored["id"], out=None)
    assert f'value="{stored["id"]}" data-name="漏水.png"' in refused.content.decode()
    ticket = taken(client, files=stored["id"])

    assert [each.name for each in files_of(ticket)] == ["漏水.png"]


def test_a_photo_sent_without_script_is_kept_too() -> None:
    photo = samples.upload(samples.picture("PNG"), "漏水.png")

    ticket = taken(at_desk(), files=photo)

    assert [each.name for each in files_of(ticket)] == ["漏水.png"]


def test_the_foot_counts_what_its_lists_show() -> None:
    client = at_desk()
    taken(client, once="a")
    today = taken(
        client, once="b", until=f"{timezone.localtime() + timedelta(minutes=5):%Y-%m-%dT%H:%M}"
    )

    bar = client.get(url(), headers={"HX-Request": "true"})

    assert bar.content.decode().lstrip().startswith("<footer")
    shown = text(bar)
    assert "今天到期的承诺 1" in shown or timezone.localtime().strftime("%H:%M") > "23:54"
    assert "我负责的 2" in shown
    assert today.pk


def test_the_page_costs_the_same_for_one_ticket_and_for_three() -> None:
    client = at_desk()
    town.unit()
    drafted(1, words="厨房漏水", unit="3-1-502")
    other = {"unit": "3-1-502", "kind": "REPAIR"}
    at_desk(world.supervisor())
    colleague = world.sign_in(Client(), world.supervisor())

    def look() -> object:
        return client.get(url())

    taken(colleague, once="a", **other)
    one = world.queries(look)
    taken(colleague, once="b", **other)
    taken(colleague, once="c", **other)

    assert world.queries(look) == one


def test_what_is_entered_later_counts_from_when_it_came_and_can_still_be_corrected() -> None:
    client = at_desk()
    came = timezone.localtime() - timedelta(hours=3)

    ticket = taken(client, received_at=f"{came:%Y-%m-%dT%H:%M}")
    page = client.get(url("correct", ticket.pk))

    assert ticket.received_at == came.replace(second=0, microsecond=0)
    assert timezone.now() - ticket.entered_at < timedelta(minutes=1)
    assert page.status_code == 200
    assert change_ticket(
        ticket=ticket,
        matter=Matter(kind=MatterKind.REPAIR, words="说错了,是卫生间", unit=town.unit()),
        seen=ticket.edition,
        by=world.by(world.receptionist()),
        at=timezone.now(),
    ).words.startswith("说错了")


@pytest.mark.parametrize(("hours", "said"), [(-1, "不能晚于现在"), (31 * 24, "30 天以内")])
def test_a_moment_of_receiving_that_cannot_be_is_refused(hours: int, said: str) -> None:
    came = timezone.localtime() - timedelta(hours=hours)

    answer = save(at_desk(), received_at=f"{came:%Y-%m-%dT%H:%M}")

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Ticket.objects.exists()
