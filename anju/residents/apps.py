"""App configuration."""

from django.apps import AppConfig


class Residents(AppConfig):
    name = "anju.residents"
    label = "residents"
    verbose_name = "住户"
