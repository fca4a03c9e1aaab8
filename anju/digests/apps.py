"""App configuration."""

from django.apps import AppConfig


class Digests(AppConfig):
    name = "anju.digests"
    label = "digests"
    verbose_name = "日报"
