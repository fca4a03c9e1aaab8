"""App configuration."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "anju.notices"
    label = "notices"
