"""Addresses of the daily digests within a project."""

from django.urls import URLPattern

app_name = "digests"

urlpatterns: list[URLPattern] = []
