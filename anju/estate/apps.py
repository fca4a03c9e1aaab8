"""App configuration."""

from django.apps import AppConfig


class Estate(AppConfig):
    name = "anju.estate"
    label = "estate"
    verbose_name = "房产"
