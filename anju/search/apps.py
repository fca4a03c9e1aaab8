"""App configuration."""

from django.apps import AppConfig


class Search(AppConfig):
    name = "anju.search"
    label = "search"
    verbose_name = "搜索"
