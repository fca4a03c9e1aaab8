"""Chat robots by Apprise: WeCom, DingTalk, Feishu, and whatever else speaks JSON."""

import logging
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import apprise

from anju.core.errors import DomainError
from anju.messaging.carrying import Answer, Outcome, Parcel
from anju.messaging.guarding import refuse_inside
from anju.messaging.refusals import BadAddress
from anju.messaging.states import RobotKind

# Its lines may hold addresses, whose last part is a secret.
logging.getLogger("apprise").setLevel(logging.CRITICAL)

OF_VENDORS = ("wecombot", "dingtalk", "feishu")  # their hosts are constants of Apprise
OF_ONES_OWN = ("json", "jsons")
TITLE = "安居提醒"


def robot_address(kind: RobotKind, pasted: str, *, secret: str = "") -> str:
    """Return the Apprise address of a robot from what its owner copied out of the chat.

    :param secret: DingTalk's signing secret (加签), if its robot has one.
    :raises BadAddress: if it is none of that kind.
    :raises HostRefused: if it leads into the own network.
    """
    pasted = pasted.strip()
    query = parse_qs(urlsplit(pasted).query)
    match kind:
        case RobotKind.WECOM if key := query.get("key", [""])[0]:
            address = f"wecombot://{quote(key)}/"
        case RobotKind.DINGTALK if token := query.get("access_token", [""])[0]:
            signed = f"{quote(secret)}@" if secret else ""
            address = f"dingtalk://{signed}{quote(token)}/"
        case RobotKind.FEISHU if found := re.search(r"/hook/([\w-]+)", pasted):
            address = f"feishu://{found[1]}/"
        case _:
            address = pasted
    _refuse_foreign(kind, address)
    return address


class Robots:
    """The carrier of alerts to chat robots.

    They cannot be asked what they know: an alert rather twice than never.
    """

    def send(self, parcel: Parcel) -> Answer:
        try:
            _refuse_foreign(RobotKind.APPRISE, parcel.address)
        except DomainError as refusal:
            return Answer(Outcome.REFUSED, str(refusal))
        robot = apprise.Apprise.instantiate(
            parcel.address, asset=apprise.AppriseAsset(app_id="Anju", async_mode=False)
        )
        if robot is None:
            return Answer(Outcome.REFUSED, "机器人地址无法识别,请在提醒设置里重新填写。")
        robot.redirects = False  # where it leads was checked, where it is sent on was not
        if robot.notify(title=TITLE, body=parcel.text):
            return Answer(Outcome.DELIVERED)
        return Answer(Outcome.AGAIN, "机器人没有接收,稍后自动重试。")

    def ask(self, ids: Sequence[UUID]) -> Mapping[UUID, Answer]:
        return {each: Answer(Outcome.UNKNOWN) for each in ids}


def _refuse_foreign(kind: RobotKind, address: str) -> None:
    scheme = address.partition("://")[0].lower()
    wanted = {
        RobotKind.WECOM: ("wecombot",),
        RobotKind.DINGTALK: ("dingtalk",),
        RobotKind.FEISHU: ("feishu",),
    }.get(kind, OF_VENDORS + OF_ONES_OWN)
    if scheme not in wanted or apprise.Apprise.instantiate(address) is None:
        named = "可以使用的机器人" if kind == RobotKind.APPRISE else str(kind.label)
        raise BadAddress(f"这不是{named}地址,请从群机器人的设置里完整复制。")
    if scheme in OF_ONES_OWN:
        refuse_inside(urlsplit(address).hostname or "")
