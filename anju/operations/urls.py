"""Addresses of the signs of life."""

from django.urls import path

from anju.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.health, name="health"),
    path("healthz/live", views.alive, name="alive"),
    path("office/operations/", views.status, name="status"),
]
