"""The imports of a project, for lists and pages."""

from datetime import datetime, timedelta

from anju.imports.models import Import, ImportQuerySet
from anju.organization.models import Project

QUIET_FOR = timedelta(minutes=2)


def imports_of(project: Project) -> ImportQuerySet:
    """Return a project's imports, newest first, without the workbooks."""
    return Import.objects.of(project).defer("content", "traces", "report").newest_first()


def import_in(project: Project, import_id: int) -> Import | None:
    """Return one import of a project without its workbook, else None."""
    return (
        Import.objects.of(project)
        .defer("content", "traces")
        .select_related("project")
        .filter(pk=import_id)
        .first()
    )


def is_stuck(at: datetime, kept: Import) -> bool:
    """Tell whether nothing was heard of the work for so long that somebody stopped the worker."""
    return kept.is_busy and (kept.alive_at is None or at - kept.alive_at > QUIET_FOR)
