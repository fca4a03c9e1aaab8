"""What both sides of a deputyship read (S4): who stands in for whom, when, and what it means."""

from dataclasses import dataclass
from datetime import datetime

from anju.core.periods import SHANGHAI
from anju.organization.models import Deputyship


@dataclass(frozen=True, slots=True)
class Words:
    """Title and body of a message."""

    title: str
    body: str


def to_deputy(deputyship: Deputyship) -> Words:
    """Return what the deputy reads when named. The reason of the absence is not their business."""
    absent = deputyship.absent.name
    return Words(
        f"请您代理{absent}的职务",
        f"{_when(deputyship)},由您代理{absent}在{deputyship.project.name}的职务。"
        f"期间您可以办理{absent}有权办理的事项,"
        f"操作记录会写明“{deputyship.deputy.name}(代 {absent})”;到期自动结束。",
    )


def to_absent(deputyship: Deputyship) -> Words:
    """Return what the absent person reads when a deputy was named."""
    deputy = deputyship.deputy.name
    return Words(
        f"{deputy}将代理您的职务",
        f"{_when(deputyship)},由{deputy}代理您在{deputyship.project.name}的职务,"
        "可以办理您有权办理的事项;到期自动结束。您自己的权限不变。如安排有误,请联系主管撤销。",
    )


def to_deputy_revoked(deputyship: Deputyship) -> Words:
    """Return what the deputy reads when it was taken back."""
    absent = deputyship.absent.name
    return Words(
        f"不再由您代理{absent}的职务",
        f"您在{deputyship.project.name}代理{absent}职务的安排({_when(deputyship)})"
        f"已于{_spoken(deputyship.revoked_at)}撤销,您不再有{absent}的权限。已办的事项仍然有效。",
    )


def to_absent_revoked(deputyship: Deputyship) -> Words:
    """Return what the absent person reads when it was taken back."""
    deputy = deputyship.deputy.name
    return Words(
        f"{deputy}不再代理您的职务",
        f"{deputy}在{deputyship.project.name}代理您职务的安排({_when(deputyship)})"
        f"已于{_spoken(deputyship.revoked_at)}撤销。如仍需代理,请另行指定代理人。",
    )


def _when(deputyship: Deputyship) -> str:
    return f"{_spoken(deputyship.starts_at)}至{_spoken(deputyship.ends_at)}"


def _spoken(moment: datetime | None) -> str:
    """Return a moment in full: a message is read at any time, so "tomorrow" would be wrong."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
