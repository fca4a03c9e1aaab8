"""What waits for the same household and channel, found among the rows of a page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from anju.contacts.models import Outreach


@dataclass(frozen=True, slots=True)
class Beside:
    """Contacts that wait for the same household and channel, to be made one."""

    together: list[Outreach]

    @property
    def query(self) -> str:
        return "&".join(f"id={each.pk}" for each in self.together)


def together(rows: Sequence[Outreach]) -> dict[int, Beside]:
    """Return for each row that does not wait alone what it could be made one with.

    Asked once for a page: only what the page shows is looked at.
    """
    groups: dict[tuple[int, int, str], list[Outreach]] = {}
    for each in rows:
        if each.is_waiting and each.is_counted and each.outgoing_id is None:
            person = 0 if each.unit_id else each.person_id
            groups.setdefault((each.unit_id or 0, person, each.channel), []).append(each)
    found: dict[int, Beside] = {}
    for group in groups.values():
        if len(group) > 1:
            found.update({each.pk: Beside(group) for each in group})
    return found
