"""App configuration."""

from django.apps import AppConfig


class Frontdesk(AppConfig):
    name = "anju.frontdesk"
    label = "frontdesk"
    verbose_name = "前台"
