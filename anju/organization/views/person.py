"""One person of the staff: posts, password slip, telephone, timeline."""

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.access import access_to_project
from anju.organization.commands.revealing import reveal_phone
from anju.organization.commands.slips import PRINTABLE_FOR, make_slip, print_slips
from anju.organization.commands.staffing import (
    add_membership,
    change_membership,
    change_user,
    end_membership,
)
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.forms.staff import EndForm, MembershipForm, PersonForm, RevealForm
from anju.organization.hooks import person_links
from anju.organization.models import Membership, User
from anju.organization.permissions import OrganizationPermission as May
from anju.organization.queries.staff import (
    membership_in,
    other_places_of,
    person_in,
    person_page,
    rights_taken_over,
    waiting_slips,
)
from anju.ui.responses import done, page


@staff_view(May.READ_STAFF)
def person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Show somebody's posts here and what happened around them."""
    found = _person_or_404(request, person_id)
    shown = person_page(request.project, found, since=request.at - PRINTABLE_FOR)
    context = {
        "shown": shown,
        "today": local_date(request.at),
        "lines": timeline(found) if request.access.may(May.READ_TRAIL) else None,
        "reveal": RevealForm(),
        "links": person_links(request.project, found),
    }
    return page(request, "organization/person.html", context)


@staff_view(May.MANAGE_STAFF)
def change_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Correct name and telephone."""
    found = _person_or_404(request, person_id)
    may_see_phone = request.access.may(May.REVEAL_PHONE)
    initial = {"name": found.name, "phone": found.phone if may_see_phone else ""}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        facts = form.cleaned_data
        phone = facts["phone"] or ("" if may_see_phone else found.phone)
        change_user(user=found, name=facts["name"], phone=phone, by=request.by, at=request.at)
        return done(request, to=_url(request, found), said="资料已修改。")
    context = {"form": form, "title": f"修改资料 · {found.name}", "back": _url(request, found)}
    return page(request, "organization/form.html", context, status=form.status)


@staff_view(May.MANAGE_STAFF)
def add_post_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Give a further post."""
    found = _person_or_404(request, person_id)
    initial = {"starts_on": local_date(request.at)}
    form = MembershipForm(request.POST or None, project=request.project, initial=initial)
    if form.is_valid():
        try:
            add_membership(
                project=request.project,
                user=found,
                held=request.access.held,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, found), said="任职已登记。")
    context = {"form": form, "title": f"增加任职 · {found.name}", "back": _url(request, found)}
    return page(request, "organization/form.html", context, status=form.status)


@staff_view(May.MANAGE_STAFF)
def change_post_of_person(
    request: StaffRequest, person_id: int, membership_id: int
) -> HttpResponseBase:
    """Correct department, role or period of a post."""
    found = _person_or_404(request, person_id)
    membership = _membership_or_404(request, found, membership_id)
    initial = {
        name: getattr(membership, name) for name in ("department", "role", "starts_on", "ends_on")
    }
    form = MembershipForm(
        request.POST or None, project=request.project, membership=membership, initial=initial
    )
    if form.is_valid():
        facts = {**form.cleaned_data, "role": form.cleaned_data["role"] or membership.role}
        try:
            change_membership(
                membership=membership,
                held=request.access.held,
                by=request.by,
                at=request.at,
                **facts,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=_url(request, found), said="任职已修改。")
    title = f"修改任职 · {found.name} · {membership.post.name}"
    context = {"form": form, "title": title, "back": _url(request, found)}
    return page(request, "organization/form.html", context, status=form.status)


@staff_view(May.MANAGE_STAFF)
def end_post_of_person(
    request: StaffRequest, person_id: int, membership_id: int
) -> HttpResponseBase:
    """End one post; who leaves altogether goes through the leaver's wizard."""
    found = _person_or_404(request, person_id)
    membership = _membership_or_404(request, found, membership_id)
    form = EndForm(request.POST or None, initial={"ends_on": local_date(request.at)})
    if form.is_valid():
        try:
            end_membership(
                membership=membership,
                held=request.access.held,
                by=request.by,
                at=request.at,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(
                request, to=_url(request, found), said=f"{membership.post.name}任职已结束。"
            )
    title = f"结束任职 · {found.name} · {membership.post.name}"
    context = {"form": form, "title": title, "back": _url(request, found)}
    return page(request, "organization/form.html", context, status=form.status)


@staff_view(May.REVEAL_PHONE)
def reveal(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Show the whole telephone number for a stated reason."""
    found = _person_or_404(request, person_id)
    form = RevealForm(request.POST or None)
    phone = ""
    if form.is_valid():
        phone = reveal_phone(
            user=found,
            project=request.project,
            by=request.by,
            at=request.at,
            **form.cleaned_data,
        )
    context = {"person": found, "reveal": form, "phone": phone}
    return page(request, "organization/reveal.html", context, part="phone", status=form.status)


@staff_view(May.RESET_PASSWORD)
def reset_password(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Make a new slip for somebody who forgot the password; no mail needed."""
    found = _person_or_404(request, person_id)
    if request.method == "POST":
        make_slip(
            user=found,
            rights=rights_taken_over(request.project, found, on=local_date(request.at)),
            held=_held_wherever(request, found),
            key=settings.ANJU_DATA_KEY,
            by=request.by,
            at=request.at,
        )
        said = f"{found.name}的原密码已作废。请打印密码条交给本人。"
        return done(request, to=_url(request, found), said=said)
    return page(request, "organization/reset_password.html", {"person": found})


@staff_view(May.RESET_PASSWORD)
def slips(request: StaffRequest) -> HttpResponseBase:
    """Print the slips that wait; what is printed cannot be read again."""
    waiting = waiting_slips(request.project, since=request.at - PRINTABLE_FOR)
    only = request.POST.get("person", "")
    if only.isdigit():
        waiting = waiting.filter(user_id=int(only))
    if request.method == "POST":
        printed = print_slips(
            slips=list(waiting), key=settings.ANJU_DATA_KEY, by=request.by, at=request.at
        )
        return page(request, "organization/slips_print.html", {"printed": printed})
    return page(request, "organization/slips.html", {"waiting": waiting})


def _held_wherever(request: StaffRequest, person: User) -> frozenset[str]:
    """Return the asker's rights here, and as `code:right` wherever else the person works."""
    today = local_date(request.at)
    elsewhere = (
        access_to_project(request.user, project, at=request.at)
        for project in other_places_of(request.project, person, on=today)
    )
    held = {
        f"{access.project.code}:{right}"
        for access in elsewhere
        if access.project
        for right in access.held
    }
    if any(absent.id == person.pk for absent in request.access.lent.values()):
        return request.access.own | held
    return request.access.held | held


def _person_or_404(request: StaffRequest, person_id: int) -> User:
    found = person_in(request.project, person_id)
    if found is None:
        raise Http404
    return found


def _membership_or_404(request: StaffRequest, person: User, membership_id: int) -> Membership:
    found = membership_in(request.project, person, membership_id)
    if found is None:
        raise Http404
    return found


def _url(request: StaffRequest, person: User) -> str:
    return reverse("organization:person", args=[request.project.code, person.pk])
