"""Addresses of what came in without a network, within a project."""

from django.urls import path

from anju.offline import views

app_name = "offline"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("ping/", views.ping, name="ping"),
    path("<int:number>/", views.entry, name="entry"),
    path("<int:number>/adopt/", views.adopt, name="adopt"),
    path("<int:number>/discard/", views.discard, name="discard"),
    path("<int:number>/files/<str:token>/", views.file, name="file"),
]
