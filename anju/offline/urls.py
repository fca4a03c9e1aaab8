"""Addresses of what came in without a network."""

from django.urls import URLPattern

app_name = "offline"

urlpatterns: list[URLPattern] = []
