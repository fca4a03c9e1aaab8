"""Message templates as screens and senders look them up."""

from anju.organization.models import Project
from anju.tickets.models import MessageTemplate
from anju.tickets.states import Channel


def template_list(project: Project, *, retired: bool = False) -> list[MessageTemplate]:
    """Return the templates by occasion and channel, in force or retired."""
    found = MessageTemplate.objects.of(project).filter(retired_at__isnull=not retired)
    return list(found.in_order())


def template_for(project: Project, code: str, channel: Channel) -> MessageTemplate | None:
    """Return the text in force for an occasion and a channel, else None."""
    found = MessageTemplate.objects.of(project).live().filter(code=code, channel=channel)
    template: MessageTemplate | None = found.first()
    return template


def template_in(project: Project, template_id: int) -> MessageTemplate | None:
    """Return one template of the project, else None."""
    found = MessageTemplate.objects.of(project).select_related("project")
    template: MessageTemplate | None = found.filter(pk=template_id).first()
    return template
