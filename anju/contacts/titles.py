"""How texts, contacts and the settings of the door are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.contacts.models import ContactTerms, MessageTemplate, Outreach


def _texts(ids: Collection[int]) -> dict[int, Title]:
    found = MessageTemplate.objects.filter(pk__in=ids).select_related("project")
    return {
        text.pk: Title(
            str(text), reverse("contacts:change_text", args=[text.project.code, text.pk])
        )
        for text in found
    }


def _outreaches(ids: Collection[int]) -> dict[int, Title]:
    found = Outreach.objects.filter(pk__in=ids).select_related("project")
    return {
        row.pk: Title(str(row), reverse("contacts:outreach", args=[row.project.code, row.pk]))
        for row in found
    }


def _terms(ids: Collection[int]) -> dict[int, Title]:
    found = ContactTerms.objects.filter(pk__in=ids).select_related("project")
    return {
        row.pk: Title(str(row), reverse("contacts:terms", args=[row.project.code])) for row in found
    }


TITLES = {
    "contacts.messagetemplate": _texts,
    "tickets.messagetemplate": _texts,  # as the trail called them while they were the desk's
    "contacts.outreach": _outreaches,
    "contacts.contactterms": _terms,
}
