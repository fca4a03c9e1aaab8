"""The share of visits with all seven ones (七个一, C6.17.2)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from anju.fieldwork.models import Visit, VisitQuerySet
from anju.fieldwork.states import VisitState
from anju.organization.models import Project

FORMULA = "七个一全做到的入户上门次数 ÷ 已完成的入户上门次数"


@dataclass(frozen=True, slots=True)
class SevenOnes:
    """How many finished visits at owners' doors there were, and how many kept all seven ones."""

    name: str
    visits: int
    kept: int

    @property
    def percent(self) -> str:
        """The share in words; without visits there is none."""
        return f"{self.kept * 100 / self.visits:.1f}%" if self.visits else "暂无"


def seven_ones_share(project: Project, begin: datetime, end: datetime) -> SevenOnes:
    """Return the share of a project from one moment to before another, by when visits ended.

    What was not finished does not count; neither does work in public places.
    """
    counted = _finished(project, begin, end).aggregate(visits=Count("pk"), kept=_KEPT)
    return SevenOnes(project.name, counted["visits"], counted["kept"])


def seven_ones_by_worker(project: Project, begin: datetime, end: datetime) -> list[SevenOnes]:
    """Return the share of each worker, by name; papers of outside companies come last."""
    rows = _finished(project, begin, end).values("worker__name", "worker__name_key")
    counted = rows.annotate(visits=Count("pk"), kept=_KEPT).order_by("worker__name_key")
    return [
        SevenOnes(row["worker__name"] or "外包单位(纸质)", row["visits"], row["kept"])
        for row in counted
    ]


_KEPT = Count("pk", Q(seven_kept=True))


def _finished(project: Project, begin: datetime, end: datetime) -> VisitQuerySet:
    visits = Visit.objects.of(project).filter(state=VisitState.DONE, is_indoor=True)
    return visits.filter(ended_at__gte=begin, ended_at__lt=end).exclude(seven_kept=None)
