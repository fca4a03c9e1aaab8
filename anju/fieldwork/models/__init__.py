"""Visits, and what was checked, shown and used on them."""

from anju.fieldwork.models.evidence import Material, VisitCheck, VisitPhoto
from anju.fieldwork.models.visits import Visit, VisitQuerySet, VisitSheet

__all__ = ["Material", "Visit", "VisitCheck", "VisitPhoto", "VisitQuerySet", "VisitSheet"]
