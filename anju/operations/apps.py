"""App configuration."""

from django.apps import AppConfig


class Operations(AppConfig):
    name = "anju.operations"
    label = "operations"
    verbose_name = "系统运行"
