"""Addresses of the estate within a project."""

from django.urls import URLPattern

app_name = "estate"

urlpatterns: list[URLPattern] = []
