"""Delivery reports of providers: signed, read once."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from anju.core.actors import SYSTEM
from anju.messaging.commands.providing import read_once
from anju.messaging.commands.sending import note_delivery
from anju.messaging.models import SmsProvider
from anju.messaging.queries.outbox import outgoing_by_number_across_projects
from anju.messaging.queries.providers import provider_across_projects
from anju.messaging.seals import provider_purpose, unseal
from anju.messaging.transport.signed_sms import read_status
from anju.messaging.transport.signing import NONCE, is_genuine
from anju.organization.doors import open_view

MOST_BYTES, MOST_REPORTS = 256 * 1024, 500


@csrf_exempt
@require_POST
@open_view
def report(request: HttpRequest, provider: str) -> HttpResponse:
    """Take over what a provider reports of its messages.

    200 with how many were known; 401 for a wrong signature, 409 for one that was read, 400 for
    what is no report. Reports of unknown messages are passed over: the signature says who spoke.
    """
    found, at = provider_across_projects(provider), timezone.now()
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return _said(413, "too large")
    if found is None or not _is_genuine(request, found):
        return _said(401, "signature")
    said = _read(request.body)
    if said is None:
        return _said(400, "reports")
    if not read_once(provider=found, nonce=request.headers[NONCE], at=at):
        return _said(409, "replayed")
    known = sum(_take_over(found, each) for each in said)
    return JsonResponse({"ok": True, "known": known})


def _take_over(provider: SmsProvider, said: dict[str, Any]) -> bool:
    try:
        number = str(UUID(str(said.get("out_id", ""))))
    except ValueError:
        return False
    outgoing = outgoing_by_number_across_projects(provider=provider, number=number)
    if outgoing is None:
        return False
    note_delivery(outgoing=outgoing, answer=read_status(said), by=SYSTEM, at=timezone.now())
    return True


def _is_genuine(request: HttpRequest, provider: SmsProvider) -> bool:
    return is_genuine(
        request.headers,
        key_id=provider.key_id,
        secret=unseal(provider.secret_sealed, purpose=provider_purpose(provider.code)),
        method="POST",
        path=request.path,
        body=request.body,
        now=int(timezone.now().timestamp()),
    )


def _read(body: bytes) -> list[dict[str, Any]] | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    reports = said.get("reports") if isinstance(said, dict) else None
    if not isinstance(reports, list) or len(reports) > MOST_REPORTS:
        return None
    return [each for each in reports if isinstance(each, dict)]


def _said(status: int, error: str) -> JsonResponse:
    return JsonResponse({"ok": False, "error": error}, status=status)
