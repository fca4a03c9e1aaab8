"""Addresses that owners reach by a signed link, without a login."""

from django.urls import URLPattern

app_name = "opinion_links"

urlpatterns: list[URLPattern] = []
