"""Message templates as screens and senders look them up."""

from anju.audit.models import Event, EventQuerySet
from anju.contacts.models import MessageTemplate
from anju.contacts.states import Channel
from anju.organization.models import Project

SUBJECTS = ("contacts.messagetemplate", "tickets.messagetemplate")
"""What the trail calls a template: now, and while the texts were the service desk's."""


def template_list(project: Project, *, retired: bool = False) -> list[MessageTemplate]:
    """Return the templates by occasion and channel, in force or retired."""
    found = MessageTemplate.objects.of(project).filter(retired_at__isnull=not retired)
    return list(found.in_order())


def template_for(project: Project, code: str, channel: Channel) -> MessageTemplate | None:
    """Return the text in force for an occasion and a channel, else None."""
    found = MessageTemplate.objects.of(project).live().filter(code=code, channel=channel)
    return found.first()


def template_in(project: Project, template_id: int) -> MessageTemplate | None:
    """Return one template of the project, else None."""
    found = MessageTemplate.objects.of(project).select_related("project")
    return found.filter(pk=template_id).first()


def texts_for(project: Project, code: str) -> dict[str, MessageTemplate]:
    """Return the texts in force for an occasion by channel."""
    found = MessageTemplate.objects.of(project).live().filter(code=code)
    return {each.channel: each for each in found}


def text_history(project: Project) -> EventQuerySet:
    """Return what was changed in a project's texts, the newest first."""
    events: EventQuerySet = Event.objects.of_project(project.pk)
    return events.filter(subject_type__in=SUBJECTS).newest_first()


def events_of_text(project: Project, template: MessageTemplate) -> EventQuerySet:
    """Return what was changed in one text, the newest first."""
    return text_history(project).filter(subject_id=template.pk)
