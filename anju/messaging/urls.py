"""Addresses of one's own messages."""

from django.urls import path

from anju.messaging.views import alerts, inbox

app_name = "messaging"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("unread/", inbox.unread, name="unread"),
    path("read-all/", inbox.read_all, name="read_all"),
    path("<int:pk>/read/", inbox.read, name="read"),
    path("alerts/", alerts.settings, name="alerts"),
    path("alerts/try/", alerts.try_out, name="try_alerts"),
    path("sent/", alerts.sent, name="sent"),
    path("sent/<int:pk>/retry/", alerts.retry, name="retry"),
]
