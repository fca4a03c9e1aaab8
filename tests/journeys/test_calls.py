"""The telephone in a browser: ringing beside what is typed, the intake linked, called back."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House, listening

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
DESK = "/p/lvyuan/desk/"
OURS = "0571-87650000"


@pytest.fixture(scope="module")
def ring(house: House) -> Callable[..., Any]:
    """Post an event of the exchange with a token from the command line."""
    path = house.says("telephony", "token", "--project", "lvyuan").splitlines()[0].strip()

    def post(event: str, call_id: str, number: str, **more: str) -> Any:
        said = {"event": event, "callId": call_id, "from": number, "to": OURS, "direction": "in"}
        cause = {"cause": "normalClearing"} if event == "hangup" else {}
        request = Request(  # noqa: S310  our own address
            f"{house.address}{path}",
            json.dumps({**said, **cause, **more}).encode(),
            {"Content-Type": "application/json"},
        )
        with urlopen(request, timeout=10) as answer:  # noqa: S310  as above
            return json.loads(answer.read())

    return post


@pytest.fixture
def number(house: House) -> str:
    """The first telephone of 3-1-502, whom the demonstration's desk knows."""
    code = (
        "from anju.residents.models import Occupancy, Phone;"
        "entry = Occupancy.objects.filter(project__code='lvyuan', unit__code='3-1-502')"
        ".order_by('pk').first();"
        "print(Phone.objects.filter(person=entry.person).order_by('rank', 'pk').first().number)"
    )
    return house.says("manage", "shell", "--no-imports", "-c", code).strip().splitlines()[-1]


def test_a_call_arrives_beside_what_is_typed_and_becomes_a_linked_ticket(
    house: House, sit_down: Browsers, ring: Callable[..., Any], number: str
) -> None:
    page = sit_down("he")
    page.goto(f"{DESK}?slot=1")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")
    words = page.locator("#id_words")
    words.click()
    words.press_sequentially("三号楼大堂灯不亮,")

    assert ring("newCall", "j-1", number) == {}
    ring("answer", "j-1", number, answeringNumber="he")
    card = page.locator(".call")
    expect(card).to_contain_text("通话中")
    expect(card).to_contain_text("3-1-502")
    assert number not in page.content()
    expect(words).to_be_focused()
    words.press_sequentially("已经两天")
    expect(words).to_have_value("三号楼大堂灯不亮,已经两天")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 860})

    ring("newCall", "j-2", "17099990001")
    ring("answer", "j-2", "17099990001", answeringNumber="he")
    expect(page.locator(".calls__more")).to_contain_text("1 通电话在等")

    card.get_by_role("button", name="登记").first.press("Enter")
    page.wait_for_url("**slot=2")
    expect(page.locator("#id_unit")).to_have_value("3-1-502")
    expect(page.locator("#household")).to_contain_text("3栋1单元502")
    expect(page.locator(".intake__call")).to_contain_text("来电")
    expect(page.locator(".desk__slots")).to_contain_text("三号楼大堂灯不亮")
    page.locator("#id_words").fill("问物业费几号前交")
    page.locator('[name="kind"][value="QUESTION"]').check(force=True)
    listening(page).keyboard.press("F2")
    page.locator("#id_answer").fill("每季度首月 15 日前")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("已登记 GD-")

    ring("hangup", "j-1", number)
    page.goto("/p/lvyuan/calls/")
    page.locator("#call-rows tbody tr", has_text="已通话").first.locator("a").first.click()
    expect(page.locator("#call")).to_contain_text("登记为")
    assert violations(page) == []
    page.goto(f"{DESK}?slot=1")
    expect(page.locator("#id_words")).to_have_value("三号楼大堂灯不亮,已经两天")
    ring("hangup", "j-2", "17099990001")
    page.goto("/p/lvyuan/calls/")  # whoever sits down next finds the desk empty
    in_the_house(house, 'Draft.objects.filter(user__login="he").delete()\n')


