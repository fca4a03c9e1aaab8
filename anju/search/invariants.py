"""What the database cannot hold by itself about the index."""

from collections.abc import Iterator

from anju.organization.models import Project
from anju.search.hooks import entries
from anju.search.models import Term


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every project whose index is out of step; only with `deep`."""
    for project in Project.objects.order_by("pk") if deep else ():
        should = {
            (kind, term, entry.subject_type, entry.subject_id, permission, entry.is_past)
            for entry in entries(project)
            for kind, term, permission in entry.rows()
        }
        rows = Term.objects.filter(project=project).values_list(
            "kind", "term", "subject_type", "subject_id", "permission", "weight"
        )
        there = {(*row[:5], bool(row[5])) for row in rows.order_by("pk").iterator(chunk_size=5000)}
        if should != there:
            yield (
                f"{project.name}:搜索索引少 {len(should - there)} 条、多 {len(there - should)} 条。"
                "运行 bin/anju rebuild-search 可重建。"
            )
