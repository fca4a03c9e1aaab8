"""App configuration."""

from django.apps import AppConfig


class Workbench(AppConfig):
    name = "anju.workbench"
    label = "workbench"
