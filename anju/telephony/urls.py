"""Addresses of the telephone within a project."""

from django.urls import path

from anju.telephony.views import backs, calls, lines, simulator

app_name = "telephony"

urlpatterns = [
    path("", calls.calls, name="calls"),
    path("export/", calls.export, name="export"),
    path("backs/", backs.backs, name="backs"),
    path("backs/<int:back_id>/", backs.call_back, name="call_back"),
    path("backs/<int:back_id>/close/", backs.close, name="close_back"),
    path("blocked/", lines.blocked, name="blocked"),
    path("blocked/add/", lines.block, name="block"),
    path("blocked/<int:blocked_id>/lift/", lines.unblock, name="unblock"),
    path("line/", lines.line, name="line"),
    path("line/token/", lines.token, name="token"),
    path("line/secret/", lines.secret, name="secret"),
    path("simulator/", simulator.simulator, name="simulator"),
    path("simulator/<int:call_id>/", simulator.simulate, name="simulate"),
    path("<int:call_id>/", calls.call, name="call"),
    path("<int:call_id>/reveal/", calls.reveal, name="reveal"),
    path("<int:call_id>/hold/", calls.hold, name="hold"),
    path("<int:call_id>/resume/", calls.resume, name="resume"),
    path("<int:call_id>/misdial/", calls.misdial, name="misdial"),
    path("<int:call_id>/put-away/", calls.put_away, name="put_away"),
]
