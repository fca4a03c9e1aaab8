"""How somebody is told outside the house: their settings, and one message on its ways out."""

from collections.abc import Collection, Sequence
from datetime import datetime, time

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.messaging.addresses import usable_address
from anju.messaging.commands.sending import retry_out, send_out
from anju.messaging.models import AlertSettings, Outgoing, StaffMessage
from anju.messaging.planning import Plan
from anju.messaging.refusals import BadAddress, NotOneself
from anju.messaging.seals import (
    mail_purpose,
    mask_mail,
    mask_robot,
    robot_purpose,
    seal,
)
from anju.messaging.states import AlertKind, OutChannel, RobotKind
from anju.messaging.verbs import MessagingVerb as Verb
from anju.messaging.wording import outside_text
from anju.organization.models import User


def let_out(message: StaffMessage, plan: Plan, *, by: Actor, at: datetime) -> list[Outgoing]:
    """Put a message of somebody's inbox into the outbox, once for each of their ways.

    It leaves no event, like all alerts.
    """
    text = outside_text(title=message.title, project=message.project, url=message.url)
    return [
        send_out(
            project=message.project,
            channel=channel,
            address=address,
            text=text,
            values={},
            key=f"alert:{message.pk}:{channel}",
            subject=message,
            not_before=plan.moment,
            by=by,
            at=at,
        )
        for channel, address in plan.ways
    ]


@transaction.atomic
def set_alerts(
    *,
    user: User,
    mail: str,
    mail_kinds: Collection[AlertKind],
    robot_kind: RobotKind,
    robot: str,
    robot_kinds: Collection[AlertKind],
    quiet_from: time | None,
    quiet_until: time | None,
    by: Actor,
    at: datetime,
) -> AlertSettings:
    """Choose one's own ways, kinds and quiet times.

    :param robot: the robot's Apprise address, checked by the form; empty keeps the one there is,
        unless the kind of robot is none.
    :raises NotOneself: for another person's settings.
    :raises BadAddress: for a mail address that is none.
    """
    if by.id != user.pk:
        raise NotOneself("提醒设置只能由本人修改。")
    chosen, _ = AlertSettings.objects.locked().get_or_create(user=user)
    before = _told(chosen)
    if mail:
        mail = usable_address(OutChannel.MAIL, mail)
    chosen.mail_sealed = seal(mail, purpose=mail_purpose(user.pk))
    chosen.mail_shown = mask_mail(mail)[:80]
    if robot_kind != RobotKind.NONE and not (robot or chosen.robot_sealed):
        raise BadAddress("请填写机器人的地址,从群机器人的设置里完整复制。")
    if robot_kind == RobotKind.NONE:
        chosen.robot_sealed, chosen.robot_shown = b"", ""
    elif robot:
        chosen.robot_sealed = seal(robot, purpose=robot_purpose(user.pk))
        chosen.robot_shown = mask_robot(robot)[:80]
    chosen.robot_kind = robot_kind
    chosen.mail_kinds = [kind for kind in AlertKind if kind in mail_kinds]
    chosen.robot_kinds = [kind for kind in AlertKind if kind in robot_kinds]
    chosen.quiet_from, chosen.quiet_until = quiet_from, quiet_until
    chosen.save()
    after = _told(chosen)
    changes = {field: (before[field], value) for field, value in after.items()}
    record(Verb.ALERTS_SET, subject=user, project_id=None, by=by, at=at, changes=changes)
    return chosen


@transaction.atomic
def retry_alert(*, outgoing: Outgoing, by: Actor, at: datetime) -> Outgoing:
    """Send an alert again that did not arrive; it leaves no event, like all alerts.

    :raises NotOneself: for what is no alert to the staff.
    :raises ForbiddenTransition: unless it failed.
    """
    if not outgoing.is_alert:
        raise NotOneself("这不是员工提醒,不能在这里重新发送。")
    return retry_out(outgoing=outgoing, by=by, at=at)


def _told(chosen: AlertSettings) -> dict[str, object]:
    """Return the settings as the trail keeps them."""
    return {
        "mail_shown": chosen.mail_shown,
        "mail_kinds": _labels(chosen.mail_kinds),
        "robot_kind": RobotKind(chosen.robot_kind).label,
        "robot_shown": chosen.robot_shown,
        "robot_kinds": _labels(chosen.robot_kinds),
        "quiet_from": f"{chosen.quiet_from:%H:%M}" if chosen.quiet_from else "",
        "quiet_until": f"{chosen.quiet_until:%H:%M}" if chosen.quiet_until else "",
    }


def _labels(kinds: Sequence[str]) -> str:
    return "、".join(str(AlertKind(kind).label) for kind in kinds)
