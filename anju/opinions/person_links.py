"""What opinions offer on a colleague's page."""

from urllib.parse import urlencode

from django.urls import reverse

from anju.opinions.permissions import OpinionPermission
from anju.organization.hooks import PersonLink
from anju.organization.models import Project, User


def links(project: Project, person: User) -> list[PersonLink]:
    """Offer the praise that residents gave somebody."""
    url = f"{reverse('opinions:praise', args=[project.code])}?{urlencode({'user': person.pk})}"
    return [PersonLink("业主的表扬", "id-badge-2", url, OpinionPermission.READ.value)]
