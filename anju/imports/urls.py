"""Addresses of imports within a project."""

from django.urls import path

from anju.imports.views import downloads, imports, steps

app_name = "imports"

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("load/", imports.load, name="load"),
    path("template/", downloads.template, name="template"),
    path("<int:import_id>/", imports.show, name="import"),
    path("<int:import_id>/marked/", downloads.marked, name="marked"),
    path("<int:import_id>/correct/", steps.correct, name="correct"),
    path("<int:import_id>/apply/", steps.apply, name="apply"),
    path("<int:import_id>/again/", steps.again, name="again"),
    path("<int:import_id>/discard/", steps.discard, name="discard"),
    path("<int:import_id>/undo/", steps.undo, name="undo"),
]
