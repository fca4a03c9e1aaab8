"""Addresses of the first screens."""

from django.urls import path

from anju.workbench import views

app_name = "workbench"

urlpatterns = [
    path("", views.start, name="start"),
    path("ui/", views.gallery, name="gallery"),
    path("p/<slug:code>/", views.home, name="home"),
]
