"""The one address of a draft, and those of the filters that somebody keeps."""

from django.urls import path, re_path

from anju.drafts import views

app_name = "drafts"
urlpatterns = [
    re_path(r"^(?P<key>[a-z0-9.-]{1,80})/$", views.draft, name="draft"),
    path("filters/save/", views.save_as, name="save_filter"),
    path("filters/<int:filter_id>/change/", views.change_filter, name="change_filter"),
]
