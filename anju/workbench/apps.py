"""App configuration."""

from django.apps import AppConfig


class Workbench(AppConfig):
    name = "anju.workbench"
    label = "workbench"
    verbose_name = "工作台"
