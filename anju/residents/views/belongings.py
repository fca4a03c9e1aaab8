"""Telephones and emergency contacts of a resident."""

from collections.abc import Callable

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.residents.commands.contacts import add_contact, change_contact, remove_contact
from anju.residents.commands.phones import add_phone, change_phone, raise_phone, remove_phone
from anju.residents.forms.belongings import ContactForm, PhoneForm
from anju.residents.models import EmergencyContact, Person, Phone
from anju.residents.permissions import ResidentPermission as May
from anju.residents.queries.belongings import contact_of, phone_of
from anju.residents.views.finding import person_or_404, person_url
from anju.ui.forms import Form
from anju.ui.responses import done, page


@staff_view(May.MANAGE)
def add_phone_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Give a further telephone."""
    found, form = person_or_404(request, person_id), PhoneForm(request.POST or None)
    return saved(
        request,
        found,
        form,
        lambda: add_phone(person=found, by=request.by, at=request.at, **form.cleaned_data),
        title="添加电话",
        said="电话已添加。",
    )


@staff_view(May.MANAGE)
def change_phone_of_person(
    request: StaffRequest, person_id: int, phone_id: int
) -> HttpResponseBase:
    """Correct a telephone; the old number is not shown to those who may not reveal it."""
    found = person_or_404(request, person_id)
    phone = _phone_or_404(request, found, phone_id)
    form = PhoneForm(request.POST or None, initial={"label": phone.label})
    form.fields["number"].help_text = f"现在是 {phone};写上完整的新号码。"
    return saved(
        request,
        found,
        form,
        lambda: change_phone(phone=phone, by=request.by, at=request.at, **form.cleaned_data),
        title="修改电话",
        said="电话已修改。",
    )


@staff_view(May.MANAGE)
def remove_phone_of_person(
    request: StaffRequest, person_id: int, phone_id: int
) -> HttpResponseBase:
    """Take a telephone away."""
    found = person_or_404(request, person_id)
    phone = _phone_or_404(request, found, phone_id)
    return asked(
        request,
        found,
        lambda: remove_phone(phone=phone, by=request.by, at=request.at),
        title="删除电话",
        question=f"删除 {phone}?这个号码不再能找到这位住户。",
        said="电话已删除。",
    )


@staff_view(May.MANAGE)
def raise_phone_of_person(request: StaffRequest, person_id: int, phone_id: int) -> HttpResponseBase:
    """Make a telephone the first to be called."""
    found = person_or_404(request, person_id)
    phone = _phone_or_404(request, found, phone_id)
    return asked(
        request,
        found,
        lambda: raise_phone(phone=phone, by=request.by, at=request.at),
        title="设为首选电话",
        question=f"把 {phone} 设为首选?以后先拨这个号码。",
        said="首选电话已更改。",
    )


@staff_view(May.MANAGE)
def add_contact_to_person(request: StaffRequest, person_id: int) -> HttpResponseBase:
    """Enter whom to call when something has happened."""
    found, form = person_or_404(request, person_id), ContactForm(request.POST or None)
    return saved(
        request,
        found,
        form,
        lambda: add_contact(person=found, by=request.by, at=request.at, **form.cleaned_data),
        title="添加紧急联系人",
        said="紧急联系人已添加。",
    )


@staff_view(May.MANAGE)
def change_contact_of_person(
    request: StaffRequest, person_id: int, contact_id: int
) -> HttpResponseBase:
    """Correct whom to call."""
    found = person_or_404(request, person_id)
    contact = _contact_or_404(request, found, contact_id)
    initial = {"name": contact.name, "relation": contact.relation}
    form = ContactForm(request.POST or None, initial=initial)
    return saved(
        request,
        found,
        form,
        lambda: change_contact(contact=contact, by=request.by, at=request.at, **form.cleaned_data),
        title="修改紧急联系人",
        said="紧急联系人已修改。",
    )


@staff_view(May.MANAGE)
def remove_contact_of_person(
    request: StaffRequest, person_id: int, contact_id: int
) -> HttpResponseBase:
    """Take somebody away who need not be called any more."""
    found = person_or_404(request, person_id)
    contact = _contact_or_404(request, found, contact_id)
    return asked(
        request,
        found,
        lambda: remove_contact(contact=contact, by=request.by, at=request.at),
        title="删除紧急联系人",
        question=f"删除紧急联系人 {contact}?",
        said="紧急联系人已删除。",
    )


def saved(
    request: StaffRequest,
    found: Person,
    form: Form,
    command: Callable[[], object],
    *,
    title: str,
    said: str,
) -> HttpResponseBase:
    """Answer a small form about a person: the form again, or back to their page."""
    if form.is_valid():
        try:
            command()
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=person_url(found), said=said)
    context = {"form": form, "person": found, "title": title, "back": person_url(found)}
    return page(request, "residents/form.html", context, status=form.status)


def asked(
    request: StaffRequest,
    found: Person,
    command: Callable[[], object],
    *,
    title: str,
    question: str,
    said: str,
) -> HttpResponseBase:
    """Ask before a step that takes no further facts; done by POST only."""
    if request.method == "POST":
        command()
        return done(request, to=person_url(found), said=said)
    context = {"person": found, "title": title, "question": question, "back": person_url(found)}
    return page(request, "residents/ask.html", context)


def _phone_or_404(request: StaffRequest, found: Person, phone_id: int) -> Phone:
    phone = phone_of(request.project, found, phone_id)
    if phone is None:
        raise Http404
    return phone


def _contact_or_404(request: StaffRequest, found: Person, contact_id: int) -> EmergencyContact:
    contact = contact_of(request.project, found, contact_id)
    if contact is None:
        raise Http404
    return contact
