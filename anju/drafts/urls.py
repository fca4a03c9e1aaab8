"""The one address of a draft."""

from django.urls import re_path

from anju.drafts import views

app_name = "drafts"
urlpatterns = [re_path(r"^(?P<key>[a-z0-9.-]{1,80})/$", views.draft, name="draft")]
