"""How residents look to somebody: whole to those who may read names, masked to others."""

from anju.core.masking import mask_phone, mask_plate
from anju.organization.access import Access
from anju.residents.models import Person, PersonState
from anju.residents.permissions import ResidentPermission as May


def reads_names(access: Access | None) -> bool:
    """Tell whether names and forms of address are shown whole."""
    return access is not None and access.may(May.READ_NAMES)


def name_of(person: Person, access: Access | None) -> str:
    """Return a person's name as this viewer may see it."""
    if person.state == PersonState.ERASED or reads_names(access):
        return person.name
    return person.masked_name


def called(person: Person, access: Access | None) -> str:
    """Return how to address a person: 李阿姨; masked names have no form of address."""
    return person.called if reads_names(access) else name_of(person, access)


def full_title(person: Person, access: Access | None) -> str:
    """Return form of address and name together: 李阿姨 李秀兰."""
    name = name_of(person, access)
    form = person.form_of_address if reads_names(access) else ""
    return f"{form} {name}" if form and form != name else name


def plate_of(plate: str, access: Access | None) -> str:
    """Return a plate as this viewer may see it."""
    return plate if reads_names(access) else mask_plate(plate)


def first_phone(person: Person) -> str:
    """Return the first telephone, masked for everybody; empty without one."""
    phones = list(person.phones.all())
    return mask_phone(phones[0].number) if phones else ""
