"""Requests of people about their own data: taken, listed, answered."""

from secrets import token_urlsafe

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.core.sealing import unseal
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.commands.erasing import erase_person, release_person, restrict_person
from anju.residents.commands.identifying import INDEX_PURPOSE
from anju.residents.commands.requesting import answer_request, hand_out_sheet, take_request
from anju.residents.forms.requests import AnswerForm, ReasonForm, TakeForm
from anju.residents.hooks import reasons_to_keep
from anju.residents.models import DataRequest, DataRequestKind, DataRequestState, Person
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.requests import Sheet, request_of, requests_in, sheet_of
from anju.residents.views.belongings import saved
from anju.residents.views.finding import person_or_404, person_url, today
from anju.ui.lists import Column, one_page, xlsx
from anju.ui.responses import done, page

SHEET: list[Column[tuple[str, str, str]]] = [
    Column("类别", lambda row: row[0], 20),
    Column("内容", lambda row: row[1], 28),
    Column("记录", lambda row: row[2], 70),
]


@staff_view(May.ANSWER_REQUESTS)
def requests(request: StaffRequest) -> HttpResponseBase:
    """List the requests: open ones first, by when they are due."""
    state = request.GET.get("state", "")
    context = {
        "page": one_page(request, requests_in(request.project, state=state)),
        "state": state,
        "states": DataRequestState,
        "today": today(request),
    }
    live = [f"project:{request.project.pk}:residents"]
    return page(request, "residents/requests.html", context, part="rows", live=live)


@staff_view(May.ANSWER_REQUESTS)
def take(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Take what somebody asks of their data."""
    found = person_or_404(request, person_id)
    initial = {"received_on": today(request), "once": token_urlsafe(16)}
    form = TakeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            taken = take_request(person=found, by=request.by, at=request.at, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = f"{taken.number} 已受理,须在 {taken.due_on:%Y-%m-%d} 前办结。"
            return done(request, to=_url(request, taken), said=said)
    context = {
        "form": form,
        "person": found,
        "title": "受理个人信息请求",
        "back": person_url(found),
    }
    return page(request, "residents/form.html", context, status=form.status)


@staff_view(May.ANSWER_REQUESTS)
def request_page(request: StaffRequest, number: str) -> HttpResponseBase:
    """Show one request with what can be done about it, and why something must be kept."""
    return _shown(request, _request_or_404(request, number), AnswerForm())


@staff_view(May.ANSWER_REQUESTS)
def answer(request: StaffRequest, number: str) -> HttpResponseBase:
    """Close a request: done, or refused with the reason."""
    found = _request_or_404(request, number)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            answer_request(
                data_request=found,
                is_refused=request.POST.get("outcome") == "refused",
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, found), said=f"{found.number} 已办结。")
    return _shown(request, found, form)


@staff_view(May.ANSWER_REQUESTS)
def restrict(request: StaffRequest, number: str) -> HttpResponseBase:
    """Put a person's data out of use while something must be kept."""
    found = _request_or_404(request, number)
    if request.method == "POST":
        restrict_person(data_request=found, by=request.by, at=request.at)
        said = f"{found.number}:住户信息已停止使用,不再出现在搜索和名单里。"
        return done(request, to=_url(request, found), said=said)
    return _shown(request, found, AnswerForm())


@staff_view(May.ERASE)
def erase(request: StaffRequest, number: str) -> HttpResponseBase:
    """Erase a person for good, after asking once more."""
    found = _request_or_404(request, number)
    if request.method == "POST":
        erase_person(data_request=found, by=request.by, at=request.at)
        return done(request, to=_url(request, found), said=f"{found.number}:个人信息已全部删除。")
    context = {"found": found, "reasons": reasons_to_keep(found.person, today(request))}
    return page(request, "residents/erase.html", context)


@staff_view(May.ANSWER_REQUESTS)
def release(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Take a person's data into use again, at their own wish."""
    found, form = person_or_404(request, person_id), ReasonForm(request.POST or None)
    return saved(
        request,
        found,
        form,
        lambda: release_person(person=found, by=request.by, at=request.at, **form.cleaned_data),
        title="恢复使用住户信息",
        said="住户信息已恢复使用。",
    )


@staff_view(May.ANSWER_REQUESTS)
def sheet(request: StaffRequest, number: str) -> HttpResponseBase:
    """Print everything held about the person, for themselves."""
    found = _access_or_404(request, number)
    context = {"found": found, "sheet": _sheet(request, found.person)}
    _handed_out(request, found, "打印件")
    return page(request, "residents/sheet.html", context)


@staff_view(May.ANSWER_REQUESTS)
def sheet_xlsx(request: StaffRequest, number: str) -> HttpResponseBase:
    """Hand out everything held about the person as a workbook, for themselves (PIPL 45)."""
    found = _access_or_404(request, number)
    rows = _sheet(request, found.person).rows
    _handed_out(request, found, "电子表格")
    return xlsx(f"个人信息副本 {found.number}", SHEET, rows)


def _shown(request: StaffRequest, found: DataRequest, form: AnswerForm) -> HttpResponseBase:
    is_open = found.state in (DataRequestState.OPEN, DataRequestState.RESTRICTED)
    asks_erasure = found.kind == DataRequestKind.ERASURE
    context = {
        "found": found,
        "form": form,
        "kinds": DataRequestKind,
        "states": DataRequestState,
        "reasons": reasons_to_keep(found.person, today(request))
        if is_open and asks_erasure
        else [],
        "lines": timeline(found),
        "today": today(request),
    }
    return page(request, "residents/request.html", context, status=form.status)


def _sheet(request: StaffRequest, person: Person) -> Sheet:
    identity = ""
    if person.has_identity:
        purpose = f"{INDEX_PURPOSE}:{person.pk}"
        sealed = bytes(person.identity_sealed)
        identity = unseal(sealed, key=settings.ANJU_DATA_KEY, purpose=purpose)
    return sheet_of(request.project, person, identity=identity, day=today(request))


def _handed_out(request: StaffRequest, found: DataRequest, form: str) -> None:
    hand_out_sheet(person=found.person, form=form, data_request=found, by=request.by, at=request.at)


def _request_or_404(request: StaffRequest, number: str) -> DataRequest:
    found = request_of(request.project, number)
    if found is None:
        raise Http404
    return found


def _access_or_404(request: StaffRequest, number: str) -> DataRequest:
    """Return an open request to see one's data; once it is closed the copy was handed out."""
    found = _request_or_404(request, number)
    if found.kind != DataRequestKind.ACCESS or found.state != DataRequestState.OPEN:
        raise Http404
    return found


def _url(request: StaffRequest, found: DataRequest) -> str:
    return reverse("residents:request", args=[request.project.code, found.number])
