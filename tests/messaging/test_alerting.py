"""Alerts outside the house: which, where, when, nothing twice, nothing of a resident's."""

import threading
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from anju.audit.models import Event
from anju.core.actors import SYSTEM, Actor
from anju.core.periods import SHANGHAI
from anju.messaging import hooks, tasks
from anju.messaging.commands import tell_staff
from anju.messaging.commands.alerting import retry_alert, set_alerts
from anju.messaging.commands.telling import tell_oneself
from anju.messaging.models import AlertSettings, Outgoing, StaffMessage
from anju.messaging.quiet import first_loud
from anju.messaging.refusals import BadAddress, HostRefused, NotOneself
from anju.messaging.states import AlertKind, OutState, RobotKind, StaysIn
from anju.messaging.transport.robots import robot_address
from anju.messaging.wording import outside_text
from anju.organization.models import User
from sandbox.server import Sandbox
from tests import world
from tests.messaging import outside

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=SHANGHAI)
K = AlertKind


@pytest.fixture(autouse=True)
def _around_the_clock() -> object:
    """Everybody is on duty unless a test says otherwise."""
    before = hooks.duty_now._answer
    hooks.duty_now.fill(lambda user, project, at: True)
    yield
    hooks.duty_now.fill(before)


def choose(user: User, robot: str = "json://127.0.0.1:9/robot", **more: object) -> AlertSettings:
    said: dict[str, object] = {
        "mail": "",
        "mail_kinds": (),
        "robot_kind": RobotKind.APPRISE,
        "robot": robot,
        "robot_kinds": (K.ASSIGNED,),
        "quiet_from": time(22),
        "quiet_until": time(7),
        **more,
    }
    return set_alerts(user=user, by=Actor(user.pk, user.name), at=world.AT, **said)


def tell(
    *users: User, kind: AlertKind = K.ASSIGNED, at: datetime = world.AT, key: str = "order:1"
) -> int:
    return tell_staff(
        users=users,
        title="派给您:厨房水龙头漏水",
        body="业主李女士 13812345678",
        url="/p/green/tickets/1/",
        key=key,
        project=world.project(),
        kind=kind,
        is_emergency=kind == K.EMERGENCY,
        at=at,
    )


@pytest.mark.django_db
def test_without_settings_it_stays_in_the_inbox() -> None:
    wang = world.receptionist()

    tell(wang, kind=K.EMERGENCY)

    assert StaffMessage.objects.get().stays_in == StaysIn.UNWANTED
    assert Outgoing.objects.count() == 0


@pytest.mark.django_db
def test_a_chosen_kind_leaves_once_for_each_way_and_leaves_no_event() -> None:
    wang = world.receptionist()
    choose(wang, mail="wang@example.com", mail_kinds=(K.ASSIGNED, K.DIGEST))
    events = Event.objects.count()

    told = [tell(wang), tell(wang), tell(wang, kind=K.NOTICE, key="notice:1")]

    assert told == [1, 0, 1]
    assert sorted(Outgoing.objects.values_list("channel", flat=True)) == ["MAIL", "ROBOT"]
    assert Event.objects.count() == events
    assert StaffMessage.objects.get(key="notice:1").stays_in == StaysIn.UNWANTED


@pytest.mark.django_db
def test_what_leaves_holds_no_body_no_number_and_says_where(settings: Settings) -> None:
    settings.ANJU_PUBLIC_URL = "https://anju.example.com"
    wang = world.receptionist()
    choose(wang)

    tell(wang)

    assert Outgoing.objects.get().text.splitlines() == [
        "【安居】派给您:厨房水龙头漏水",
        "绿苑小区",
        "https://anju.example.com/p/green/tickets/1/",
    ]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("请回电 13812345678", "请回电 138****5678"),
        ("请回电 138 1234 5678", "请回电 138****5678"),
        ("座机 0571-88886666", "座机 057*****6666"),
        ("工单 TS-20261123-0001", "工单 TS-20261123-0001"),
        ("3-1-502 漏水", "3-1-502 漏水"),
    ],
)
def test_numbers_in_titles_are_masked_outside(title: str, said: str) -> None:
    assert said in outside_text(title=title, project=None, url="")