def test_a_missed_call_is_called_back_and_closed_by_the_next_talk(
    sit_down: Browsers, ring: Callable[..., Any]
) -> None:
    page, caller = sit_down("he"), "17099990077"
    page.goto("/p/lvyuan/calls/backs/")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")
    ring("newCall", "j-m", caller)
    ring("hangup", "j-m", caller, cause="noAnswer")
    group = page.locator(".backs__group", has_text="170****0077")
    expect(group).to_contain_text("未接 1 次")
    expect(group).to_contain_text("前回电")
    assert violations(page) == []

    group.get_by_role("button", name="回电").click()
    expect(page.get_by_role("link", name=caller)).to_be_visible()
    ring("newCall", "j-o", OURS, **{"from": OURS, "to": caller, "direction": "out"})
    ring(
        "answer",
        "j-o",
        OURS,
        **{"from": OURS, "to": caller, "direction": "out", "answeringNumber": "he"},
    )
    ring("hangup", "j-o", OURS, **{"from": OURS, "to": caller, "direction": "out"})
    page.goto("/p/lvyuan/calls/backs/?show=done")
    expect(page.locator("#back-rows")).to_contain_text("电话已接通")
    expect(page.locator("#back-rows")).to_contain_text("170****0077")


def test_the_simulator_plays_a_story_on_the_own_screen(sit_down: Browsers) -> None:
    page = sit_down("chen")
    page.goto("/p/lvyuan/calls/simulator/")
    page.locator("#id_story").select_option("talk")
    page.locator("#id_person").select_option(index=1)
    page.get_by_role("button", name="播放").click()
    expect(page.locator(".call")).to_contain_text("通话中")
    expect(page.locator(".call")).to_contain_text("演练")
    page.locator(".call").get_by_role("button", name="保持").click()
    expect(page.locator(".call")).to_contain_text("保持中")
    page.locator(".call").get_by_role("button", name="恢复通话").click()
    expect(page.locator(".call")).to_contain_text("通话中")
    page.locator(".call").get_by_role("button", name="误拨").click()
    expect(page.locator(".call")).to_have_count(0)
    assert violations(page) == []


NIGHT = """
from datetime import time
from django.utils import timezone
from anju.contacts.commands.settling import release
from anju.contacts.commands.terms import change_terms
from anju.contacts.models import Outreach
from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.drafts.models import Draft
from anju.organization.models import Project
project, now = Project.objects.get(code="lvyuan"), timezone.now()
"""


def in_the_house(house: House, code: str) -> None:
    """Run some code among the house's own; here for the hour, which no browser can turn."""
    house.says("manage", "shell", "-v", "0", "-c", NIGHT + code)


def test_from_the_ringing_to_the_answer_in_the_morning(
    house: House, sit_down: Browsers, ring: Callable[..., Any], number: str
) -> None:
    in_the_house(
        house,
        "hour = now.astimezone(SHANGHAI).hour\n"
        "night = (time((hour - 2) % 24), time((hour + 3) % 24))\n"
        "change_terms(project=project, cap=3, night=night, noon=None, by=SYSTEM, at=now)\n",
    )
    page = sit_down("wang")
    page.goto(DESK)
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")

    ring("newCall", "j-whole", number)
    ring("answer", "j-whole", number, answeringNumber="wang")
    page.locator(".call").get_by_role("button", name="登记").first.press("Enter")
    expect(page.locator("#id_unit")).to_have_value("3-1-502")
    page.locator("#id_words").fill("问地下车库的充电桩几时能用")
    page.locator('[name="kind"][value="QUESTION"]').check(force=True)
    listening(page).keyboard.press("F8")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_contain_text("已登记 GD-")
    ring("hangup", "j-whole", number)

    page.locator(".saved").get_by_role("link", name="打开工单").click()
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")
    expect(page.locator(".ticket__right")).to_contain_text("来电")
    page.keyboard.press("a")
    page.locator("#id_words").fill("充电桩周五装好,到时可以用,谢谢您提醒。")
    page.get_by_label("方式").select_option("MESSAGE")
    page.get_by_label("渠道").select_option("SMS")
    expect(page.get_by_label("再发")).to_be_checked()
    page.keyboard.press("Control+Enter")
    story = page.locator(".ticket__story")
    expect(story).to_contain_text("充电桩周五装好")
    expect(story).to_contain_text("等到合适时间")

    in_the_house(
        house,
        'held = Outreach.objects.filter(text__contains="充电桩周五装好").get()\n'
        "release(outreach=held, by=SYSTEM, at=held.goes_at)\n"
        "usual = (time(21), time(8))\n"
        "change_terms(project=project, cap=3, night=usual, noon=None, by=SYSTEM, at=now)\n",
    )
    expect(story).not_to_contain_text("等到合适时间")
    expect(page.locator(".ticket__marks")).to_contain_text("已答复")
