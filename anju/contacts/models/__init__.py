"""What goes out to residents: texts, contacts, and the manners they keep."""

from anju.contacts.models.outreaches import Outreach, OutreachQuerySet
from anju.contacts.models.templates import MessageTemplate, TemplateEdition, TemplateQuerySet
from anju.contacts.models.terms import ContactTerms

__all__ = [
    "ContactTerms",
    "MessageTemplate",
    "Outreach",
    "OutreachQuerySet",
    "TemplateEdition",
    "TemplateQuerySet",
]
