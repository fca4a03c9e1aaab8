"""App configuration."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "anju.accounts"
    label = "accounts"
