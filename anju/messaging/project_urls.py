"""Addresses of a project's alerts to its staff."""

from django.urls import path

from anju.messaging.views import alerts

app_name = "alerts"
urlpatterns = [
    path("", alerts.project_alerts, name="alerts"),
    path("people/", alerts.people, name="people"),
    path("<int:pk>/retry/", alerts.retry_in_project, name="retry"),
]
