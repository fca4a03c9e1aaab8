"""The price list: a new price is a new row from a day on; nothing is ever lost."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.core.errors import StaleEdit
from anju.tickets.commands.prices import PriceRefused, add_price, change_price, retire_price
from anju.tickets.models import PriceItem
from anju.tickets.queries.prices import earlier_prices, price_list
from anju.tickets.refusals import AlreadyRetired, NameTaken
from anju.tickets.states import Material
from anju.tickets.verbs import TicketVerb
from tests import world
from tests.threads import at_once

pytestmark = pytest.mark.django_db
NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}
TODAY, TOMORROW = world.TODAY, world.TODAY + timedelta(days=1)
TERMS: dict[str, Any] = {"measure": "次", "material": Material.EXTRA, "note": ""}


def put(price: str = "60.00", day: date = TODAY) -> PriceItem:
    return add_price(
        project=world.project(),
        service="清洗地毯",
        price=Decimal(price),
        valid_from=day,
        **TERMS,
        **NOW,
    )


def raised(item: PriceItem, price: str = "80.00", day: date = TOMORROW) -> PriceItem:
    return change_price(item=item, price=Decimal(price), valid_from=day, **TERMS, **NOW)


def price_on(day: date) -> Decimal | None:
    rows = price_list(world.project(), day)
    now = next((row.now for row in rows if row.shown.service == "清洗地毯"), None)
    return now.price if now else None


def test_a_new_price_holds_from_its_day_and_the_old_one_before() -> None:
    item = put()

    new = raised(item)

    assert price_on(TODAY) == Decimal("60.00")
    assert price_on(TOMORROW) == Decimal("80.00")
    item.refresh_from_db()
    assert item.price == Decimal("60.00")
    assert item in earlier_prices(world.project(), TOMORROW)
    assert new not in earlier_prices(world.project(), TODAY)
    changes = Event.objects.get(verb=TicketVerb.PRICE_CHANGED).changes
    assert changes["price"] == ["¥60.00", "¥80.00"]


def test_prices_that_cannot_be_are_refused() -> None:
    item = put()

    with pytest.raises(NameTaken):
        put()
    with pytest.raises(PriceRefused, match="两位小数"):
        raised(item, "1.005")
    with pytest.raises(PriceRefused, match="两位小数"):
        raised(item, "-1")
    with pytest.raises(PriceRefused, match="早于今天"):
        raised(item, day=TODAY - timedelta(days=1))
    with pytest.raises(PriceRefused, match="已有价格"):
        raised(item, day=TODAY)
    assert PriceItem.objects.filter(service="清洗地毯").count() == 1


def test_who_saw_an_older_price_is_told() -> None:
    item = put()
    raised(item)

    with pytest.raises(StaleEdit):
        raised(item, "90.00", TOMORROW + timedelta(days=1))


def test_a_retired_service_leaves_the_list_and_stays_readable() -> None:
    item = put()
    new = raised(item)

    retire_price(item=new, reason="不再提供", **NOW)

    assert price_on(TOMORROW) is None
    assert PriceItem.objects.filter(service="清洗地毯").count() == 2
    assert {item.pk, new.pk} <= {row.pk for row in earlier_prices(world.project(), TODAY)}
    with pytest.raises(AlreadyRetired):
        retire_price(item=new, **NOW)
    with pytest.raises(AlreadyRetired):
        raised(new, day=TOMORROW + timedelta(days=3))
    put("70.00")
    assert price_on(TODAY) == Decimal("70.00")


def test_the_list_costs_one_query_however_long() -> None:
    here = world.project()

    assert world.queries(lambda: price_list(here, TODAY)) == 1
    put()
    assert world.queries(lambda: price_list(here, TODAY)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_new_prices_at_once_one_is_told() -> None:
    item = put()

    results = at_once(lambda: raised(item, "80.00"), lambda: raised(item, "90.00"))

    assert sorted(type(each).__name__ for each in results) == ["PriceItem", "StaleEdit"]
    assert PriceItem.objects.filter(service="清洗地毯").count() == 2
