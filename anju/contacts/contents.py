"""What callers hand the door, and what it made of it before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anju.contacts.models import MessageTemplate
from anju.contacts.variables import filled, variables_in
from anju.organization.models import Project
from anju.residents.models import Person


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as the resident will read it, and of which template with which values."""

    text: str
    template: MessageTemplate | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """The variables that got no value."""
        return variables_in(self.text)


def worded(
    template: MessageTemplate, values: Mapping[str, str], *, project: Project, person: Person
) -> Wording:
    """Return a template filled in; whom, where and our number are known without being said."""
    known = {"称呼": person.called, "项目": project.name, "客服电话": project.phone}
    given = {**known, **values}
    wanted = {name: given[name] for name in variables_in(template.text) if given.get(name)}
    return Wording(filled(template.text, wanted), template, wanted)
