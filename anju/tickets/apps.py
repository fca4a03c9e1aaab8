"""App configuration."""

from django.apps import AppConfig


class Tickets(AppConfig):
    name = "anju.tickets"
    label = "tickets"
    verbose_name = "工单"
