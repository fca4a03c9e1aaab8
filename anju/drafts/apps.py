"""App configuration."""

from django.apps import AppConfig


class Drafts(AppConfig):
    name = "anju.drafts"
    label = "drafts"
    verbose_name = "草稿"
