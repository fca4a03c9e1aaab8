"""The head office's first page."""

from django.http.response import HttpResponseBase

from anju.organization.doors import OfficeRequest, office_view
from anju.organization.permissions import OfficePermission as May
from anju.organization.queries.office import company_across_projects, overview_across_projects
from anju.ui.responses import page


@office_view(None)
def home(request: OfficeRequest) -> HttpResponseBase:
    """Show the projects, who stands in now, and what needs attention."""
    sees_projects = request.access.may(May.READ_PROJECTS)
    context = {
        "company": company_across_projects(),
        "overview": overview_across_projects(at=request.at) if sees_projects else None,
    }
    return page(request, "organization/office/home.html", context)
