"""What the database cannot hold by itself about notices."""

from collections.abc import Iterator

from django.db.models import Count

from anju.notices.commands.writing import PREFIX
from anju.notices.models import Notice
from anju.organization.models import NumberSeries


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every series of notice numbers that does not fit the notices."""
    counted = Notice.objects.values("project_id").annotate(count=Count("pk"))
    for row in counted.order_by("project_id"):
        series = NumberSeries.objects.filter(project_id=row["project_id"], prefix=PREFIX)
        given = sum(series.values_list("last", flat=True))
        if given != row["count"]:
            yield f"项目 {row['project_id']}:已发出 {given} 个公告编号,却有 {row['count']} 份公告。"
