"""Addresses of the front desk within a project."""

from django.urls import path

from anju.frontdesk.views import correcting, intake, looking

app_name = "frontdesk"

urlpatterns = [
    path("", intake.desk, name="desk"),
    path("drop/", intake.drop, name="drop"),
    path("same/<int:ticket_id>/", intake.same, name="same"),
    path("files/", intake.upload, name="upload"),
    path("find/", looking.find, name="find"),
    path("household/", looking.household, name="household"),
    path("ahead/", looking.ahead, name="ahead"),
    path("<int:ticket_id>/correct/", correcting.correct, name="correct"),
]
