"""Addresses of the progress page, which owners reach by a signed link."""

from django.urls import path

from anju.opinions.views import owners

app_name = "progress_links"

urlpatterns = [
    path("<str:token>/", owners.progress, name="progress"),
    path("<str:token>/urge/", owners.urge, name="urge"),
]
