"""Addresses of deadlines within a project."""

from django.urls import path

from anju.clocks.views import arranging, calendars, changing, clocks, policies, settings, trying

app_name = "clocks"

urlpatterns = [
    path("open/", clocks.clocks, name="clocks"),
    path("open/export/", clocks.export, name="export"),
    path("open/<int:clock_id>/", clocks.clock, name="clock"),
    path("open/<int:clock_id>/why/", clocks.why, name="why"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/add/", calendars.add, name="add_calendar"),
    path("calendars/<str:calendar>/", calendars.calendar, name="calendar"),
    path("calendars/<str:calendar>/change/", changing.change, name="change_calendar"),
    path("calendars/<str:calendar>/preview/", changing.preview, name="preview_calendar"),
    path("calendars/<str:calendar>/preview/export/", changing.export, name="export_calendar"),
    path("settings/", settings.settings, name="settings"),
    path("settings/<str:name>/", settings.change_setting, name="change_setting"),
    path("policies/", policies.policies, name="policies"),
    path("policies/try/", trying.try_out, name="try"),
    path("policies/<str:kind>/", policies.kind, name="kind"),
    path("policies/<str:kind>/arrange/", arranging.arrange, name="arrange"),
    path("policies/<str:kind>/preview/", arranging.preview, name="preview_policies"),
    path("policies/<str:kind>/preview/export/", arranging.export, name="export_policies"),
    path("policies/<str:kind>/add/", arranging.add, name="add_policy"),
    path("policies/<str:kind>/<int:rank>/", arranging.change, name="change_policy"),
]
