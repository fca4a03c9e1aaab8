"""Addresses of the providers of short messages (总部)."""

from django.urls import path

from anju.messaging.views import providers

app_name = "providers"
urlpatterns = [
    path("", providers.providers, name="providers"),
    path("add/", providers.add, name="add"),
    path("<slug:provider>/", providers.provider, name="provider"),
    path("<slug:provider>/change/", providers.change, name="change"),
    path("<slug:provider>/choose/", providers.choose, name="choose"),
    path("<slug:provider>/stop/", providers.stop, name="stop"),
    path("<slug:provider>/try/", providers.try_out, name="try"),
]