@pytest.mark.django_db
def test_in_the_quiet_time_only_an_emergency_leaves() -> None:
    wang = world.receptionist()
    choose(wang)

    tell(wang, at=NIGHT)
    tell(wang, kind=K.EMERGENCY, at=NIGHT, key="emergency:1")

    waits = Outgoing.objects.get(subject_id=StaffMessage.objects.get(key="order:1").pk)
    leaves = Outgoing.objects.get(subject_id=StaffMessage.objects.get(key="emergency:1").pk)
    assert waits.next_try_at == datetime(2026, 11, 24, 7, tzinfo=SHANGHAI)
    assert leaves.next_try_at == NIGHT


@pytest.mark.django_db
def test_off_duty_only_an_emergency_leaves_and_the_inbox_says_so() -> None:
    wang = world.receptionist()
    choose(wang)
    hooks.duty_now.fill(lambda user, project, at: False)

    tell(wang)
    tell(wang, kind=K.EMERGENCY, key="emergency:1")

    stays = dict(StaffMessage.objects.values_list("key", "stays_in"))
    assert stays == {"order:1": StaysIn.OFF_DUTY, "emergency:1": StaysIn.NONE}
    assert Outgoing.objects.count() == 1


@pytest.mark.django_db
def test_duty_is_asked_for_the_moment_it_would_leave() -> None:
    wang = world.receptionist()
    choose(wang)
    asked: list[datetime] = []
    hooks.duty_now.fill(lambda user, project, at: bool(asked.append(at)))

    tell(wang, at=NIGHT)

    assert asked == [datetime(2026, 11, 24, 7, tzinfo=SHANGHAI)]


@pytest.mark.django_db
def test_telling_many_asks_no_more_than_telling_one() -> None:
    people = [world.person(f"p{number}", "王婷") for number in range(4)]
    counts = []
    for group, key in ((people[:1], "a"), (people[1:], "b")):
        world.project()
        counts.append(world.queries(lambda group=group, key=key: tell(*group, key=key)))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_arrives_at_a_robot_over_real_http(sandbox: Sandbox) -> None:
    wang = world.receptionist()
    choose(wang, outside.url_of(sandbox, "/robot").replace("http", "json", 1))
    tell(wang)

    tasks.send(Outgoing.objects.get().pk)

    assert Outgoing.objects.get().state == OutState.DELIVERED
    assert "派给您:厨房水龙头漏水" in sandbox.inbox.newest()[0]["text"]
    assert "李女士" not in str(sandbox.inbox.newest())


@pytest.mark.django_db
def test_a_robot_that_refuses_is_tried_again_and_by_hand_after_that(sandbox: Sandbox) -> None:
    wang = world.receptionist()
    choose(wang, outside.url_of(sandbox, "/robot").replace("http", "json", 1))
    outside.control(sandbox, mode="busy")
    tell(wang)
    for _ in range(8):
        Outgoing.objects.update(next_try_at=timezone.now())
        tasks.send(Outgoing.objects.get().pk)
    failed = Outgoing.objects.get()
    assert (failed.state, failed.attempts) == (OutState.FAILED, 8)

    outside.control(sandbox, mode="ok")
    retry_alert(outgoing=failed, by=SYSTEM, at=timezone.now())
    tasks.send(failed.pk)

    assert Outgoing.objects.get().state == OutState.DELIVERED
    with pytest.raises(NotOneself):
        retry_alert(outgoing=outside.outgoing(), by=SYSTEM, at=timezone.now())


@pytest.mark.django_db
def test_a_test_goes_every_way_at_any_hour() -> None:
    wang = world.receptionist()
    assert tell_oneself(user=wang, url="/messages/sent/", at=NIGHT) == 0
    choose(wang, mail="wang@example.com")

    assert tell_oneself(user=wang, url="/messages/sent/", at=NIGHT) == 2
    assert tell_oneself(user=wang, url="/messages/sent/", at=NIGHT) == 2
    assert Outgoing.objects.filter(next_try_at=NIGHT).count() == 2


@pytest.mark.django_db
def test_settings_are_ones_own_sealed_and_trailed_without_secrets() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    secret = "json://127.0.0.1:9/robot/top-secret"  # noqa: S105  a test's
    chosen = choose(wang, secret, mail="wang@example.com")

    assert b"top-secret" not in bytes(chosen.robot_sealed)
    event = Event.objects.filter(verb="messaging.alerts_set").latest("pk")
    assert "top-secret" not in str(event.changes) and "wang@" not in str(event.changes)
    assert chosen.mail_shown == "w**g@example.com"
    with pytest.raises(NotOneself):
        set_alerts(
            user=wang,
            mail="",
            mail_kinds=(),
            robot_kind=RobotKind.NONE,
            robot="",
            robot_kinds=(),
            quiet_from=None,
            quiet_until=None,
            by=Actor(chen.pk, chen.name),
            at=world.AT,
        )
    kept = choose(wang, "")
    assert bytes(kept.robot_sealed), "an empty address keeps the one there is"
    gone = choose(wang, "", robot_kind=RobotKind.NONE)
    assert (bytes(gone.robot_sealed), gone.robot_shown) == (b"", "")
    with pytest.raises(BadAddress):
        choose(wang, "")


