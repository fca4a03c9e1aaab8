"""Addresses of the duty table within a project."""

from django.urls import path

from anju.rosters.views import arranging, changes, exporting, shifts, week

app_name = "rosters"

urlpatterns = [
    path("", week.week, name="week"),
    path("now/", week.now, name="now"),
    path("export/", exporting.export, name="export"),
    path("print/", exporting.print_week, name="print"),
    path("arrange/<int:shift_id>/<str:day>/", arranging.arrange, name="arrange"),
    path("copy/<int:department_id>/<str:day>/", arranging.copy, name="copy"),
    path("changes/", changes.changes, name="changes"),
    path("changes/add/", changes.change, name="change"),
    path("changes/<int:change_id>/withdraw/", changes.withdraw, name="withdraw"),
    path("shifts/", shifts.shifts, name="shifts"),
    path("shifts/add/", shifts.add, name="add_shift"),
    path("shifts/<int:shift_id>/change/", shifts.change, name="change_shift"),
    path("shifts/<int:shift_id>/retire/", shifts.retire, name="retire_shift"),
]
