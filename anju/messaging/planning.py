"""By which ways, and when, a message follows somebody outside the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.messaging.hooks import duty_now
from anju.messaging.models import AlertSettings
from anju.messaging.quiet import first_loud
from anju.messaging.seals import mail_purpose, robot_purpose, unseal
from anju.messaging.states import AlertKind, OutChannel, StaysIn
from anju.organization.models import Project, User


@dataclass(frozen=True, slots=True)
class Plan:
    """By which ways a message leaves the house, and from when on; or why it does not."""

    ways: Sequence[tuple[OutChannel, str]]
    moment: datetime
    stays_in: StaysIn = StaysIn.NONE


def plan(
    user: User,
    chosen: AlertSettings | None,
    kind: AlertKind,
    is_emergency: bool,
    project: Project | None,
    at: datetime,
) -> Plan:
    """Return how a message follows somebody: an emergency at once, by every way they have.

    Anything else leaves by the ways its kind was chosen for, after their quiet time, and only if
    they are on duty then; otherwise it waits in the inbox.
    """
    ways = _ways(user, chosen, kind, is_emergency)
    if chosen is None or not ways:
        return Plan((), at, StaysIn.UNWANTED)
    if is_emergency:
        return Plan(ways, at)
    moment = first_loud(at, starts=chosen.quiet_from, ends=chosen.quiet_until)
    if not duty_now(user, project, moment):
        return Plan((), at, StaysIn.OFF_DUTY)
    return Plan(ways, moment)


def _ways(
    user: User, chosen: AlertSettings | None, kind: AlertKind, is_emergency: bool
) -> list[tuple[OutChannel, str]]:
    """Return the ways somebody has for a kind. An emergency follows by every way there is."""
    if chosen is None:
        return []
    ways = []
    if chosen.mail_sealed and (is_emergency or kind in chosen.mail_kinds):
        mail = unseal(chosen.mail_sealed, purpose=mail_purpose(user.pk))
        ways.append((OutChannel.MAIL, mail))
    if chosen.robot_sealed and (is_emergency or kind in chosen.robot_kinds):
        robot = unseal(chosen.robot_sealed, purpose=robot_purpose(user.pk))
        ways.append((OutChannel.ROBOT, robot))
    return ways
