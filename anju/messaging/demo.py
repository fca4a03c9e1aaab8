"""The demonstration's provider is the sandbox that `bin/anju run` starts beside it."""

from datetime import date, datetime, time

from django.conf import settings

from anju.core.actors import Actor
from anju.messaging.commands.alerting import set_alerts
from anju.messaging.commands.providing import add_provider, change_provider, choose_provider
from anju.messaging.models import AlertSettings, SmsProvider
from anju.messaging.states import Adapter, AlertKind, RobotKind
from anju.organization.models import User

CODE, NAME, SIGNATURE = "sandbox", "沙箱短信(演示)", "安和物业"
KEY_ID, SECRET = "sandbox", "sandbox-secret-0000"
# Who has chosen to be told outside the house: the supervisor at night too, an engineer by robot.
MAIL_KINDS = (AlertKind.ESCALATION, AlertKind.UNASSIGNED, AlertKind.UNDELIVERED, AlertKind.DIGEST)
ROBOT_KINDS = (AlertKind.ASSIGNED, AlertKind.DEADLINE)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Point the company's provider at the sandbox of this start, and set two people's alerts."""
    place = f"127.0.0.1:{settings.ANJU_SANDBOX_PORT}"
    _provider(f"http://{place}/sms", by=by, at=at)
    for login in ("chen", "zhao"):
        user = User.objects.filter(login=login).first()
        if user is not None:
            _alerts(user, place, at=at)


def _provider(url: str, *, by: Actor, at: datetime) -> None:
    found = SmsProvider.objects.filter(code=CODE).first()
    if found is None:
        terms = {"name": NAME, "url": url, "key_id": KEY_ID, "signature": SIGNATURE}
        added = add_provider(
            code=CODE, adapter=Adapter.SIGNED_HTTP, secret=SECRET, by=by, at=at, **terms
        )
        if not SmsProvider.objects.filter(is_in_use=True).exists():
            choose_provider(provider=added, by=by, at=at)
    elif found.url != url:
        change_provider(
            provider=found,
            name=found.name,
            url=url,
            key_id=found.key_id,
            secret="",
            signature=found.signature,
            by=by,
            at=at,
        )


def _alerts(user: User, place: str, *, at: datetime) -> None:
    """Set somebody's alerts once; a robot of the sandbox follows its port."""
    chosen = AlertSettings.objects.filter(user=user).first()
    robot = f"json://{place}/robot"
    is_supervisor = user.login == "chen"
    if chosen is not None and not _is_of_another_start(chosen, place):
        return
    set_alerts(
        user=user,
        mail="chen@example.com" if is_supervisor else "",
        mail_kinds=MAIL_KINDS if is_supervisor else (),
        robot_kind=RobotKind.NONE if is_supervisor else RobotKind.APPRISE,
        robot="" if is_supervisor else robot,
        robot_kinds=() if is_supervisor else ROBOT_KINDS,
        quiet_from=time(22),
        quiet_until=time(7),
        by=Actor(id=user.pk, name=user.name),
        at=at,
    )


def _is_of_another_start(chosen: AlertSettings, place: str) -> bool:
    """Return whether the robot is a sandbox's that has another port by now."""
    shown = chosen.robot_shown
    return shown.startswith("json://127.0.0.1") and not shown.startswith(f"json://{place}/")
