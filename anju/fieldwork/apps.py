"""App configuration."""

from django.apps import AppConfig


class Fieldwork(AppConfig):
    name = "anju.fieldwork"
    label = "fieldwork"
    verbose_name = "现场作业"
