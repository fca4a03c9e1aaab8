"""App configuration."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "anju.audit"
    label = "audit"
