"""Addresses of a project's desk computers, below /p/<code>/desks/."""

from django.urls import path

from anju.accounts.views import desks

app_name = "desks"
urlpatterns = [
    path("", desks.desks, name="list"),
    path("register/", desks.register, name="register"),
    path("<int:desk>/", desks.change, name="change"),
    path("<int:desk>/revoke/", desks.revoke, name="revoke"),
]
