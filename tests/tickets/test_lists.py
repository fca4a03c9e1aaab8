"""Every list of the catalogue: handed out, with its history, at a steady cost."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from anju.audit.models import Event
from anju.tickets.commands.categories import change_category
from anju.tickets.models import Category, Checklist, PriceItem, Remit
from anju.tickets.verbs import TicketVerb
from anju.tickets.views.exporting import PARTS
from tests import world
from tests.tickets.desk import category, facts

pytestmark = pytest.mark.django_db
LISTS = ("categories", "remits", "dispatch", "checklists", "prices")


def url(name: str, *words: object) -> str:
    return reverse(f"tickets:{name}", args=["green", *words])


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def supervisor() -> Iterator[Client]:
    yield world.sign_in(Client(), world.supervisor())


@pytest.mark.parametrize("part", LISTS)
def test_every_part_is_handed_out_and_the_trail_says_so(supervisor: Client, part: str) -> None:
    answer = supervisor.get(url("export", part))

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == [column.heading for column in PARTS[part][1]]
    event = Event.objects.get(verb=TicketVerb.EXPORTED)
    assert event.changes["rows"] == [None, len(rows) - 1]
    assert supervisor.get(url("export", "nothing")).status_code == 404


@pytest.mark.parametrize("part", LISTS)
def test_a_history_shows_who_changed_what(supervisor: Client, part: str) -> None:
    assert "预置内容" in said(supervisor, url("history", part))
    change_category(
        category=category("厨房"), facts=facts("厨房间"), by=world.by(world.manager()), at=world.AT
    )

    page = said(supervisor, url("history", part))

    assert ("林建国" in page and "厨房间" in page) == (part == "categories")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(supervisor: Client, name: str) -> None:
    here = world.project()
    many = world.queries(lambda: supervisor.get(url(name)))
    for model in (Checklist, PriceItem, Remit):
        kept = model.objects.of(here).earliest("pk")
        model.objects.of(here).exclude(pk=kept.pk).update(retired_at=world.AT)
    Category.objects.of(here).exclude(pk=category("厨房").pk).update(retired_at=world.AT)

    assert world.queries(lambda: supervisor.get(url(name))) == many
