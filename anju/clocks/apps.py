"""App configuration."""

from django.apps import AppConfig


class Clocks(AppConfig):
    name = "anju.clocks"
    label = "clocks"
    verbose_name = "时限"
