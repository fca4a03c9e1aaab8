"""The address of the telephone for machines; the token in it never reaches a log."""

from django.urls import path

from anju.telephony.views import cti

app_name = "cti"

urlpatterns = [path("<slug:code>/<str:token>", cti.event, name="event")]
