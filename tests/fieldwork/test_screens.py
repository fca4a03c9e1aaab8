"""The worker's pages and the office's: what they show, to whom, and what they refuse."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anju.audit.models import Event
from anju.fieldwork.models import Visit
from anju.fieldwork.queries.sevens import seven_ones_by_worker, seven_ones_share
from anju.fieldwork.queries.sheets import items_for
from anju.fieldwork.verbs import FieldVerb
from anju.messaging.models import StaffMessage
from anju.notices.models import Notice
from anju.residents.commands.phones import add_phone
from anju.residents.verbs import ResidentVerb
from anju.tickets.models import TicketLink, WorkOrder
from anju.tickets.states import OrderState
from anju.tickets.verbs import DeskVerb
from tests import world
from tests.archives.samples import photo
from tests.fieldwork import site
from tests.fieldwork.site import later, signed_in, take, url
from tests.residents import town
from tests.tickets import shift
from tests.tickets.board import crew
from tests.tickets.screens.test_orders import outside

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhao() -> Client:
    return signed_in()


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def step(client: Client, order: WorkOrder, name: str, /, **fields: object) -> str:
    """Post a step as the page's plain form does; return the page after it."""
    answer = client.post(url("step", order.pk, name), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def desk() -> Client:
    return signed_in(world.supervisor())


def test_the_page_holds_the_whole_way_and_one_next_step(zhao: Client) -> None:
    order = site.indoor()

    page = said(zhao, url("order", order.pk))
    assert page.count('data-state="now"') == 1
    assert page.count('data-step="fieldwork.tick" data-key="tick-') == 7
    assert f'data-subject="fieldwork.visit-of-order:{order.pk}"' in page
    assert 'data-key="card" data-state="later"' in page and "<svg" in page
    after = step(zhao, order, "accept")
    assert 'data-key="set_out" data-state="now"' in after


def test_plain_forms_go_all_the_way(zhao: Client) -> None:
    order = site.indoor()
    for name in ("accept", "set_out", "arrive"):
        step(zhao, order, name)
    refused = step(zhao, order, "start")
    assert "进门前还有 4 项没有打勾" in refused
    for item in site.items(order):
        picture = SimpleUploadedFile("布.jpg", photo()) if item.wants_photo else ""
        if item.stage != "BEFORE_LEAVING":
            step(zhao, order, "tick", item=item.pk, photo=picture)
    step(zhao, order, "start")
    for item in site.items(order):
        if item.stage == "BEFORE_LEAVING":
            picture = SimpleUploadedFile("净.jpg", photo()) if item.wants_photo else ""
            step(zhao, order, "tick", item=item.pk, photo=picture)
    assert "陶瓷阀芯 2 个" in step(
        zhao, order, "material", name="陶瓷阀芯", quantity="2", unit="个"
    )
    assert "数量要填数字" in step(zhao, order, "material", name="阀", quantity="两个")
    step(zhao, order, "minutes", minutes="35")
    step(zhao, order, "sign", signature=SimpleUploadedFile("签字.jpg", photo()))
    page = step(zhao, order, "finish", result="换好了")

    assert 'data-key="card" data-state="now"' in page
    assert site.fresh(order).state == OrderState.DONE
    assert site.visit(order).seven_kept is True


def test_a_step_of_somebody_elses_order_is_refused_in_words(zhao: Client) -> None:
    order = site.indoor()
    other = signed_in(crew.zhang())

    page = said(other, url("order", order.pk))
    assert "data-outbox" not in page and "在赵志强手上" in page
    told = step(other, order, "set_out")
    assert "已派给赵志强" in told
    guard = signed_in(crew.guard())
    assert guard.get(url("order", order.pk)).status_code == 404
    assert "已派给赵志强" in step(guard, order, "set_out")
    assert zhao.post(url("step", order.pk, "fly")).status_code == 404
    assert zhao.post(url("step", 99_999, "accept")).status_code == 404


def test_the_list_says_where_who_when_and_what_to_heed(zhao: Client) -> None:
    li = town.person("李秀兰")
    li.habits, li.do_not_disturb = "家有婴儿,请先电话", ""
    li.save()
    crew.order("水龙头漏水", person=li, unit=town.unit(), assignee=site.zhao())

    page = said(zhao, url("my_orders"))
    assert "3-1-502 李*兰" in page
    assert "习惯:家有婴儿,请先电话" in page
    assert "李秀兰" not in page


def test_the_same_queries_for_one_order_and_for_three(zhao: Client) -> None:
    crew.order("一", person=town.person("李秀兰"), unit=town.unit(), assignee=site.zhao())
    one = world.queries(lambda: said(zhao, url("my_orders")))
    for task, code in (("二", "5-1-101"), ("三", "3-1-502")):
        site.take(crew.order(task, unit=town.unit(code), assignee=site.zhao()), "accept")

    assert world.queries(lambda: said(zhao, url("my_orders"))) == one


def test_calling_shows_the_number_once_and_the_trail_keeps_it(zhao: Client) -> None:
    li = town.person("李秀兰")
    phone = add_phone(person=li, number="13912345678", by=shift.desk(), at=later())
    order = crew.order("换锁", person=li, unit=town.unit(), assignee=site.zhao())
    page = said(zhao, url("order", order.pk))
    assert "139****5678" in page and "13912345678" not in page

    shown = zhao.post(url("call", order.pk), {"phone": phone.pk}).content.decode()
    assert 'href="tel:13912345678"' in shown
    told = Event.objects.get(verb=ResidentVerb.PHONE_REVEALED)
    assert (told.reason, told.by_name) == ("上门前联系业主", "赵志强")
    called = Event.objects.get(verb=FieldVerb.CALLED)
    assert (called.subject_type, called.subject_id) == ("tickets.workorder", order.pk)
    other = signed_in(crew.zhang())
    refused = other.post(url("call", order.pk), {"phone": phone.pk}, follow=True)
    assert "13912345678" not in refused.content.decode()
    assert zhao.post(url("call", order.pk), {"phone": 99_999}).status_code == 404


def test_who_called_the_desk_can_be_called_back(zhao: Client) -> None:
    order = site.indoor(caller_name="王大力", caller_phone="13611112222")
    shown = zhao.post(url("call", order.pk)).content.decode()

    assert 'href="tel:13611112222"' in shown
    assert Event.objects.filter(verb=DeskVerb.PHONE_REVEALED).count() == 1


def test_a_photo_is_for_those_who_see_the_order(zhao: Client) -> None:
    order = site.indoor()
    visit = site.on_site(order)
    take(order, "photo", kind="BEFORE", files={"photo": [site.picture()]}, at=later(3))
    token = visit.photos.get().file.token

    address = url("file", visit.pk, token)
    assert zhao.get(address).status_code == 200
    assert desk().get(address).status_code == 200
    assert signed_in(crew.guard()).get(address).status_code == 404
    assert zhao.get(url("file", visit.pk, "nothing")).status_code == 404


def test_something_wanting_offers_further_work(zhao: Client) -> None:
    order = site.indoor()
    site.on_site(order)
    item = site.items(order)[0]
    page = step(zhao, order, "tick", item=item.pk, kind="FAILED", reason="插座松动冒火花")
    more = f"{url('more', order.pk)}?item={item.pk}"
    assert more in page
    form = said(zhao, more)
    assert "插座松动冒火花" in form

    for _ in range(2):
        zhao.post(url("more", order.pk), {"task": "更换松动插座", "once": "k1"})
    made = WorkOrder.objects.get(ticket=order.ticket, task="更换松动插座")
    assert made.number.endswith("-2")
    assert zhao.post(url("more", order.pk), {"task": ""}).status_code == 422


def test_in_a_public_place_further_work_is_a_ticket_of_its_own(zhao: Client) -> None:
    order = site.outdoor()
    site.on_site(order)
    for _ in range(2):
        zhao.post(url("more", order.pk), {"task": "井盖缺损,要更换", "once": "k2"})

    link = TicketLink.objects.get(earlier=order.ticket)
    assert link.later.words == "井盖缺损,要更换"
    assert link.later.place == order.ticket.place


def test_a_notice_is_drafted_and_the_desk_told(zhao: Client) -> None:
    chen = world.supervisor()
    order = site.outdoor()
    site.on_site(order)
    assert url("notify", order.pk) in said(zhao, url("order", order.pk))
    form = said(zhao, url("notify", order.pk))
    assert "作业通知" in form
    facts = {"title": "地下车库作业通知", "body": "10 点至 12 点疏通主管道,请绕行。"}
    for _ in range(2):
        zhao.post(url("notify", order.pk), facts)
    shift.settle_down()

    notice = Notice.objects.get()
    assert (notice.is_draft, notice.written_by) == (True, site.zhao())
    told = StaffMessage.objects.filter(user=chen, title__contains=notice.number)
    assert told.count() == 1
    assert notice.number in said(desk(), told.get().url)


def test_the_switch_is_the_workers_and_the_desks(zhao: Client) -> None:
    order = site.outdoor()
    take(order, "accept", at=later(1))
    zhao.post(url("disturb", order.pk), {"disturbs": "no"})
    assert site.fresh(order).disturbs is False
    other = signed_in(crew.zhang())
    other.post(url("disturb", order.pk), {"disturbs": "yes"})
    assert site.fresh(order).disturbs is False
    desk().post(crew.url("disturb_order", order.pk), {"disturbs": "yes"})
    assert site.fresh(order).disturbs is True
    assert Event.objects.filter(verb=DeskVerb.DISTURBS_SET).count() == 2


def test_the_desk_sees_everything_of_a_visit() -> None:
    order = site.indoor()
    visit = site.done(order, but=1, gap_reason="业主赶时间")
    client = desk()

    page = said(client, crew.url("order", order.pk))
    for words in ("第 1 次上门", "有没做到的", "业主赶时间", "签字", "没有打勾"):
        assert words in page, words
    ticket = said(client, crew.url("ticket", order.ticket_id))
    assert "检查 6/7" in ticket and "业主已签字" in ticket
    assert visit.signature is not None
    assert url("file", visit.pk, visit.signature.token) in page


def test_the_office_lists_counts_and_exports() -> None:
    site.done(site.indoor())
    other = crew.order("换软管", assignee=site.zhao())
    site.done(other, but=1, gap_reason="业主赶时间")
    third = crew.order("换灯", assignee=site.zhao())
    site.on_site(third)
    take(third, "leave", cause="NOBODY", at=later(9))
    project, end = world.project(), later(days=1)

    share = seven_ones_share(project, later(-60), end)
    assert (share.visits, share.kept, share.percent) == (2, 1, "50.0%")
    workers = seven_ones_by_worker(project, later(-60), end)
    assert [(each.name, each.kept) for each in workers] == [("赵志强", 1)]
    assert seven_ones_share(project, end, end + timedelta(days=1)).percent == "暂无"
    client, since = desk(), {"since": later(days=-1).date().isoformat()}
    page = client.get(url("visits"), since).content.decode()
    assert "50.0%" in page and "无人在家" in page
    kept = client.get(url("visits"), {**since, "kept": "no"}).content.decode()
    assert other.number in kept and third.number not in kept
    left = client.get(url("visits"), {**since, "state": "LEFT"}).content.decode()
    assert third.number in left and other.number not in left
    assert client.get(url("visits"), {"since": "x", "worker": "x", "state": "y"}).status_code == 200

    answer = client.get(url("export"), since)
    assert answer["Content-Type"].endswith("sheet")
    assert Event.objects.filter(verb=FieldVerb.EXPORTED).count() == 1
    receptionist = signed_in(world.receptionist())
    assert receptionist.get(url("export")).status_code == 403
    assert receptionist.get(url("visits")).status_code == 200


def test_the_list_asks_the_same_for_one_visit_and_for_three() -> None:
    client, since = desk(), {"since": later(days=-1).date().isoformat()}
    site.done(site.indoor())
    one = world.queries(lambda: client.get(url("visits"), since))
    for task in ("换软管", "换灯"):
        site.done(crew.order(task, assignee=site.zhao()))

    assert world.queries(lambda: client.get(url("visits"), since)) == one


def test_the_paper_of_an_outside_company_meets_the_same_gate() -> None:
    chen = world.supervisor()
    order = shift.ordered(shift.taken(), "电梯门修理", department=outside())
    client = signed_in(chen)
    client.post(crew.url("accept_for", order.pk))
    address = crew.url("finish_for", order.pk)
    form = said(client, address)
    assert form.count('name="done"') == 7
    ids = [item.pk for item in items_for(order.project, order)]

    facts = {"result": "修好了", "done": ids[:6]}
    refused = client.post(address, facts)
    assert refused.status_code == 422
    assert "还有 1 项没有打勾" in refused.content.decode()
    assert not Visit.objects.filter(order=order).exists()
    client.post(address, {**facts, "gap_reason": "纸质单漏勾"})

    visit = site.visit(order)
    assert (visit.is_paper, visit.seven_kept, visit.worker) == (True, False, None)
    assert site.fresh(order).gap_reason == "纸质单漏勾"


def test_an_old_address_leads_to_the_page_of_work(zhao: Client) -> None:
    order = site.indoor()

    assert zhao.get(crew.url("order", order.pk))["Location"] == url("order", order.pk)
    assert zhao.get(crew.url("my_orders"))["Location"] == url("my_orders")
    assert said(desk(), crew.url("order", order.pk))


def test_what_was_done_today_stands_below(zhao: Client) -> None:
    order = site.indoor()
    site.at_work(order)
    site.tick_all(order, "BEFORE_LEAVING")
    take(order, "minutes", minutes=30, at=later(41))
    take(order, "unsigned", reason="不在", at=later(41))
    take(order, "finish", result="好了", at=timezone.now())

    assert "今天做完" in said(zhao, url("my_orders"))
