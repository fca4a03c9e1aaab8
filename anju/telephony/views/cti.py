"""The exchange's door: one event in, one answer out, nothing that anybody waits for."""

import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.core.sealing import SealBroken, unseal
from anju.organization.doors import MachineRequest, machine_view
from anju.organization.models import Project
from anju.telephony.commands.hearing import Outcome, hear_report
from anju.telephony.models import Line
from anju.telephony.queries.lines import lets_in, line_of
from anju.telephony.reports import Report, ReportRefused, read_report
from anju.telephony.states import CallEventKind, Direction

REJECT = {"action": "reject", "reason": "busy"}
SIGNATURE = "X-Signature"
EXCHANGE = "电话交换机"


def admits(request: HttpRequest, project: Project | None, token: str, at: datetime) -> bool:
    """Tell whether token, address and signature let an event in."""
    is_known = lets_in(project, token, at=at)
    if project is None or not is_known:
        return False
    line = line_of(project)
    return _is_from(request, line.addresses) and _is_signed(request, line)


@machine_view(admits, name=EXCHANGE)
@require_POST
def event(request: MachineRequest) -> HttpResponseBase:
    """Take one event of a call, JSON or form data; a repetition gets the same answer."""
    line = line_of(request.project)
    if not line.is_enabled:
        return _refused("", f"{request.project.name}的电话线路没有启用。")
    try:
        report = read_report(_fields(request))
    except ReportRefused as refusal:
        return _refused(refusal.field, str(refusal))
    outcome = hear_report(project=request.project, report=report, by=request.by, at=request.at)
    return JsonResponse(_answer(line, report, outcome))


def _answer(line: Line, report: Report, outcome: Outcome) -> dict[str, str]:
    """Return what the contract has the exchange do."""
    if report.kind != CallEventKind.NEW:
        return {}
    if outcome.is_rejected:
        return dict(REJECT)
    if report.direction == Direction.OUT and outcome.call.number:
        own = line.numbers[0] if line.numbers else report.caller
        return {
            "action": "dial",
            "caller_id": own,
            "callerId": own,
            "number": outcome.call.number,
        }
    return {}


def _fields(request: HttpRequest) -> Mapping[str, Any]:
    """Return the body's fields; a list stays a list.

    :raises ReportRefused: for a body that is neither JSON nor a form.
    """
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return {
            name: values if len(values) > 1 else values[0] if values else ""
            for name, values in request.POST.lists()
        }
    try:
        fields = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ReportRefused("body", "正文要是 JSON 对象或表单。") from error
    if not isinstance(fields, dict):
        raise ReportRefused("body", "正文要是 JSON 对象或表单。")
    return fields


def _is_from(request: HttpRequest, addresses: Sequence[str]) -> bool:
    if not addresses:
        return True
    try:
        came_from = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(came_from in ipaddress.ip_network(each, strict=False) for each in addresses)


def _is_signed(request: HttpRequest, line: Line) -> bool:
    if not line.is_signed:
        return True
    try:
        secret = unseal(bytes(line.sealed_secret), key=settings.ANJU_DATA_KEY, purpose=line.purpose)
    except SealBroken:
        return False
    expected = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    given = request.headers.get(SIGNATURE, "").encode("utf-8", "replace")
    return hmac.compare_digest(f"sha256={expected}".encode(), given)


def _refused(field: str, said: str) -> JsonResponse:
    body = {"error": said, **({"field": field} if field else {})}
    return JsonResponse(body, status=422, json_dumps_params={"ensure_ascii": False})
