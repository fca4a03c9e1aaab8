"""Every address of the house."""

from django.urls import include, path

handler400 = "anju.ui.sentences.bad_request"
handler403 = "anju.ui.sentences.forbidden"
handler404 = "anju.ui.sentences.not_found"
handler500 = "anju.ui.sentences.server_error"

urlpatterns = [
    path("", include("anju.accounts.urls")),
    path("", include("anju.operations.urls")),
    path("", include("anju.workbench.urls")),
    path("", include("anju.search.urls")),
    path("", include("anju.offline.root_urls")),
    path("messages/", include("anju.messaging.urls")),
    path("api/messages/v1/", include("anju.messaging.report_urls")),
    path("office/", include("anju.organization.office_urls")),
    path("office/holidays/", include("anju.clocks.office_urls")),
    path("office/providers/", include("anju.messaging.office_urls")),
    path("api/cti/v1/", include("anju.telephony.api_urls")),
    path("l/notice/", include("anju.notices.link_urls")),
    path("l/card/", include("anju.opinions.link_urls")),
    path("l/progress/", include("anju.opinions.progress_urls")),
    path("p/<slug:code>/", include("anju.organization.urls")),
    path("p/<slug:code>/desks/", include("anju.accounts.desk_urls")),
    path("p/<slug:code>/sign-in-help/", include("anju.accounts.helping_urls")),
    path("p/<slug:code>/alerts/", include("anju.messaging.project_urls")),
    path("p/<slug:code>/drafts/", include("anju.drafts.urls")),
    path("p/<slug:code>/estate/", include("anju.estate.urls")),
    path("p/<slug:code>/handbook/", include("anju.handbook.urls")),
    path("p/<slug:code>/residents/", include("anju.residents.urls")),
    path("p/<slug:code>/contacts/", include("anju.contacts.urls")),
    path("p/<slug:code>/imports/", include("anju.imports.urls")),
    path("p/<slug:code>/rosters/", include("anju.rosters.urls")),
    path("p/<slug:code>/notices/", include("anju.notices.urls")),
    path("p/<slug:code>/clocks/", include("anju.clocks.urls")),
    path("p/<slug:code>/tickets/", include("anju.tickets.urls")),
    path("p/<slug:code>/opinions/", include("anju.opinions.urls")),
    path("p/<slug:code>/field/", include("anju.fieldwork.urls")),
    path("p/<slug:code>/offline/", include("anju.offline.urls")),
    path("p/<slug:code>/handovers/", include("anju.handovers.urls")),
    path("p/<slug:code>/calls/", include("anju.telephony.urls")),
    path("p/<slug:code>/desk/", include("anju.frontdesk.urls")),
    path("p/<slug:code>/digests/", include("anju.digests.urls")),
]
