"""App configuration."""

from django.apps import AppConfig


class Telephony(AppConfig):
    name = "anju.telephony"
    label = "telephony"
    verbose_name = "电话"
