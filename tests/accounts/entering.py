"""Ways in, as the tests of accounts take them."""

from datetime import datetime, time, timedelta

import pyotp
from django.conf import settings
from django.test import Client
from django.utils import timezone

from anju.accounts.codes import new_secret
from anju.accounts.commands.desks import register_desk
from anju.accounts.commands.pins import set_pin
from anju.accounts.commands.totp import set_totp
from anju.accounts.desk_tokens import DESK_COOKIE, signed
from anju.accounts.models import DeskDevice, StaffSession
from anju.organization.models import Project, User
from tests import world

KEY = settings.ANJU_DATA_KEY
PIN = "274951"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


def browser(desk: DeskDevice | None = None) -> Client:
    """Return a browser; on a desk computer it has the desk's cookie."""
    client = Client(HTTP_USER_AGENT=CHROME)
    if desk is not None:
        client.cookies[DESK_COOKIE] = signed(token_of(desk.name))
    return client


def enter(client: Client, user: User, password: str = world.PASSWORD) -> StaffSession:
    """Sign in by password through the page; returns the session."""
    give_password(client, user, password)
    return StaffSession.objects.filter(user=user).latest("pk")


def give_password(client: Client, user: User, password: str = world.PASSWORD) -> None:
    """Give the right password: the first step of two, or the only one."""
    answer = client.post("/sign-in/", {"login": user.login, "password": password})
    assert answer.status_code == 302, answer.content.decode()


def desk(
    project: Project,
    by: User,
    name: str = "大堂前台",
    opens_at: time = time(0),
    closes_at: time = time(0),
) -> DeskDevice:
    """Return a registered desk computer, open all day unless told."""
    return register_desk(
        project=project,
        name=name,
        opens_at=opens_at,
        closes_at=closes_at,
        token=token_of(name),
        here=None,
        registered_by=by,
        by=world.by(by),
        at=timezone.now(),
    )


def token_of(name: str) -> str:
    """Return the token that a desk of this name has in tests."""
    return name.encode().hex()


def give_pin(user: User, pin: str = PIN) -> None:
    """Give somebody a PIN."""
    set_pin(user=user, pin=pin, key=KEY, by=world.by(user), at=timezone.now())


def give_totp(user: User, *, at: datetime | None = None) -> tuple[str, list[str]]:
    """Give somebody a second factor; returns the secret and the recovery codes.

    It was set up an hour ago, so that the code of now is unused.
    """
    at = at or timezone.now() - timedelta(hours=1)
    secret = new_secret()
    code = pyotp.TOTP(secret).at(at)
    codes = set_totp(user=user, secret=secret, code=code, key=KEY, by=world.by(user), at=at)
    return secret, codes


def code_of(secret: str, *, steps: int = 0, at: datetime | None = None) -> str:
    """Return what the app shows now, or some steps later."""
    return pyotp.TOTP(secret).at((at or timezone.now()) + timedelta(seconds=30 * steps))
