"""App configuration."""

from django.apps import AppConfig


class Rosters(AppConfig):
    name = "anju.rosters"
    label = "rosters"
    verbose_name = "值班表"
