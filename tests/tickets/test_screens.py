"""The screens of the catalogue: doors, forms, lists, stale edits, export, print."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from anju.core.actors import SYSTEM
from anju.tickets.commands.categories import change_category
from anju.tickets.models import Checklist, PriceItem, Remit
from anju.tickets.queries.categories import category_in
from anju.tickets.queries.dispatch import rules_of
from tests import world
from tests.tickets.desk import added, category, facts

pytestmark = pytest.mark.django_db
LISTS = ("categories", "remits", "dispatch", "checklists", "prices")
NEW = ("add_category", "add_remit", "add_rule", "add_checklist", "add_price")


def url(name: str, *words: object, project: str = "green", query: str = "") -> str:
    return reverse(f"tickets:{name}", args=[project, *words]) + query


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def supervisor() -> Iterator[Client]:
    yield world.sign_in(Client(), world.supervisor())


@pytest.fixture
def reader() -> Iterator[Client]:
    yield world.sign_in(Client(), world.engineer())


def test_everybody_reads_and_only_some_change(supervisor: Client, reader: Client) -> None:
    stranger = world.sign_in(Client(), world.stranger())
    for name in LISTS:
        assert url("history", name) in said(reader, url(name))
        assert reader.get(url("export", name)).status_code == 403, name
        assert stranger.get(url(name)).status_code == 404, name
    for name in NEW:
        assert url(name) in said(supervisor, url(LISTS[NEW.index(name)]))
        assert url(name) not in said(reader, url(LISTS[NEW.index(name)]))
        assert supervisor.get(url(name)).status_code == 200, name
        assert reader.get(url(name)).status_code == 403, name
    kitchen = category("厨房")
    assert stranger.get(url("change_category", kitchen.pk, project="cloud")).status_code == 404
    assert reader.post(url("retire", "categories", kitchen.pk)).status_code == 403
    assert reader.post(url("restore", "categories", kitchen.pk)).status_code == 403


def test_an_entry_is_added_below_and_what_it_takes_over_stands_there(supervisor: Client) -> None:
    lift = category("公共区域", "电梯")
    address = url("add_below", lift.pk)
    assert "加在“公共区域 › 电梯”下面" in said(supervisor, address)

    wrong = supervisor.post(address, {"name": "扶梯", "keywords": "自动 扶手带"})
    right = supervisor.post(
        address,
        {
            "name": "扶梯",
            "keywords": "自动 扶手带",
            "kinds": ["REPAIR"],
            "level": "NORMAL",
            "reach": "PUBLIC",
        },
    )

    assert wrong.status_code == 422
    assert "自动 扶手带" in wrong.content.decode()
    assert right["Location"] == url("categories")
    assert category("公共区域", "电梯", "扶梯").keywords == ["自动", "扶手带"]


def test_a_stale_edit_shows_both_and_the_second_saving_counts(supervisor: Client) -> None:
    made = added("会所")
    change_category(category=made, facts=facts("俱乐部"), by=SYSTEM, at=world.AT)
    typed = {"name": "活动室", "kinds": ["REPAIR"], "level": "NORMAL", "reach": "PRIVATE"}

    stale = supervisor.post(url("change_category", made.pk), {**typed, "seen": "1"})

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "同事保存的内容" in page and "俱乐部" in page and "活动室" in page
    assert 'name="seen" value="2"' in page
    supervisor.post(url("change_category", made.pk), {**typed, "seen": "2"})
    assert category("活动室").pk == made.pk


def test_moving_hanging_retiring_and_restoring_by_forms(supervisor: Client) -> None:
    top = added("会所")
    pool, gym = added("泳池", top), added("健身房", top)

    supervisor.post(url("move_category", gym.pk), {"step": "up"})
    assert [category("会所", "健身房").rank, category("会所", "泳池").rank] == [1, 2]
    supervisor.post(url("hang_category", gym.pk), {"parent": ""})
    assert category("健身房").pk == gym.pk
    supervisor.post(url("retire", "categories", top.pk), {"reason": "关闭"})
    said(supervisor, url("categories"))  # says once that it was done
    assert "会所" not in said(supervisor, url("categories"))
    assert "会所" in said(supervisor, url("categories", query="?show=retired"))
    supervisor.post(url("restore", "categories", top.pk))
    assert category("会所").pk == top.pk
    refused = supervisor.post(url("retire", "categories", category("公共区域").pk), {"reason": ""})
    assert refused.status_code == 422
    assert "正在用它" in refused.content.decode()
    found = category_in(world.project(), pool.pk)
    assert found is not None and found.retired_at is not None


def test_trying_a_sentence(reader: Client) -> None:
    assert "公共区域 › 电梯 › 困人" in said(
        reader, url("try_suggestions", query="?text=电梯里有人被困")
    )
    assert "没有提示" in said(reader, url("try_suggestions", query="?text=嗯嗯"))


def test_rules_are_added_before_the_last_moved_and_retired(supervisor: Client) -> None:
    here = world.project()
    count = len(rules_of(here))
    form = {
        "name": "夜间绿化",
        "category": category("绿化").pk,
        "starts": "20:00",
        "ends": "06:00",
        "department": world.department(here, "安防部").pk,
        "way": "GRAB",
        "seen": "1",
    }

    half = supervisor.post(url("add_rule"), {**form, "ends": ""})
    supervisor.post(url("add_rule"), form)

    assert half.status_code == 422
    assert "都填上" in half.content.decode()
    assert rules_of(here)[count - 1].name == "夜间绿化"
    supervisor.post(url("arrange"), {"do": f"up:{count}", "seen": "2"})
    assert rules_of(here)[count - 2].name == "夜间绿化"
    supervisor.post(url("arrange"), {"do": "retire:1", "seen": "2"})
    assert len(rules_of(here)) == count + 1
    supervisor.post(url("arrange"), {"do": "retire:1", "seen": "3"})
    assert len(rules_of(here)) == count
    assert supervisor.post(url("arrange"), {"do": "up:999"}).status_code == 404
    stale = supervisor.post(url("change_rule", 1), {**form, "name": "改名"})
    assert stale.status_code == 409
    assert "夜间绿化" in stale.content.decode()


def test_a_rule_is_changed_where_it_stands_now(supervisor: Client) -> None:
    here = world.project()
    first, second = rules_of(here)[:2]
    department = world.department(here, "管理处")
    form = {"name": "新名", "was": first.name, "department": department.pk, "way": "GRAB"}
    form |= {"category": first.category_id, "seen": "2"}
    supervisor.post(url("arrange"), {"do": "down:1", "seen": "1"})

    supervisor.post(url("change_rule", 1), form)

    assert [rule.name for rule in rules_of(here)][:2] == [second.name, "新名"]
    gone = supervisor.post(url("change_rule", 1), {**form, "seen": "3"})
    assert gone.status_code == 422
    assert "已被同事停用或改名" in gone.content.decode()


def test_trying_the_rules_says_where_why_and_who_may(reader: Client) -> None:
    trapped = category("公共区域", "电梯", "困人")
    query = f"?category={trapped.pk}&kind=HELP&hour=23:00"

    page = said(reader, url("try_rules", query=query))

    assert "规则1:电梯困人 → 工程部,最少在手" in page
    assert "先救人" not in page and "报客户服务主管" in page
    assert reader.get(url("try_rules", query="?hour=nonsense&kind=HELP")).status_code == 422


def test_remits_by_forms(supervisor: Client) -> None:
    form = {"post": world.post("cashier").pk, "category": "", "kind": "", "may": "ALONE"}

    supervisor.post(url("add_remit"), form)
    made = Remit.objects.get(post__code="cashier")
    twice = supervisor.post(url("add_remit"), form)
    supervisor.post(url("change_remit", made.pk), {**form, "may": "UP", "seen": "1"})
    stale = supervisor.post(url("change_remit", made.pk), {**form, "seen": "1"})

    assert twice.status_code == 422
    assert stale.status_code == 409
    assert Remit.objects.get(pk=made.pk).may == "UP"
    supervisor.post(url("retire", "remits", made.pk), {"reason": ""})
    assert "收银" in said(supervisor, url("remits", query="?show=retired"))


def test_a_checklist_is_typed_one_line_an_item(supervisor: Client) -> None:
    form = {
        "name": "换灯",
        "use": "OUTDOOR",
        "before_entering": "",
        "before_starting": "断电(拍照)\n\n摆警示牌(拍照)",
        "before_leaving": "试亮",
    }

    supervisor.post(url("add_checklist"), form)
    made = Checklist.objects.get(name="换灯")
    page = said(supervisor, url("change_checklist", made.pk))
    empty = {**form, "before_starting": "", "before_leaving": "", "seen": "1"}
    refused = supervisor.post(url("change_checklist", made.pk), empty)

    assert "断电(拍照)\n摆警示牌(拍照)" in page
    assert refused.status_code == 422
    assert "至少要有一项" in refused.content.decode()
    assert "换灯" in said(supervisor, url("checklists"))


def test_prices_by_forms_and_on_paper(supervisor: Client) -> None:
    form = {"measure": "次", "price": "66.5", "material": "NONE", "note": ""}
    day = "2099-01-01"

    supervisor.post(url("add_price"), {**form, "service": "洗地毯", "valid_from": day})
    made = PriceItem.objects.get(service="洗地毯")
    early = supervisor.post(url("change_price", made.pk), {**form, "valid_from": "2098-01-01"})

    assert early.status_code == 422
    assert "尚未生效" in said(supervisor, url("prices"))
    sheet = said(supervisor, url("print_prices"))
    assert "更换水龙头" in sheet and "洗地毯" not in sheet
    supervisor.post(url("retire", "prices", made.pk), {"reason": ""})
    assert supervisor.get(url("change_price", made.pk)).status_code == 404
    assert supervisor.post(url("restore", "prices", made.pk)).status_code == 404


def test_nonsense_in_an_address_is_not_found(supervisor: Client) -> None:
    kitchen = category("厨房")
    for address in (
        url("history", "nothing"),
        url("retire", "nothing", kitchen.pk),
        url("retire", "remits", 999999),
        url("change_rule", 999),
    ):
        assert supervisor.get(address).status_code == 404, address
