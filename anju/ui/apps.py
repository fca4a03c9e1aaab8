"""The design system."""

from django.apps import AppConfig


class Ui(AppConfig):
    name = "anju.ui"
    label = "ui"
