"""App configuration."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "anju.notices"
    label = "notices"
    verbose_name = "公告栏"
