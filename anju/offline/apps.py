"""App configuration."""

from django.apps import AppConfig


class Offline(AppConfig):
    name = "anju.offline"
    label = "offline"
    verbose_name = "离线登记"