@pytest.mark.django_db
def test_the_database_knows_no_half_settings() -> None:
    wang = world.receptionist()
    choose(wang)
    for wrong in ({"robot_sealed": b""}, {"quiet_from": None}, {"robot_kind": "PIGEON"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertSettings.objects.update(**wrong)


@pytest.mark.parametrize(
    ("kind", "pasted", "address"),
    [
        (
            RobotKind.WECOM,
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=8b6a971f-0000-4a84-bdd4-c89b1d3ef1d0",
            "wecombot://8b6a971f-0000-4a84-bdd4-c89b1d3ef1d0/",
        ),
        (
            RobotKind.DINGTALK,
            "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef",
            "dingtalk://0123456789abcdef0123456789abcdef/",
        ),
        (
            RobotKind.FEISHU,
            "https://open.feishu.cn/open-apis/bot/v2/hook/0123abcd-0000-1111-2222-abcdefabcdef",
            "feishu://0123abcd-0000-1111-2222-abcdefabcdef/",
        ),
        (RobotKind.APPRISE, "json://127.0.0.1:8000/x", "json://127.0.0.1:8000/x"),
    ],
)
def test_reads_what_is_copied_out_of_the_chat(kind: RobotKind, pasted: str, address: str) -> None:
    assert robot_address(kind, pasted) == address


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "hello",
        "file:///etc/passwd",
        "syslog://",
        "mailto://a:b@example.com",
        "https://x.cn/hook",
    ],
)
def test_refuses_what_is_no_robot(pasted: str) -> None:
    for kind in (RobotKind.WECOM, RobotKind.DINGTALK, RobotKind.FEISHU, RobotKind.APPRISE):
        with pytest.raises(BadAddress):
            robot_address(kind, pasted)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "[::1]", "localhost"]
)
def test_in_production_no_robot_and_no_provider_stands_inside(
    host: str, settings: Settings
) -> None:
    settings.ANJU_IS_PRODUCTION = True

    with pytest.raises(HostRefused):
        robot_address(RobotKind.APPRISE, f"json://{host}/x")

    settings.ANJU_PRIVATE_HOSTS = (host.strip("[]"),)
    assert robot_address(RobotKind.APPRISE, f"json://{host}/x")


class Redirecting(BaseHTTPRequestHandler):
    """A robot that sends on to somewhere else."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(307 if self.path == "/robot" else 200)
        self.send_header("Location", "/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.mark.django_db
def test_a_robot_that_sends_on_to_somewhere_else_is_not_followed() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        choose(world.receptionist(), f"json://127.0.0.1:{server.server_port}/robot")
        tell(world.receptionist())
        tasks.send(Outgoing.objects.get().pk)
        server.shutdown()

    assert Redirecting.asked == ["/robot"]
    assert Outgoing.objects.get().state == OutState.WAITING


@pytest.mark.django_db
def test_an_address_that_moved_inside_is_refused_when_used(
    sandbox: Sandbox, settings: Settings
) -> None:
    wang = world.receptionist()
    choose(wang, outside.url_of(sandbox, "/robot").replace("http", "json", 1))
    tell(wang)
    settings.ANJU_IS_PRODUCTION = True

    tasks.send(Outgoing.objects.get().pk)

    assert (Outgoing.objects.get().state, sandbox.inbox.newest()) == (OutState.FAILED, [])


@given(
    minutes=st.integers(0, 525_600),
    starts=st.times(),
    ends=st.times(),
)
def test_the_first_loud_moment_is_loud_and_not_far(minutes: int, starts: time, ends: time) -> None:
    moment = world.AT + timedelta(minutes=minutes)

    loud = first_loud(moment, starts=starts, ends=ends)

    assert moment <= loud < moment + timedelta(days=1)
    assert first_loud(loud, starts=starts, ends=ends) == loud
    if loud != moment:
        assert loud.astimezone(SHANGHAI).time() == ends
