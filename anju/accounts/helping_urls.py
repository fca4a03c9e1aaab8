"""Addresses of a supervisor's help with signing in, below /p/<code>/sign-in-help/."""

from django.urls import path

from anju.accounts.views import helping

app_name = "helping"
urlpatterns = [
    path("<int:person>/", helping.reset_totp, name="reset_totp"),
    path("<int:person>/end-devices/", helping.end_devices, name="end_devices"),
]
