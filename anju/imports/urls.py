"""Addresses of imports within a project."""

from django.urls import URLPattern

app_name = "imports"

urlpatterns: list[URLPattern] = []
