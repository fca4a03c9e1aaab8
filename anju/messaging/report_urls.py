"""The address of providers' delivery reports."""

from django.urls import path

from anju.messaging.views import reporting

app_name = "report"
urlpatterns = [path("report/<slug:provider>", reporting.report, name="report")]
