"""Taking a step that may come late, for the views of other apps, which have their own doors.

A plain form is answered with a page. A device that kept the step while it had no network posts
the same form with the fields of an entry and `Accept: application/json`, and is answered
`{"state": taken|waiting|held|refused, "said": sentence}`.
"""

from django.db import models, transaction
from django.http import JsonResponse
from django.http.response import HttpResponseBase

from anju.archives.models import File
from anju.archives.uploading import store_all
from anju.core.errors import DomainError
from anju.offline import hooks
from anju.offline.commands.receiving import receive_entry
from anju.offline.deliveries import ENVELOPE, Delivery
from anju.offline.forms import EnvelopeForm
from anju.offline.models import OfflineEntry
from anju.offline.queries import known_entry
from anju.offline.states import EntryState
from anju.offline.steps import Act, Step
from anju.organization.doors import StaffRequest
from anju.ui.responses import done

SOMEBODY_ELSES = "这条登记是另一位同事留下的,请其本人登录后上传。"
UNREADABLE = "这条登记的内容不完整,系统无法识别。请在页面上重新办理。"
GONE_ON = "您登记的内容和照片已转主管处理(补录)。"
WAITS = "已收到,等前一步上传后一起办理。"
_ANSWERS = {
    EntryState.TAKEN: "taken",
    EntryState.ADOPTED: "taken",
    EntryState.WAITING: "waiting",
    EntryState.HELD: "held",
    EntryState.DISCARDED: "held",
    EntryState.REFUSED: "refused",
}


def take_step(
    request: StaffRequest, name: str, *, subject: models.Model, to: str
) -> HttpResponseBase:
    """Take the step that a form posted, or that a device kept while it had no network.

    A plain form goes on to `to` with the sentence of the step, or with the refusal.
    """
    step = hooks.steps()[name]
    if "entry" in request.POST:
        return _take_entry(request, step, subject)
    try:
        with transaction.atomic():
            said = step.apply(
                Act(
                    project=request.project,
                    subject_id=subject.pk,
                    user=request.user,
                    by=request.by,
                    at=request.at,
                    happened_at=request.at,
                    fields=request.POST.dict(),
                    lists={key: request.POST.getlist(key) for key in request.POST},
                    files=_stored(request, step),
                )
            )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=said)


def _take_entry(request: StaffRequest, step: Step, subject: models.Model) -> JsonResponse:
    """Take in an entry of a device; a known one is answered again without looking at the rest."""
    form = EnvelopeForm(request.POST)
    if not form.is_valid():
        return _json({"error": UNREADABLE}, 422)
    facts = form.cleaned_data
    known = known_entry(request.project, facts["entry"])
    if facts["owner"] != request.user.pk or (known and known.user_id != request.user.pk):
        return _json({"error": SOMEBODY_ELSES}, 409)
    if known is not None:
        return _answer(known)
    delivery = Delivery(
        entry=facts["entry"],
        after=facts["after"],
        step=step,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        fields={name: request.POST.getlist(name) for name in request.POST if name not in ENVELOPE},
        times=form.times(at=request.at),
    )
    files, refusal = _kept(request, step)
    entry = receive_entry(
        project=request.project,
        user=request.user,
        delivery=delivery,
        files=files,
        refusal=refusal,
        by=request.by,
        at=request.at,
    )
    return _answer(entry)


def _kept(request: StaffRequest, step: Step) -> tuple[dict[str, list[File]], str]:
    """Return the files of an entry, stored before it is; and why one of them is not taken."""
    try:
        return _stored(request, step), ""
    except DomainError as refusal:
        return {}, str(refusal)


def _stored(request: StaffRequest, step: Step) -> dict[str, list[File]]:
    return {
        field: store_all(request, field, project=request.project, by=request.by, at=request.at)
        for field in step.file_fields
    }


def _answer(entry: OfflineEntry) -> JsonResponse:
    state = EntryState(entry.state)
    said = entry.said
    if state == EntryState.WAITING:
        said = WAITS
    elif state == EntryState.HELD:
        said = f"{entry.said}{GONE_ON}"
    elif state == EntryState.DISCARDED:
        said = f"主管已作废:{entry.settle_reason}"
    return _json({"state": _ANSWERS[state], "said": said}, 200)


def _json(content: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
