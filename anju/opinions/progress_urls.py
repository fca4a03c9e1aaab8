"""Addresses of the progress page, which owners reach by a signed link."""

from django.urls import URLPattern

app_name = "progress_links"

urlpatterns: list[URLPattern] = []
