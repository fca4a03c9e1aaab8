"""App configuration."""

from django.apps import AppConfig


class Handbook(AppConfig):
    name = "anju.handbook"
    label = "handbook"
    verbose_name = "手册"
