"""App configuration."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "anju.audit"
    label = "audit"
    verbose_name = "操作记录"
