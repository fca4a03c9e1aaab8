"""What happens to the register by itself, every night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.organization.models import Project
from anju.residents.commands.refreshing import refresh_entries


@app.periodic(cron="10 16 * * *")  # 00:10 in Shanghai; the queue's clock is UTC
@app.task(name="residents.refresh_entries")
def refresh_all(timestamp: int) -> None:
    """Let the search know who moved in or out with the new day."""
    for project in Project.objects.order_by("pk"):
        refresh_entries(project=project, at=timezone.now())
