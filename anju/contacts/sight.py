"""How contacts look to somebody: names in their words masked for those who may not read names."""

from anju.contacts.models import Outreach
from anju.core.masking import mask_email, mask_phone
from anju.organization.access import Access
from anju.residents import sight


def words_of(outreach: Outreach, access: Access | None) -> str:
    """Return the words of a contact as this viewer may read them."""
    text, person = outreach.text, outreach.person
    if sight.reads_names(access):
        return text
    for name in (person.form_of_address, person.name):
        if name:
            text = text.replace(name, person.masked_name)
    return text


def address_of(outreach: Outreach) -> str:
    """Return where a message went, masked for everybody."""
    if "@" in outreach.address:
        return mask_email(outreach.address)
    return mask_phone(outreach.address) if outreach.address else ""
