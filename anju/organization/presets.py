"""What a new project starts with: the departments of the handbook."""

from datetime import datetime

from anju.core.actors import Actor
from anju.organization.commands.founding import add_department
from anju.organization.models import Department, Project

DEPARTMENTS = ("管理处", "客户服务部", "工程部", "安防部", "保洁部", "绿化部", "财务部")


def load(project: Project, *, by: Actor, at: datetime) -> None:
    """Create the departments that the project lacks, in their order; safe to run again."""
    there = set(Department.objects.of(project).values_list("name", flat=True))
    for rank, name in enumerate(DEPARTMENTS, start=1):
        if name not in there:
            add_department(project=project, name=name, rank=rank * 10, by=by, at=at)
