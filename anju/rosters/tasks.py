"""What the night does for the duty table. Times of day are the queue's, which are UTC."""

from django.utils import timezone
from procrastinate.contrib.django import app

from anju.core.actors import SYSTEM
from anju.organization.models import Project
from anju.rosters.commands import turns


@app.periodic(cron="10 16 * * *")  # 00:10 in Shanghai, after posts have ended
@app.task(name="rosters.end_turns", queueing_lock="rosters.end_turns")
def end_turns(timestamp: int) -> None:
    """End the turns of those who left the department; safe to run twice."""
    for project in Project.objects.open().order_by("pk"):
        turns.end_turns_without_post(project=project, by=SYSTEM, at=timezone.now())
