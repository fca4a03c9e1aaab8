"""App configuration."""

from django.apps import AppConfig


class Contacts(AppConfig):
    name = "anju.contacts"
    label = "contacts"
    verbose_name = "联系住户"
