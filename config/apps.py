"""The roof as an app: it is loaded last and wires the floors below it."""

from importlib import import_module

from django.apps import AppConfig


class Roof(AppConfig):
    name = "config"
    label = "roof"

    def ready(self) -> None:
        # wiring imports models, which exist only once every app is loaded.
        import_module("config.wiring").wire()
