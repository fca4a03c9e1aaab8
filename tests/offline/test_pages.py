"""补录 as the supervisor sees it, and what stands at the root for phones."""

import json
import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from anju.archives.commands import store_upload
from anju.offline.models import OfflineEntry
from tests import world
from tests.offline import work
from tests.offline.chains import chain, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Client:
    return world.sign_in(Client(), world.supervisor())


def held(name: str = "work", step: str = "begin") -> OfflineEntry:
    worker = world.engineer()
    place = work.new_work(worker, name=name)
    work.change(place, hands=world.receptionist().pk)
    return deliver(chain([(step, "换了厨房阀芯" if step == "tick" else "")])[0], place, worker)


def page(name: str, *args: object) -> str:
    return reverse(f"offline:{name}", args=["green", *args])


def test_the_list_shows_what_waits_for_a_decision_first(chen: Client) -> None:
    entry = held()
    worker = world.engineer()
    deliver(chain([("begin", "")])[0], work.new_work(worker, name="fine"), worker)

    open_ones = chen.get(page("entries")).content.decode()
    everything = chen.get(page("entries") + "?show=all").content.decode()

    assert page("entry", entry.pk) in open_ones
    assert "这项工作已改派给别人。" in open_ones
    assert open_ones.count("data-row") == 1 and everything.count("data-row") == 2
    assert everything.index("待主管处理</") < everything.rindex("已办理")


def test_an_entry_is_told_in_words(chen: Client) -> None:
    entry = held(step="tick")

    shown = chen.get(page("entry", entry.pk)).content.decode()

    assert "换了厨房阀芯" in shown and "做了什么" in shown
    assert "赵志强" in shown and "这项工作已改派给别人。" in shown
    assert "words" not in re.sub(r'class="[^"]*"', "", shown)


def test_adopting_leads_to_the_next_of_the_same_work(chen: Client) -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    work.change(place, hands=world.receptionist().pk)
    first, second = (
        deliver(made, place, worker) for made in chain([("begin", ""), ("tick", "甲")])
    )

    answer = chen.post(page("adopt", first.pk))
    last = chen.post(page("adopt", second.pk))

    assert answer["Location"] == page("entry", second.pk)
    assert last["Location"] == page("entries")
    assert work.done_of(place) == ["begin", "tick 甲"]


def test_an_adoption_that_is_not_possible_is_said_on_the_page(chen: Client) -> None:
    entry = held(step="tick")

    answer = chen.post(page("adopt", entry.pk))

    assert answer.status_code == 422
    assert "没有采用:请先开始,再勾选。" in answer.content.decode()


def test_discarding_asks_for_a_reason(chen: Client) -> None:
    entry = held()

    without = chen.post(page("discard", entry.pk), {"reason": ""})
    answer = chen.post(page("discard", entry.pk), {"reason": "已由李师傅重做"})

    assert without.status_code == 422
    assert answer.status_code == 302
    shown = chen.get(page("entry", entry.pk)).content.decode()
    assert "已由李师傅重做" in shown and "陈静怡" in shown


def test_photos_are_handed_out_behind_the_same_door(chen: Client) -> None:
    worker = world.engineer()
    place = work.new_work(worker)
    work.change(place, hands=world.receptionist().pk)
    photo = store_upload(
        project=world.project(),
        upload=work.picture(),
        folder=django_settings.ANJU_FILES,
        by=world.by(worker),
        at=world.AT,
    )
    entry = deliver(chain([("photo", "")])[0], place, worker, files={"photo": [photo]})
    url = page("file", entry.pk, photo.token)

    assert url in chen.get(page("entry", entry.pk)).content.decode()
    assert chen.get(url)["Content-Type"] == "image/jpeg"
    assert world.sign_in(Client(), worker).get(url).status_code == 403


def test_a_long_list_costs_no_more_queries_than_a_short_one(chen: Client) -> None:
    held("work-0")
    one = world.queries(lambda: chen.get(page("entries")))
    for number in range(1, 4):
        held(f"work-{number}")

    assert world.queries(lambda: chen.get(page("entries"))) == one


def test_the_worker_is_served_at_the_root_and_never_kept() -> None:
    answer = Client().get("/sw.js")

    source = answer.content.decode()
    facts = json.loads(source[source.index("work({") + 5 : source.rindex(")")])
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert facts["offlineUrl"] == "/offline/" and facts["keep"]


def test_the_manifest_names_the_app() -> None:
    facts = json.loads(Client().get("/manifest.webmanifest").content)

    assert facts["short_name"] == "安居" and facts["display"] == "standalone"
    assert facts["icons"][0]["src"].endswith(".svg")


def test_the_page_without_network_names_nobody() -> None:
    shown = world.sign_in(Client(), world.engineer()).get("/offline/").content.decode()

    assert "现在没有网络" in shown
    assert "赵志强" not in shown


def test_the_line_stands_on_the_phones_pages_only(chen: Client) -> None:
    home = reverse("workbench:home", args=["green"])
    phone = world.sign_in(Client(), world.engineer())

    assert "<outbox-line" in phone.get(home).content.decode()
    assert "<outbox-line" not in chen.get(home).content.decode()
