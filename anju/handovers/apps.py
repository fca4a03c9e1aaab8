"""App configuration."""

from django.apps import AppConfig


class Handovers(AppConfig):
    name = "anju.handovers"
    label = "handovers"
    verbose_name = "交接班"
