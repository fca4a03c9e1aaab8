"""What signing in offers on a person's page."""

from django.urls import reverse

from anju.organization.hooks import PersonLink
from anju.organization.models import Project, User
from anju.organization.permissions import OrganizationPermission


def links(project: Project, person: User) -> list[PersonLink]:
    """Offer help to somebody whose telephone is lost or who is signed in where they are not."""
    url = reverse("helping:reset_totp", args=[project.code, person.pk])
    permission = OrganizationPermission.RESET_PASSWORD.value
    return [PersonLink("动态口令和登录设备", "shield-lock", url, permission)]
