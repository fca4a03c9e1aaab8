"""Addresses of the shift hand-over within a project."""

from django.urls import path

from anju.handovers.views import desk, handovers, lending, shifts

app_name = "handovers"

H, T = "<int:handover_id>", "lent/<int:thing_id>"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("line/", desk.line, name="line"),
    path("sign/", desk.sign, name="sign"),
    path("shifts/", shifts.shifts, name="shifts"),
    path("list/", handovers.handovers, name="handovers"),
    path("export/", handovers.export, name="export"),
    path("lent/", lending.lent, name="lent"),
    path("lent/lend/", lending.lend, name="lend"),
    path("lent/export/", lending.export, name="export_lent"),
    path(f"{T}/back/", lending.take_back, name="take_back"),
    path(f"{T}/reveal/", lending.reveal, name="reveal"),
    path(f"{H}/", handovers.handover, name="handover"),
    path(f"{H}/print/", handovers.print_handover, name="print"),
    path(f"{H}/relieve/", handovers.take_over, name="relieve"),
    path(f"{H}/dispute/", handovers.dispute, name="dispute"),
    path(f"{H}/settle/", handovers.settle_handover, name="settle"),
]
