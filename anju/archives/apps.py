"""App configuration."""

from django.apps import AppConfig


class Archives(AppConfig):
    name = "anju.archives"
    label = "archives"
    verbose_name = "附件"
