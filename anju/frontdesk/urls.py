"""Addresses of the front desk within a project."""

from django.urls import path

from anju.frontdesk.views import calling, correcting, intake, looking, speaking

app_name = "frontdesk"

urlpatterns = [
    path("", intake.desk, name="desk"),
    path("calls/", calling.calls, name="calls"),
    path("calls/<int:call_id>/take/", calling.take_call, name="take_call"),
    path("drop/", intake.drop, name="drop"),
    path("same/<int:ticket_id>/", intake.same, name="same"),
    path("files/", intake.upload, name="upload"),
    path("find/", looking.find, name="find"),
    path("household/", looking.household, name="household"),
    path("ahead/", looking.ahead, name="ahead"),
    path("speak/", speaking.speak, name="speak"),
    path("language/", speaking.language, name="language"),
    path("call-out/<int:ticket_id>/", speaking.call_out, name="call_out"),
    path("call-out/<int:ticket_id>/dial/", speaking.dial, name="dial"),
    path("call-out/people/<int:person_id>/", speaking.call_person, name="call_person"),
    path("<int:ticket_id>/correct/", correcting.correct, name="correct"),
]
