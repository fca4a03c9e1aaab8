"""Which projects somebody may enter."""

from datetime import datetime

from django.db.models import Q

from anju.core.periods import local_date
from anju.organization.access import Access, access_to_office
from anju.organization.models import Deputyship, Membership, Project, User
from anju.organization.models.structure import ProjectQuerySet


def projects_of(user: User, *, at: datetime, access: Access | None = None) -> ProjectQuerySet:
    """Return the projects somebody may enter at a moment, by name; the head office enters all.

    :param access: theirs to any place, if it was asked already.
    """
    if (access or access_to_office(user, at=at)).is_in_office:
        return Project.objects.order_by("name", "pk")
    own = Membership.objects.filter(user=user).on(local_date(at)).values("project")
    lent = Deputyship.objects.at(at).filter(deputy=user).values("project")
    return Project.objects.filter(Q(pk__in=own) | Q(pk__in=lent)).order_by("name", "pk")
