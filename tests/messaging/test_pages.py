"""The pages of alerts and providers: set, refused with what was typed, tried, seen, sent again."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from anju.audit.models import Event
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.messaging import tasks
from anju.messaging.commands import tell_staff
from anju.messaging.commands.alerting import set_alerts
from anju.messaging.commands.providing import choose_provider, stop_provider
from anju.messaging.models import AlertSettings, Outgoing, SmsProvider
from anju.messaging.queries.outbox import depth_across_projects
from anju.messaging.seals import provider_purpose, robot_purpose, unseal
from anju.messaging.states import AlertKind, OutState, RobotKind
from anju.operations import checks
from anju.organization.models import User
from sandbox.server import Sandbox
from tests import world
from tests.messaging import outside

pytestmark = pytest.mark.django_db
ROBOT = "json://127.0.0.1:9/robot"
SETTINGS = {
    "mail": "wang@example.com",
    "mail_kinds": ["DIGEST"],
    "robot_kind": "APPRISE",
    "robot": ROBOT,
    "robot_kinds": ["ASSIGNED", "DEADLINE"],
    "quiet_from": "22:00",
    "quiet_until": "07:00",
}
TERMS = {
    "name": "云信通",
    "code": "yunxin",
    "adapter": "SIGNED_HTTP",
    "url": "https://sms.example.com/v1",
    "key_id": "AK1",
    "secret": "s3cret-of-ours",
    "signature": "【安和物业】",
}


@pytest.fixture
def wang(client: Client) -> Client:
    return world.sign_in(client, world.receptionist())


@pytest.fixture
def zong(client: Client) -> Client:
    world.project()
    return world.sign_in(client, world.head_office())


def emergency_to(*users: User, key: str = "emergency:1") -> None:
    for user in users:
        set_alerts(
            user=user,
            mail="",
            mail_kinds=(),
            robot_kind=RobotKind.APPRISE,
            robot=ROBOT,
            robot_kinds=(),
            quiet_from=None,
            quiet_until=None,
            by=Actor(user.pk, user.name),
            at=world.AT,
        )
    tell_staff(
        users=users,
        title="突发:电梯困人",
        url="/p/green/tickets/1/",
        key=key,
        project=world.project(),
        kind=AlertKind.EMERGENCY,
        is_emergency=True,
        at=timezone.now(),
    )


def failed() -> Outgoing:
    Outgoing.objects.update(
        state=OutState.FAILED,
        sentence="机器人没有接收",
        next_try_at=None,
        settled_at=timezone.now(),
        attempts=8,
    )
    return Outgoing.objects.get()


def test_sets_ones_alerts_and_shows_no_secret_again(wang: Client) -> None:
    assert wang.post("/messages/alerts/", SETTINGS).status_code == 302

    chosen = AlertSettings.objects.get()
    assert unseal(chosen.robot_sealed, purpose=robot_purpose(chosen.user_id)) == ROBOT
    assert (chosen.quiet_from, chosen.quiet_until) == (time(22), time(7))
    shown = wang.get("/messages/alerts/").text
    assert "json://127.0.0.1:9/…" in shown
    assert ROBOT not in shown
    assert wang.post("/messages/alerts/", {**SETTINGS, "robot": ""}).status_code == 302
    assert bytes(AlertSettings.objects.get().robot_sealed)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mail": "wang"}, "邮箱地址不完整"),
        ({"robot": "hello"}, "机器人地址"),
        ({"robot": ""}, "请填写机器人的地址"),
        ({"robot_kind": "WECOM"}, "企业微信"),
        ({"quiet_until": ""}, "免打扰要写开始和结束"),
        ({"robot_kinds": ["NONSENSE"]}, "NONSENSE"),
    ],
)
def test_refuses_and_keeps_what_was_typed(
    wang: Client, wrong: dict[str, object], sentence: str
) -> None:
    response = wang.post("/messages/alerts/", {**SETTINGS, **wrong})

    assert response.status_code == 422
    assert sentence in response.text
    if "mail" not in wrong:
        assert "wang@example.com" in response.text
    assert not AlertSettings.objects.exists()


def test_tries_every_way_and_shows_what_became_of_it(wang: Client) -> None:
    assert wang.post("/messages/alerts/try/").headers["Location"] == "/messages/alerts/"
    wang.post("/messages/alerts/", SETTINGS)

    assert wang.post("/messages/alerts/try/").headers["Location"] == "/messages/sent/"

    shown = wang.get("/messages/sent/").text
    for words in ("这是一条测试提醒", "邮件", "群机器人", "等待发送"):
        assert words in shown


def test_one_sees_and_retries_only_ones_own(wang: Client) -> None:
    lin = world.manager()
    emergency_to(lin)
    outgoing = failed()

    assert "电梯困人" not in wang.get("/messages/sent/").text
    assert wang.post(f"/messages/sent/{outgoing.pk}/retry/").status_code == 404

    own = world.sign_in(Client(), lin)
    assert "机器人没有接收" in own.get("/messages/sent/").text
    assert own.post(f"/messages/sent/{outgoing.pk}/retry/").status_code == 302
    assert Outgoing.objects.get().state == OutState.WAITING
    assert own.get(f"/messages/sent/{outgoing.pk}/retry/").status_code == 405


def test_the_supervisor_sees_what_failed_and_sends_it_again(client: Client) -> None:
    chen = world.sign_in(client, world.supervisor())
    emergency_to(world.engineer())
    assert "没有这样的提醒" in chen.get("/p/green/alerts/?show=failed").text
    outgoing = failed()

    shown = chen.get("/p/green/alerts/?show=failed").text
    assert "突发:电梯困人" in shown and "赵志强" in shown and "重新发送" in shown
    assert chen.post(f"/p/green/alerts/{outgoing.pk}/retry/").status_code == 302
    assert Outgoing.objects.get().state == OutState.WAITING


def test_another_projects_alert_is_not_there(client: Client) -> None:
    chen = world.sign_in(client, world.supervisor())
    emergency_to(world.engineer())
    outgoing = failed()
    Outgoing.objects.update(project=world.project("cloud", "云栖大厦"))

    assert chen.post(f"/p/green/alerts/{outgoing.pk}/retry/").status_code == 404


def test_the_supervisor_sees_who_gets_nothing_first(client: Client) -> None:
    chen = world.sign_in(client, world.supervisor())
    emergency_to(world.engineer())

    shown = chen.get("/p/green/alerts/people/").text

    assert "1 人在外部收不到任何提醒" in shown
    main = shown[shown.index("<main") :]
    assert main.index("陈静怡") < main.index("赵志强")


def test_lists_cost_the_same_for_one_row_and_for_three(client: Client) -> None:
    chen = world.sign_in(client, world.supervisor())
    emergency_to(world.engineer())
    for url in ("/p/green/alerts/", "/p/green/alerts/people/"):
        chen.get(url)
        one = world.queries(lambda url=url: chen.get(url))
        emergency_to(world.manager(), world.receptionist(), key=f"more:{url}")
        assert world.queries(lambda url=url: chen.get(url)) == one


def test_notes_a_provider_and_shows_no_secret(zong: Client) -> None:
    response = zong.post("/office/providers/add/", TERMS)

    assert response.headers["Location"] == "/office/providers/yunxin/"
    found = SmsProvider.objects.get()
    assert found.signature == "安和物业"
    assert unseal(found.secret_sealed, purpose=provider_purpose("yunxin")) == TERMS["secret"]
    for url in ("", "yunxin/", "yunxin/change/"):
        assert TERMS["secret"] not in zong.get(f"/office/providers/{url}").text
    assert TERMS["secret"] not in str(list(Event.objects.values_list("changes", flat=True)))


def test_changes_terms_and_keeps_the_secret_that_was_not_typed(zong: Client) -> None:
    zong.post("/office/providers/add/", TERMS)

    changed = {**TERMS, "name": "云信通二代", "secret": ""}
    assert zong.post("/office/providers/yunxin/change/", changed).status_code == 302

    found = SmsProvider.objects.get()
    assert found.name == "云信通二代"
    assert unseal(found.secret_sealed, purpose=provider_purpose("yunxin")) == TERMS["secret"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": "ftp://sms.example.com"}, "https://"),
        ({"url": "https://user:pw@sms.example.com/"}, "https://"),
        ({"secret": ""}, "必填"),
        ({"signature": "【】"}, "签名"),
        ({"code": "中文"}, "小写字母"),
    ],
)
def test_refuses_terms_that_cannot_be(zong: Client, wrong: dict[str, str], sentence: str) -> None:
    response = zong.post("/office/providers/add/", {**TERMS, **wrong})

    assert response.status_code == 422
    assert "云信通" in response.text
    assert sentence in response.text
    assert not SmsProvider.objects.exists()


def test_in_production_a_provider_speaks_https_and_stands_outside(
    zong: Client, settings: Settings
) -> None:
    settings.ANJU_IS_PRODUCTION = True

    for url, sentence in (
        ("http://sms.example.com/v1", "https://"),
        ("https://127.0.0.1/v1", "内部网络"),
    ):
        response = zong.post("/office/providers/add/", {**TERMS, "url": url})
        assert response.status_code == 422
        assert sentence in response.text


def test_one_provider_is_in_use(zong: Client) -> None:
    first, second = outside.provider(), outside.provider(code="second")

    assert list(SmsProvider.objects.filter(is_in_use=True)) == [second]
    zong.post(f"/office/providers/{first.code}/choose/")
    assert list(SmsProvider.objects.filter(is_in_use=True)) == [first]
    zong.post(f"/office/providers/{first.code}/stop/")
    assert not SmsProvider.objects.filter(is_in_use=True).exists()
    with pytest.raises(DomainError):
        stop_provider(provider=first, by=Actor(None, "系统"), at=world.AT)
    choose_provider(provider=first, by=Actor(None, "系统"), at=world.AT)
    events = Event.objects.count()
    choose_provider(provider=first, by=Actor(None, "系统"), at=world.AT)
    assert Event.objects.count() == events


def test_a_trial_message_arrives_over_real_http(zong: Client, sandbox: Sandbox) -> None:
    found = outside.provider(sandbox)
    url = reverse("providers:try", args=[found.code])
    assert zong.post(url, {"phone": "110"}).status_code == 422

    assert zong.post(url, {"phone": "138 1234 0006"}).status_code == 302
    tasks.send(Outgoing.objects.get().pk)

    assert "测试短信" in sandbox.inbox.newest()[0]["text"]
    shown = zong.get(f"/office/providers/{found.code}/").text
    assert "138****0006" in shown and "已发出" in shown


def test_health_says_how_the_outbox_stands() -> None:
    now = timezone.now()
    assert checks.outbox(at=now).tone == "good"

    outside.outgoing(at=now)
    assert checks.outbox(at=now).sentence.startswith("等待 1 条")

    still = now + timedelta(minutes=11)
    assert checks.outbox(at=still).tone == "bad"
    assert depth_across_projects(at=still).overdue == 1

    failed()
    assert checks.outbox(at=now).tone == "warn"
