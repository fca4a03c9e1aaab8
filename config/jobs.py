"""The job queue: Procrastinate on the same PostgreSQL; tasks are thin and take ids or dates."""

from procrastinate import App
from procrastinate.contrib.django import app as current_app

__all__ = ["current_app", "ready"]


def ready(app: App) -> None:
    """Called by Procrastinate once the app registry is complete; tasks are found by name."""
