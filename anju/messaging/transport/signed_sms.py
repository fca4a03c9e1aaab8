"""Short messages by our own signed HTTP protocol (README, "The provider's protocol")."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import requests

from anju.core.errors import DomainError
from anju.messaging.carrying import Answer, Outcome, Parcel
from anju.messaging.guarding import refuse_inside
from anju.messaging.transport.signing import signed_headers

SECONDS = (3.05, 10)  # to reach it, to hear from it

# What no second attempt would change.
FINAL = {
    "BAD_NUMBER": "号码不存在或已停机,请核对手机号码。",
    "BLACKLISTED": "对方不接收此类短信,请换一个渠道。",
    "TEMPLATE_REFUSED": "短信模板没有通过服务商审核,请联系管理员。",
    "SIGNATURE_REFUSED": "短信签名没有通过服务商审核,请联系管理员。",
    "VALUES_REFUSED": "短信里有服务商不允许的内容,请修改后再发。",
    "NOT_DELIVERED": "运营商没有送达,请换一个渠道。",
}
PASSING = {
    "BUSY": "服务商繁忙,稍后自动重试。",
    "LIMITED": "发送太频繁,稍后自动重试。",
    "NO_CREDIT": "短信余额不足,请联系管理员充值。",
}
SILENT = Answer(Outcome.UNCERTAIN, "服务商没有回应,稍后先核对是否已发出。")


@dataclass(frozen=True, slots=True)
class SignedSms:
    """The carrier: one provider's terms, its secret opened for the moment."""

    url: str
    key_id: str
    secret: str
    signature: str
    report_to: str = ""

    def send(self, parcel: Parcel) -> Answer:
        answered = self._post(
            "messages",
            {
                "out_id": str(parcel.message_id),
                "to": parcel.address,
                "template": parcel.provider_code,
                "values": dict(parcel.values),
                "text": parcel.text,
                "signature": f"【{self.signature}】",
                "report_to": self.report_to,
            },
        )
        if isinstance(answered, Answer):
            return answered
        return read_status(answered)

    def ask(self, ids: Sequence[UUID]) -> Mapping[UUID, Answer]:
        answered = self._post("status", {"out_ids": [str(each) for each in ids]})
        if isinstance(answered, Answer):
            return {each: SILENT for each in ids}
        known = answered.get("messages")
        if not isinstance(known, dict):
            return {each: SILENT for each in ids}
        return {
            each: read_status(known[str(each)])
            if isinstance(known.get(str(each)), dict)
            else Answer(Outcome.UNKNOWN)
            for each in ids
        }

    def _post(self, name: str, content: dict[str, Any]) -> dict[str, Any] | Answer:
        url = f"{self.url.rstrip('/')}/{name}"
        try:
            refuse_inside(urlsplit(url).hostname or "")
        except DomainError as refusal:
            return Answer(Outcome.AGAIN, str(refusal))
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = signed_headers(
            key_id=self.key_id,
            secret=self.secret,
            method="POST",
            path=urlsplit(url).path,
            body=body,
            now=int(time()),
            nonce=uuid4().hex,
        )
        headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            response = requests.post(
                url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False
            )
        except (requests.ConnectTimeout, requests.exceptions.InvalidURL):
            return Answer(Outcome.AGAIN, "连接不上服务商,稍后自动重试。")
        except requests.RequestException as error:
            if _never_left(error):
                return Answer(Outcome.AGAIN, "连接不上服务商,稍后自动重试。")
            return SILENT
        return _read(response)


def read_status(said: Mapping[str, Any]) -> Answer:
    """Return what the provider says of one message, in an answer, a query or a report."""
    code, ref = str(said.get("code", "")), str(said.get("ref", ""))
    if code in ("OK", "ACCEPTED"):
        return Answer(Outcome.SENT, ref=ref)
    if code == "DELIVERED":
        return Answer(Outcome.DELIVERED, ref=ref)
    if code in FINAL:
        return Answer(Outcome.REFUSED, FINAL[code], ref)
    if code in PASSING:
        return Answer(Outcome.AGAIN, PASSING[code], ref)
    return SILENT


def _read(response: requests.Response) -> dict[str, Any] | Answer:
    if response.status_code in (401, 403):
        return Answer(Outcome.AGAIN, "服务商不接受我们的密钥,请联系管理员核对。")
    if response.status_code in (429, 503):
        return Answer(Outcome.AGAIN, PASSING["BUSY"])
    try:
        said = response.json()
    except ValueError:
        return SILENT
    # After any other failure nobody knows what was done before it.
    return said if response.status_code == 200 and isinstance(said, dict) else SILENT


def _never_left(error: requests.RequestException) -> bool:
    """Tell whether no connection came about, so that the request cannot have arrived."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError")
