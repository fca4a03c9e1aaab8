"""What the service desk works by, and what it works on: tickets and their work orders."""

from anju.tickets.models.categories import Category, CategoryQuerySet, path_of
from anju.tickets.models.checklists import Checklist, ChecklistEdition, ChecklistItem
from anju.tickets.models.crews import LOAD_CAP, CrewTerms, Skill
from anju.tickets.models.dispatch import DispatchEdition, DispatchRule
from anju.tickets.models.faults import CommonFault, FaultQuerySet
from anju.tickets.models.orders import OrderQuerySet, Quote, QuoteLine, WorkOrder
from anju.tickets.models.prices import PriceItem
from anju.tickets.models.remits import Remit
from anju.tickets.models.talks import Contact, FollowUp, HelpRequest
from anju.tickets.models.tickets import Ticket, TicketLink, TicketQuerySet

__all__ = [
    "LOAD_CAP",
    "Category",
    "CategoryQuerySet",
    "Checklist",
    "ChecklistEdition",
    "ChecklistItem",
    "CommonFault",
    "Contact",
    "CrewTerms",
    "DispatchEdition",
    "DispatchRule",
    "FaultQuerySet",
    "FollowUp",
    "HelpRequest",
    "OrderQuerySet",
    "PriceItem",
    "Quote",
    "QuoteLine",
    "Remit",
    "Skill",
    "Ticket",
    "TicketLink",
    "TicketQuerySet",
    "WorkOrder",
    "path_of",
]
