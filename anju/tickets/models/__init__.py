"""What the service desk works by; tickets and work orders themselves come on top of it."""

from anju.tickets.models.categories import Category, CategoryQuerySet
from anju.tickets.models.checklists import Checklist, ChecklistEdition, ChecklistItem
from anju.tickets.models.dispatch import DispatchEdition, DispatchRule
from anju.tickets.models.prices import PriceItem
from anju.tickets.models.remits import Remit
from anju.tickets.models.templates import MessageTemplate, TemplateEdition

__all__ = [
    "Category",
    "CategoryQuerySet",
    "Checklist",
    "ChecklistEdition",
    "ChecklistItem",
    "DispatchEdition",
    "DispatchRule",
    "MessageTemplate",
    "PriceItem",
    "Remit",
    "TemplateEdition",
]
