"""The company, its projects, departments, posts, roles, people and who stands in for whom.

The one package that gathers its modules here: Django finds a model only in `<app>.models`.
"""

from anju.organization.models.belonging import (
    Deputyship,
    Membership,
    OfficeAppointment,
)
from anju.organization.models.importing import StaffImport
from anju.organization.models.people import PasswordSlip, User
from anju.organization.models.structure import (
    Company,
    Department,
    NumberSeries,
    Party,
    Post,
    Project,
    Role,
)

__all__ = [
    "Company",
    "Department",
    "Deputyship",
    "Membership",
    "NumberSeries",
    "OfficeAppointment",
    "Party",
    "PasswordSlip",
    "Post",
    "Project",
    "Role",
    "StaffImport",
    "User",
]
