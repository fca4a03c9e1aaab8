"""Addresses of the State Council's holiday lists at the head office: they hold for all projects."""

from django.urls import path

from anju.clocks.views.holidays import confirm, holidays

app_name = "holidays"

urlpatterns = [
    path("", holidays, name="holidays"),
    path("confirm/", confirm, name="confirm"),
]
