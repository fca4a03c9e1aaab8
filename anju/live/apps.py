"""The app `live`: tells open screens that something they show has changed."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """No models and no URLs: a publisher, the hub beside the pages, and the browser's element."""

    name = "anju.live"
    label = "live"
    verbose_name = "实时更新"
