"""The telephone for practice: whole stories and single events, by the way real ones take."""

from secrets import token_hex

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.telephony.commands.hearing import hear_report
from anju.telephony.forms.simulator import StoryForm
from anju.telephony.models import Call
from anju.telephony.models.calls import SIMULATED
from anju.telephony.permissions import TelephonyPermission as May
from anju.telephony.queries.calls import call_in, going_on_simulated
from anju.telephony.queries.lines import line_of
from anju.telephony.queries.rehearsal import callers_to_play
from anju.telephony.reports import read_report
from anju.telephony.states import Cause
from anju.telephony.stories import BY_CODE, OVER
from anju.ui.responses import done, page

UNKNOWN = "17099990000"  # of no operator
STEPS = {
    "answer": {"event": "answer"},
    "hold": {"event": "hold"},
    "resume": {"event": "resume"},
    "hangup": {"event": "hangup", **OVER},
    "missed": {"event": "hangup", "cause": Cause.NO_ANSWER.value},
}


@staff_view(May.SIMULATE)
def simulator(request: StaffRequest) -> HttpResponseBase:
    """Offer stories to play, and what may happen next in the calls that go on."""
    form = StoryForm(request.POST or None, people=_people(request))
    if form.is_valid():
        said = form.cleaned_data
        number = said["number"] or said["person"] or UNKNOWN
        story = BY_CODE[said["story"]]
        bodies = story.bodies(
            call_id=f"{SIMULATED}{token_hex(8)}",
            other=number,
            ours=_ours(request),
            user=request.user.login,
            starts_at=request.at,
        )
        for body in bodies:
            _hear(request, body)
        return done(request, to=_here(request), said=f"已播放:{story.label}。")
    context = {"form": form, "calls": going_on_simulated(request.project)}
    live = [f"project:{request.project.pk}:telephony"]
    return page(
        request,
        "telephony/simulator.html",
        context,
        part="going_on",
        live=live,
        status=form.status,
    )


@require_POST
@staff_view(May.SIMULATE)
def simulate(request: StaffRequest, call_id: int) -> HttpResponseBase:
    """Let the next thing happen in a call that is played."""
    found = call_in(request.project, call_id)
    step = STEPS.get(request.POST.get("step", ""))
    if found is None or not found.is_simulated or step is None:
        raise Http404
    _hear(request, {**_sides(found), **step, "answeringNumber": request.user.login})
    return done(request, to=_here(request), said="")


def _hear(request: StaffRequest, body: dict[str, object]) -> None:
    report = read_report(body)
    hear_report(project=request.project, report=report, by=request.by, at=request.at)


def _sides(call: Call) -> dict[str, object]:
    sides = [call.raw, call.line_number]
    if call.direction == "out":
        sides.reverse()
    return {
        "callId": call.call_id,
        "direction": call.direction,
        "from": sides[0],
        "to": sides[1],
    }


def _people(request: StaffRequest) -> list[tuple[str, str]]:
    offered = []
    for number, phones in callers_to_play(request.project):
        names = [sight.full_title(each.person, request.access) for each in phones[:3]]
        more = f"等 {len(phones)} 人共用" if len(phones) > 1 else ""
        offered.append((number, f"{'、'.join(names)}{more}({phones[0]})"))
    return offered


def _ours(request: StaffRequest) -> str:
    numbers = line_of(request.project).numbers
    return numbers[0] if numbers else request.project.phone or "0571-00000000"


def _here(request: StaffRequest) -> str:
    return reverse("telephony:simulator", args=[request.project.code])
