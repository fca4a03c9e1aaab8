"""Addresses of work on site, within a project."""

from django.urls import URLPattern

app_name = "fieldwork"

urlpatterns: list[URLPattern] = []
