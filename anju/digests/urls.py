"""Addresses of the daily digests within a project."""

from django.urls import path

from anju.digests import views

app_name = "digests"

urlpatterns = [
    path("", views.digests, name="digests"),
    path("hour/", views.hour, name="hour"),
    path("<str:day>/", views.digest, name="digest"),
    path("<str:day>/edit/", views.edit, name="edit"),
    path("<str:day>/sign/", views.sign, name="sign"),
    path("<str:day>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("<str:day>/print/", views.print_digest, name="print"),
]
