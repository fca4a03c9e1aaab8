"""Addresses that a browser looks for at the root: worker, manifest, the page without network."""

from django.urls import path

from anju.offline import root_views

app_name = "offline_root"

urlpatterns = [
    path("sw.js", root_views.worker, name="worker"),
    path("manifest.webmanifest", root_views.manifest, name="manifest"),
    path("offline/", root_views.without_network, name="without_network"),
]
