"""Addresses that owners reach by a signed link, without a login."""

from django.urls import path

from anju.opinions.views import owners

app_name = "opinion_links"

urlpatterns = [path("<str:token>/", owners.card, name="card")]
