"""Outside companies (外包单位): entered once by the head office, used by any project."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.masking import mask_phone
from anju.organization.commands.founding import NameTaken
from anju.organization.models import Department, Party
from anju.organization.verbs import OrganizationVerb as Verb


class StillInUse(DomainError):
    """A project's department still belongs to the company."""


@transaction.atomic
def add_party(
    *,
    name: str,
    credit_code: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """Enter an outside company.

    :raises NameTaken: if it is there already.
    """
    if Party.objects.filter(name=name).exists():
        raise NameTaken(f"外包单位“{name}”已经登记过,请直接选用。")
    party = Party.objects.create(
        name=name,
        credit_code=credit_code,
        contact_name=contact_name,
        contact_phone=contact_phone,
    )
    record(Verb.PARTY_ADDED, subject=party, project_id=None, by=by, at=at)
    return party


@transaction.atomic
def change_party(
    *,
    party: Party,
    name: str,
    credit_code: str,
    contact_name: str,
    contact_phone: str,
    by: Actor,
    at: datetime,
) -> Party:
    """Correct what is known of an outside company.

    :raises NameTaken: if another one has this name.
    """
    party = Party.objects.select_for_update().get(pk=party.pk)
    if Party.objects.filter(name=name).exclude(pk=party.pk).exists():
        raise NameTaken(f"外包单位“{name}”已经登记过。")
    changes = {
        "name": (party.name, name),
        "credit_code": (party.credit_code, credit_code),
        "contact_name": (party.contact_name, contact_name),
        "phone": (mask_phone(party.contact_phone), mask_phone(contact_phone)),
    }
    party.name, party.credit_code = name, credit_code
    party.contact_name, party.contact_phone = contact_name, contact_phone
    party.save(update_fields=["name", "credit_code", "contact_name", "contact_phone"])
    record(Verb.PARTY_CHANGED, subject=party, project_id=None, by=by, at=at, changes=changes)
    return party


@transaction.atomic
def retire_party(*, party: Party, by: Actor, at: datetime) -> Party:
    """Take an outside company out of the choices; its past departments stay.

    :raises StillInUse: while a project's department belongs to it.
    """
    party = Party.objects.select_for_update().get(pk=party.pk)
    if party.retired_at is not None:
        raise DomainError(f"{party.name}已经停用,无需再停。")
    in_use = Department.objects.live().filter(party=party).select_related("project")
    names = [f"{department.project.name}·{department.name}" for department in in_use[:3]]
    if names:
        raise StillInUse(f"{party.name}还在使用({'、'.join(names)}等),请先在项目里停用这些部门。")
    party.retired_at = at
    party.save(update_fields=["retired_at"])
    record(Verb.PARTY_RETIRED, subject=party, project_id=None, by=by, at=at)
    return party
