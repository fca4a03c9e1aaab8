"""What keeps an installation safe: the production guard, the invariants, pure parts."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from anju.accounts.commands.sessions import end_sessions
from anju.accounts.invariants import broken
from anju.accounts.leaving import open_duties
from anju.accounts.models import RecoveryCode, SessionEnd, StaffSession, Totp
from anju.accounts.origins import network_of, origin_of, own_path
from anju.accounts.production import UnsafeProduction, refuse_unsafe_production
from anju.organization.models import User
from tests import world
from tests.accounts.entering import browser, desk, enter, give_pin, give_totp

WECHAT = "Mozilla/5.0 (Linux; Android 14; X) Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130.0 Safari/537.36 Edg/130.0"


@pytest.mark.django_db
def test_production_refuses_while_a_demonstration_login_is_active(settings) -> None:
    user = world.receptionist()
    User.objects.filter(pk=user.pk).update(is_demonstration=True)
    refuse_unsafe_production()
    settings.ANJU_IS_PRODUCTION = True

    with pytest.raises(UnsafeProduction, match=r"wang.*bin/anju demo --end"):
        refuse_unsafe_production()
    assert any("demo --end" in sentence for sentence in broken())
    User.objects.filter(pk=user.pk).update(is_active=False)
    refuse_unsafe_production()


@pytest.mark.django_db
def test_a_sound_house_breaks_no_invariant() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    here = desk(world.project(), chen)
    client = browser(here)
    give_pin(wang)
    enter(client, wang)
    client.post("/switch/", {"person": wang.pk, "pin": "274951"})
    give_totp(wang)

    assert list(broken()) == []


@pytest.mark.django_db
def test_broken_invariants_are_named() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    give_totp(wang)
    give_totp(chen)
    RecoveryCode.objects.filter(user=wang).delete()
    Totp.objects.filter(user=chen).update(sealed=b"damaged")
    here = desk(world.project(), chen)
    now = timezone.now()
    StaffSession.objects.create(
        user=wang,
        kind="PIN",
        agent="x",
        address="x",
        desk=here,
        started_at=now,
        last_seen_at=now,
        checked_at=now,
        expires_at=now + timedelta(hours=4),
    )

    found = list(broken())

    assert [sentence.split()[0] for sentence in found] == ["wang", "chen", "wang"]
    assert "没有任何恢复码" in found[0]
    assert "打不开" in found[1]
    assert "没有在该前台电脑上用密码登录过" in found[2]


@pytest.mark.django_db
def test_leaving_counts_devices_and_ends_them() -> None:
    wang, chen = world.receptionist(), world.supervisor()
    client = browser()
    enter(client, wang)
    now = timezone.now()
    (duty,) = open_duties(world.project(), wang, now)
    assert (duty.count, duty.must_go_to) == (1, False)

    assert end_sessions(user=wang, because=SessionEnd.LEFT, by=world.by(chen), at=now) == 1

    assert client.get("/me/").status_code == 302
    assert open_duties(world.project(), wang, timezone.now())[0].count == 0


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WECHAT, "安卓手机 · 微信"),
        (SAFARI, "iPhone · Safari"),
        (EDGE, "Windows 电脑 · Edge"),
        ("", "其他设备"),
        ("curl/8", "其他设备"),
    ],
)
def test_devices_are_said_in_words(agent: str, words: str) -> None:
    request = RequestFactory().get("/", headers={"user-agent": agent})

    assert origin_of(request).agent == words


def test_addresses_are_counted_by_customer() -> None:
    assert network_of("10.1.2.3") == "10.1.2.3"
    assert network_of("::ffff:10.1.2.3") == "10.1.2.3"
    assert network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert network_of("未知") == "未知"


def test_own_paths() -> None:
    assert own_path("/p/green/?a=1") == "/p/green/?a=1"
    assert [own_path(bad) for bad in ("//x", "http://x", "", "x", "/\\x", "/a\nb")] == [""] * 6
