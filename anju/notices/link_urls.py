"""Addresses that residents reach by a signed link, without a login."""

from django.urls import path

from anju.notices import views

app_name = "notice_links"

urlpatterns = [
    path("<str:token>/", views.read, name="read"),
    path("<str:token>/files/<str:file_token>/", views.read_file, name="file"),
]
