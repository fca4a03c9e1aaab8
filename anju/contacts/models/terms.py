"""联系设置: a project's quiet hours, and how often a household is disturbed at most."""

from datetime import time
from typing import Any

from django.db import models
from django.db.models import Q

from anju.organization.models import Project

CAP = 3
NIGHT = (time(21), time(8))
NOON = (time(12), time(14))


class ContactTerms(models.Model):
    """When what we start has to wait, and the cap per household in rolling seven days (C6.22e).

    Both ends of a quiet time are given or neither; `night` may run over midnight. A project
    without a row keeps the defaults.
    """

    project = models.OneToOneField(Project, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField("版本", default=1)
    cap = models.PositiveSmallIntegerField("每户 7 天内最多主动联系", default=CAP)
    night_from = models.TimeField("夜间免打扰从", null=True, default=NIGHT[0])
    night_until = models.TimeField("夜间免打扰到", null=True, default=NIGHT[1])
    noon_from = models.TimeField("午间免打扰从", null=True, default=NOON[0])
    noon_until = models.TimeField("午间免打扰到", null=True, default=NOON[1])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(night_from=None, night_until=None)
                    | Q(night_from__isnull=False, night_until__isnull=False)
                )
                & (
                    Q(noon_from=None, noon_until=None)
                    | Q(noon_from__isnull=False, noon_until__isnull=False)
                ),
                name="contact_terms_hours_whole",
            ),
        ]

    def __str__(self) -> str:
        return "联系设置"

    @property
    def hours(self) -> list[tuple[time, time]]:
        """The quiet times that are set, each from until (excluded)."""
        pairs = [(self.night_from, self.night_until), (self.noon_from, self.noon_until)]
        return [(start, end) for start, end in pairs if start is not None and end is not None]

    def said(self) -> dict[str, Any]:
        """Return field → value as people read it."""
        return {
            "cap": self.cap,
            "night": spoken_hours(self.night_from, self.night_until),
            "noon": spoken_hours(self.noon_from, self.noon_until),
        }


def spoken_hours(start: time | None, end: time | None) -> str:
    """Return a daily time as people write it: 21:00–08:00; 不设 without one."""
    return "不设" if start is None or end is None else f"{start:%H:%M}–{end:%H:%M}"
