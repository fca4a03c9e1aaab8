"""When the sweep last went through, for the heartbeat (rule 11)."""

from django.db import models
from django.db.models import Q


class Sweep(models.Model):
    """The last sweep that went through: one row, written anew each minute."""

    swept_at = models.DateTimeField()
    looked_at = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="sweep_only_one")]

    def __str__(self) -> str:
        return f"{self.swept_at:%Y-%m-%d %H:%M}"
