"""Addresses of opinions, follow-ups and praise within a project."""

from django.urls import URLPattern

app_name = "opinions"

urlpatterns: list[URLPattern] = []
