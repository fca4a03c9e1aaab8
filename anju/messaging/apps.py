"""App configuration."""

from django.apps import AppConfig


class Messaging(AppConfig):
    name = "anju.messaging"
    label = "messaging"
    verbose_name = "消息"
