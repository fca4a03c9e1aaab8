"""One resident: the page, entering and correcting, looking at what is masked."""

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from anju.audit.timeline import timeline
from anju.core.errors import DomainError, StaleEdit
from anju.core.masking import mask_phone
from anju.drafts.commands import drop_draft
from anju.organization.doors import StaffRequest, staff_view
from anju.residents import sight
from anju.residents.commands.identifying import IdentityTaken, set_identity
from anju.residents.commands.registering import (
    ProbableDuplicate,
    change_person,
    register_person,
)
from anju.residents.commands.revealing import reveal_contact, reveal_identity, reveal_phone
from anju.residents.forms.people import FactsForm, IdentityForm, RegisterForm
from anju.residents.forms.requests import REVEAL_REASONS, RevealForm
from anju.residents.hooks import person_panels
from anju.residents.models import Person, PersonState
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.belongings import contact_of, phone_of
from anju.residents.queries.people import people_by_id, person_page
from anju.residents.queries.requests import requests_by
from anju.residents.views.finding import numbers, person_or_404, person_url, today
from anju.ui.responses import done, page

REGISTER_DRAFT = "residents.new"


@staff_view(May.READ)
def person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Show somebody: head, units and household, what is theirs, what happened. Merged leads on."""
    found = person_or_404(request, person_id)
    if found.merged_into is not None:
        return done(
            request,
            to=reverse("residents:person", args=[request.project.code, found.merged_into_id]),
        )
    shown = person_page(request.project, found, day=today(request))
    answers = request.access.may(May.ANSWER_REQUESTS)
    context = {
        "person": found,
        "shown": shown,
        "today": today(request),
        "lines": timeline(found, *shown.merged),
        "reasons": REVEAL_REASONS,
        "requests": requests_by(found) if answers else [],
        "panels": person_panels(found, request.access, request.at),
        "may_change": found.is_active and request.access.may(May.MANAGE),
        "states": PersonState,
    }
    live = [f"residents.person:{found.pk}"]
    return page(request, "residents/person.html", context, part="shown", live=live)


@staff_view(May.MANAGE)
def register(request: StaffRequest) -> HttpResponseBase:
    """Enter somebody; probable duplicates are shown before a second entry is made."""
    form = RegisterForm(request.POST or None, initial={"once": token_urlsafe(16)})
    context: dict[str, Any] = {"form": form, "draft_key": REGISTER_DRAFT}
    status = form.status
    if form.is_valid():
        facts = form.cleaned_data
        try:
            registered = register_person(
                project=request.project,
                facts=form.facts,
                phones=facts["phones"],
                identity=form.identity,
                key=settings.ANJU_DATA_KEY,
                is_someone_else=facts["is_someone_else"],
                once=facts["once"],
                by=request.by,
                at=request.at,
            )
        except ProbableDuplicate as refusal:
            status, context["duplicates"] = 422, _seen(request, refusal.people)
            context["warning"] = str(refusal)
        except IdentityTaken as refusal:
            form.refuse(refusal, "identity_number")
            status = 422
            context["taken"] = _seen(request, [refusal.person] if refusal.person else [])
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            drop_draft(project=request.project, user=request.user, key=REGISTER_DRAFT)
            said = f"{sight.called(registered, request.access)}已登记。"
            return done(request, to=_onward(request, registered), said=said)
    return page(request, "residents/register.html", context, status=status)


@staff_view(May.MANAGE)
def change(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Correct what the register says; if a colleague saved in between, both are shown."""
    found = _in_register_or_404(request, person_id)
    form = FactsForm(request.POST or None, initial=FactsForm.of(found))
    theirs, status = None, form.status
    if form.is_valid():
        try:
            change_person(
                person=found,
                facts=form.facts,
                version=form.cleaned_data["version"] or 0,
                by=request.by,
                at=request.at,
            )
        except StaleEdit as refusal:
            form.refuse(refusal)
            theirs, status = found, 409
            form.data = {**request.POST.dict(), "version": str(found.version)}
        except DomainError as refusal:
            form.refuse(refusal)
            status = 422
        else:
            return done(request, to=person_url(found), said="资料已修改。")
    context = {"form": form, "person": found, "theirs": theirs}
    return page(request, "residents/change.html", context, status=status)


