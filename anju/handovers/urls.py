"""Addresses of the shift hand-over within a project."""

from django.urls import URLPattern

app_name = "handovers"

urlpatterns: list[URLPattern] = []
