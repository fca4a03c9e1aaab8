"""Addresses of the notice board within a project."""

from django.urls import path

from anju.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.board, name="board"),
    path("export/", views.export, name="export"),
    path("write/", views.write, name="write"),
    path("files/", views.upload, name="upload"),
    path("<str:number>/", views.notice, name="notice"),
    path("<str:number>/revise/", views.revise, name="revise"),
    path("<str:number>/publish/", views.publish, name="publish"),
    path("<str:number>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:number>/print/", views.print_notice, name="print"),
    path("<str:number>/files/<str:token>/", views.file, name="file"),
]
