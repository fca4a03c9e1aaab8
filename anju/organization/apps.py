"""App configuration."""

from django.apps import AppConfig


class Organization(AppConfig):
    name = "anju.organization"
    label = "organization"
    verbose_name = "组织与人员"
