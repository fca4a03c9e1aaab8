"""Projects, departments, outside companies: what has to be there before people work."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.organization.hooks import load_presets
from anju.organization.models import Company, Department, Membership, NumberSeries, Party, Project
from anju.organization.models.structure import DepartmentKind, ProjectKind, ProjectState
from anju.organization.verbs import OrganizationVerb as Verb


class CodeTaken(DomainError):
    """Another project has this code."""


class NameTaken(DomainError):
    """Something of this name is there already."""


class StillStaffed(DomainError):
    """People still work in the department."""


@transaction.atomic
def change_company(*, name: str, short_name: str, by: Actor, at: datetime) -> Company:
    """Set the company's names; the first call founds it."""
    company = Company.objects.select_for_update().filter(pk=1).first() or Company(pk=1)
    before = (company.name, company.short_name)
    company.name, company.short_name = name, short_name
    company.save()
    changes = {"name": (before[0], name), "short_name": (before[1], short_name)}
    record(Verb.COMPANY_CHANGED, subject=company, project_id=None, by=by, at=at, changes=changes)
    return company


@transaction.atomic
def create_project(
    *,
    code: str,
    name: str,
    kind: ProjectKind = ProjectKind.ESTATE,
    address: str = "",
    phone: str = "",
    by: Actor,
    at: datetime,
) -> Project:
    """Open a project and load the presets that the apps ship (departments first).

    :raises CodeTaken: if the code is in use.
    """
    if Project.objects.filter(code=code).exists():
        raise CodeTaken(f"项目代码“{code}”已被使用,请换一个。")
    project = Project.objects.create(code=code, name=name, kind=kind, address=address, phone=phone)
    record(Verb.PROJECT_CREATED, subject=project, project_id=project.pk, by=by, at=at)
    load_presets(project, by, at)
    return project


@transaction.atomic
def change_project(
    *,
    project: Project,
    name: str,
    kind: ProjectKind,
    address: str,
    phone: str,
    state: ProjectState,
    by: Actor,
    at: datetime,
) -> Project:
    """Correct what is known of a project; its code stays, since addresses and papers carry it."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    after = {"name": name, "kind": kind, "address": address, "phone": phone, "state": state}
    changes = {
        "name": (project.name, name),
        "kind": (project.get_kind_display(), kind.label),
        "address": (project.address, address),
        "phone": (project.phone, phone),
        "state": (project.get_state_display(), state.label),
    }
    for field, value in after.items():
        setattr(project, field, value)
    project.save(update_fields=list(after))
    record(
        Verb.PROJECT_CHANGED,
        subject=project,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
    )
    return project


@transaction.atomic
def add_department(
    *,
    project: Project,
    name: str,
    party: Party | None = None,
    rank: int = 50,
    by: Actor,
    at: datetime,
) -> Department:
    """Add a department; with a party it is an outside company's (外包单位).

    :raises NameTaken: if the project has one of this name.
    """
    _refuse_taken_name(project, name)
    kind = DepartmentKind.OUTSIDE if party else DepartmentKind.INSIDE
    department = Department.objects.create(
        project=project, name=name, kind=kind, party=party, rank=rank
    )
    record(Verb.DEPARTMENT_ADDED, subject=department, project_id=project.pk, by=by, at=at)
    return department


@transaction.atomic
def change_department(
    *, department: Department, name: str, rank: int, by: Actor, at: datetime
) -> Department:
    """Rename or reorder a department.

    :raises NameTaken: if another one has this name.
    """
    department = Department.objects.locked().get(pk=department.pk)
    _refuse_taken_name(department.project, name, except_pk=department.pk)
    changes = {"name": (department.name, name), "rank": (department.rank, rank)}
    department.name, department.rank = name, rank
    department.save(update_fields=["name", "rank"])
    record(
        Verb.DEPARTMENT_CHANGED,
        subject=department,
        project_id=department.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return department


@transaction.atomic
def retire_department(*, department: Department, by: Actor, at: datetime) -> Department:
    """Take a department out of use; it stays in the records.

    :raises StillStaffed: while somebody's membership in it has not ended.
    """
    department = Department.objects.locked().get(pk=department.pk)
    staffed = Membership.objects.filter(department=department).not_over(local_date(at)).count()
    if staffed:
        raise StillStaffed(
            f"{department.name}还有 {staffed} 人在岗,请先把他们调到其他部门或办理离任。"
        )
    department.retired_at = at
    department.save(update_fields=["retired_at"])
    record(
        Verb.DEPARTMENT_RETIRED,
        subject=department,
        project_id=department.project_id,
        by=by,
        at=at,
    )
    return department


def next_number(project: Project, *, prefix: str, year: int) -> int:
    """Return the next number of a series, without gaps; call it inside a command's transaction.

    The series' row stays locked until the caller commits, so two callers never get the same one
    and a rolled-back caller leaves no hole.
    """
    NumberSeries.objects.get_or_create(project=project, prefix=prefix, year=year)
    series = NumberSeries.objects.select_for_update().get(project=project, prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _refuse_taken_name(project: Project, name: str, *, except_pk: int = 0) -> None:
    if Department.objects.of(project).filter(name=name).exclude(pk=except_pk).exists():
        raise NameTaken(f"本项目已有部门“{name}”,请换一个名称。")