@staff_view(May.MANAGE)
def identity(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Write the identity number anew, or take it out; the old one is never shown here."""
    found = _in_register_or_404(request, person_id)
    form = IdentityForm(request.POST or None, initial={"identity_kind": found.identity_kind})
    taken: list[Person] = []
    if form.is_valid():
        try:
            set_identity(
                person=found,
                identity=form.identity,
                key=settings.ANJU_DATA_KEY,
                by=request.by,
                at=request.at,
            )
        except IdentityTaken as refusal:
            form.refuse(refusal, "identity_number")
            taken = _seen(request, [refusal.person] if refusal.person else [])
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=person_url(found), said="证件已更新。")
    context = {"form": form, "person": found, "taken": taken}
    return page(request, "residents/identity.html", context, status=form.status)


@staff_view(May.REVEAL_PHONE)
def reveal(request: StaffRequest, person_id: int, phone_id: int) -> HttpResponseBase:
    """Show a whole telephone number for a stated reason, once, on the page."""
    found = person_or_404(request, person_id)
    phone = phone_of(request.project, found, phone_id)
    if phone is None:
        raise Http404
    form, whole = RevealForm(request.POST or None), ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        whole = reveal_phone(phone=phone, reason=reason, by=request.by, at=request.at)
    url = reverse("residents:reveal", args=[request.project.code, found.pk, phone.pk])
    return _revealed(
        request, found, f"phone-{phone.pk}", mask_phone(phone.number), whole, url, form
    )


@staff_view(May.REVEAL_PHONE)
def reveal_of_contact(request: StaffRequest, person_id: int, contact_id: int) -> HttpResponseBase:
    """Show the whole number of whom to call, for a stated reason."""
    found = person_or_404(request, person_id)
    contact = contact_of(request.project, found, contact_id)
    if contact is None:
        raise Http404
    form, whole = RevealForm(request.POST or None), ""
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        whole = reveal_contact(contact=contact, reason=reason, by=request.by, at=request.at)
    url = reverse("residents:reveal_contact", args=[request.project.code, found.pk, contact.pk])
    key = f"contact-{contact.pk}"
    return _revealed(request, found, key, mask_phone(contact.phone), whole, url, form)


@staff_view(May.REVEAL_IDENTITY)
def reveal_number(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Show the whole identity number for a stated reason."""
    found = person_or_404(request, person_id)
    form, whole = RevealForm(request.POST or None), ""
    if form.is_valid():
        whole = reveal_identity(
            person=found,
            reason=form.cleaned_data["reason"],
            key=settings.ANJU_DATA_KEY,
            by=request.by,
            at=request.at,
        )
    url = reverse("residents:reveal_identity", args=[request.project.code, found.pk])
    return _revealed(request, found, "identity", f"****{found.identity_tail}", whole, url, form)


def _revealed(
    request: StaffRequest,
    found: Person,
    key: str,
    masked: str,
    whole: str,
    url: str,
    form: RevealForm,
) -> HttpResponseBase:
    context = {
        "person": found,
        "key": key,
        "masked": masked,
        "whole": whole,
        "url": url,
        "errors": form.errors.get("reason", []) if form.is_bound else [],
        "reasons": REVEAL_REASONS,
        "is_open": True,
    }
    return page(request, "residents/reveal.html", context, part="number", status=form.status)


def _in_register_or_404(request: StaffRequest, person_id: int) -> Person:
    found = person_or_404(request, person_id)
    if not found.is_active:
        raise Http404
    return found


def _seen(request: StaffRequest, found: list[Person]) -> list[Person]:
    """Return people with their units loaded, as the page shows them."""
    return people_by_id(request.project, [each.pk for each in found], day=today(request))


def _onward(request: StaffRequest, registered: Person) -> str:
    """Return where to go after registering: back to the unit or transfer one came from."""
    code, query = request.project.code, request.GET
    unit = next(iter(numbers(query.getlist("unit"))), None)
    if unit is None:
        return person_url(registered)
    if "transfer" in query:
        owners = [*numbers(query.getlist("owner")), registered.pk]
        chosen = "&".join(f"owner={pk}" for pk in owners)
        return f"{reverse('residents:transfer', args=[code, unit])}?{chosen}"
    return f"{reverse('residents:add_to_unit', args=[code, unit])}?person={registered.pk}"
