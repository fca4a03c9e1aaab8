"""The shape of a menu entry; each app lists its own in `menu.py`, the roof puts them together."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A door in the navigation, shown only to those who may pass it.

    :param group: heading under which it stands, by job: 今日, 人员, 管理 …
    :param url_name: for a project item it takes the project's code.
    :param go: the letter after `g` that opens it from the keyboard; empty for none.
    :param mobile: it also stands at the foot of the field staff's shell.
    """

    group: str
    label: str
    icon: str
    url_name: str
    permission: Enum | None
    rank: int = 50
    go: str = ""
    scope: str = "project"
    mobile: bool = False
