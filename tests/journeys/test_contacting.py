"""Talking with an owner in a browser: an answer by message, a promise at night, a held notice."""

import re
from collections.abc import Callable
from textwrap import dedent

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.conftest import House

pytestmark = pytest.mark.journey
Browsers = Callable[..., Page]
SETUP = dedent(
    """
    from datetime import timedelta
    from django.utils import timezone
    from anju.contacts.commands.contacting import contact
    from anju.contacts.commands.settling import release
    from anju.contacts.models import Outreach
    from anju.contacts.states import Channel, ContactReason
    from anju.core.actors import Actor, SYSTEM
    from anju.core.periods import SHANGHAI
    from anju.organization.models import Project, User
    from anju.residents.models import Occupancy
    from anju.tickets.commands.taking import take_ticket
    from anju.tickets.contents import Matter, Promised
    from anju.tickets.states import MatterKind
    project = Project.objects.get(code="lvyuan")
    taker = User.objects.get(login="wang")
    by = Actor(id=taker.pk, name=taker.name)
    now = timezone.now()
    homes = Occupancy.objects.filter(
        project=project, role="OWNER", ends_on=None, person__phones__number__startswith="1",
        person__state="ACTIVE", person__preferred_channel="", person__quiet_from=None,
    ).select_related("person", "unit").order_by("-pk").distinct()
    def take(home, words):
        matter = Matter(
            kind=MatterKind.QUESTION, words=words, person=home.person, unit=home.unit
        )
        until = now + timedelta(days=1)
        return take_ticket(
            project=project, matter=matter, out=Promised(until), taker=taker, post=None,
            by=by, at=now,
        )
    """
)


def made(house: House, code: str) -> str:
    """Return the last line that some code prints in the house."""
    said = house.says("manage", "shell", "-v", "0", "-c", f"{SETUP}\n{dedent(code)}")
    return said.strip().splitlines()[-1]


def open_ticket(page: Page, number: str) -> None:
    page.goto(f"/p/lvyuan/tickets/{number}/")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")


def test_an_answer_leaves_by_message_and_the_story_says_what_became_of_it(
    house: House, sit_down: Browsers
) -> None:
    number = made(house, 'print(take(homes[0], "快递柜什么时候能修好").pk)')
    page = sit_down("chen")
    open_ticket(page, number)

    page.keyboard.press("a")
    words = page.locator("#id_words")
    expect(words).to_be_focused()
    words.fill("这个没办法。")
    expect(page.locator(".composer__remarks")).to_contain_text("没办法")
    expect(words).to_have_value("这个没办法。")
    words.fill("")
    page.get_by_label("方式").select_option("MESSAGE")
    page.get_by_label("渠道").select_option("SMS")
    page.get_by_label("消息模板").select_option(label="完成(短信)")
    expect(words).to_have_value(re.compile("已处理:{结果}"))
    words.fill(words.input_value().replace("{结果}", "快递柜已修好,可以取件"))
    morning = page.get_by_label(re.compile("再发$"))
    if morning.count():
        morning.uncheck()
    assert violations(page) == []
    page.keyboard.press("Control+Enter")

    story = page.locator(".ticket__story")
    expect(story).to_contain_text("快递柜已修好,可以取件")
    expect(story).to_contain_text(re.compile("待发出|已发出|已送达|没有送达"))
    expect(page.locator(".ticket__marks")).to_contain_text("已答复")


def test_a_promise_renewed_at_night_is_told_at_once(house: House, sit_down: Browsers) -> None:
    made(
        house,
        """
        from datetime import time
        from anju.contacts.commands.terms import change_terms
        hour = now.astimezone(SHANGHAI).hour
        night = (time((hour - 2) % 24), time((hour + 3) % 24))
        change_terms(project=project, cap=3, night=night, noon=None, by=SYSTEM, at=now)
        print("ok")
        """,
    )
    number = made(house, 'print(take(homes[1], "地库什么时候清洗").pk)')
    page = sit_down("chen")
    open_ticket(page, number)

    page.keyboard.press("p")
    page.get_by_label("为什么改期").fill("配件后天到货")
    until = page.get_by_label("最晚什么时候答复")
    days = 'd => { d.setDate(d.getDate() + 3); return d.toISOString().slice(0, 11) + "10:00" }'
    until.fill(page.evaluate(f"({days})(new Date())"))
    page.get_by_label("怎么告知业主的").select_option("MESSAGE")
    page.get_by_role("button", name="已告知业主,保存").click()

    story = page.locator(".ticket__story")
    expect(story.locator("a", has_text=re.compile("待发出|已发出|已送达|没有送达"))).to_be_visible(
        timeout=30_000
    )
    assert (
        made(
            house,
            f"""
        told = Outreach.objects.get(reason="PROMISE", subject_id={number})
        print(told.passes, "配件后天到货" in told.text)
    """,
        )
        == "True True"
    )


def test_a_notice_written_at_ten_in_the_evening_goes_out_in_the_morning(
    house: House, sit_down: Browsers
) -> None:
    held = made(
        house,
        """
        from anju.contacts.commands.terms import change_terms
        from datetime import time
        change_terms(
            project=project, cap=3, night=(time(21), time(8)), noon=None, by=SYSTEM, at=now
        )
        evening = (now + timedelta(days=1)).astimezone(SHANGHAI).replace(hour=22, minute=0)
        row = contact(
            project=project, person=homes[2].person, unit=homes[2].unit,
            reason=ContactReason.INFORM, text="周六上午清洗水箱,请提前储水。",
            channel=Channel.WECHAT, is_started_by_us=True, by=by, at=evening,
        )
        print(row.pk)
        """,
    )
    page = sit_down("wang")
    page.goto(f"/p/lvyuan/contacts/{held}/")
    expect(page.locator("#outreach")).to_contain_text("08:00 以后请发出")
    expect(page.locator("#live-state")).to_have_attribute("data-state", "live")
    assert violations(page) == []

    made(
        house,
        f"""
        row = Outreach.objects.get(pk={held})
        release(outreach=row, by=SYSTEM, at=row.goes_at)
        print("ok")
        """,
    )
    expect(page.locator("#outreach")).to_contain_text("待在微信发出")
    page.get_by_role("button", name="已发送").click()
    expect(page.locator("flash-area")).to_contain_text("已标记为在微信发出")
    page.goto(f"/p/lvyuan/contacts/{held}/")
    expect(page.locator("#outreach")).to_contain_text("王婷")


def test_two_for_one_household_are_made_one_by_keyboard(sit_down: Browsers) -> None:
    page = sit_down("wang")
    page.keyboard.press("g")
    page.keyboard.press("k")
    page.wait_for_url("**/contacts/")
    assert violations(page) == []

    page.get_by_role("link", name=re.compile("合并成一条")).first.press("Enter")
    text = page.get_by_label("合并后的内容")
    expect(text).to_have_value(re.compile("清洗水箱.*\n.*消杀"))
    text.fill("周六上午清洗水箱、下午楼道消杀,请储水并关好门窗。")
    assert violations(page) == []
    text.press("Control+Enter")
    expect(page.locator("flash-area")).to_contain_text("2 条已合并成一条")
