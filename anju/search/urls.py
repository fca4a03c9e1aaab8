"""Addresses of the search."""

from django.urls import path

from anju.search import views

app_name = "search"

urlpatterns = [
    path("search/", views.everywhere, name="everywhere"),
    path("p/<slug:code>/search/", views.project, name="project"),
]
