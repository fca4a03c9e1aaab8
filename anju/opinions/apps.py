"""App configuration."""

from django.apps import AppConfig


class Opinions(AppConfig):
    name = "anju.opinions"
    label = "opinions"
    verbose_name = "意见与回访"
