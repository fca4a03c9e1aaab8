"""Addresses of the front desk within a project."""

from django.urls import URLPattern

app_name = "frontdesk"

urlpatterns: list[URLPattern] = []
