"""Message templates: a text that cannot be sent cannot be saved."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.organization.models import Project
from anju.tickets.models import MessageTemplate, TemplateEdition
from anju.tickets.refusals import NameTaken, lock_catalogue, refuse_retired, refuse_stale
from anju.tickets.states import Channel
from anju.tickets.variables import check_text
from anju.tickets.verbs import TicketVerb as Verb


@transaction.atomic
def add_template(
    *,
    project: Project,
    name: str,
    channel: Channel,
    text: str,
    required: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> MessageTemplate:
    """Add a text for an occasion and a channel; another channel of a known occasion joins it.

    :raises NameTaken: if the occasion has a living text for this channel.
    :raises TextRefused: if a variable is unknown or missing.
    """
    lock_catalogue(project)
    check_text(text, required)
    same = MessageTemplate.objects.of(project).filter(name=name.strip()).order_by("rank", "pk")
    known = same.first()
    template = MessageTemplate(
        project=project,
        code=known.code if known else f"own-{token_hex(4)}",
        name=name.strip(),
        channel=channel,
        text=_tidy(text),
        required=list(required),
        rank=known.rank if known else 500,
    )
    _save(template)
    _add_edition(template, by=by, at=at)
    changes = {field: (None, value or None) for field, value in template.said().items()}
    record(
        Verb.TEMPLATE_ADDED, subject=template, project_id=project.pk, by=by, at=at, changes=changes
    )
    return template


@transaction.atomic
def change_template(
    *,
    template: MessageTemplate,
    text: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> MessageTemplate:
    """Save a text as its template's next edition.

    :raises StaleEdit: if somebody saved in between.
    :raises TextRefused: if a variable is unknown or missing.
    """
    template = MessageTemplate.objects.locked().get(pk=template.pk)
    refuse_retired(template)
    refuse_stale(template, seen)
    check_text(text, template.required)
    before, template.text = template.text, _tidy(text)
    if before == template.text:
        return template
    template.edition += 1
    _save(template)
    _add_edition(template, by=by, at=at)
    changes = {"text": (before, template.text)}
    project_id = template.project_id
    record(
        Verb.TEMPLATE_CHANGED,
        subject=template,
        project_id=project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return template


@transaction.atomic
def retire_template(
    *, template: MessageTemplate, reason: str = "", by: Actor, at: datetime
) -> MessageTemplate:
    """Offer a text no more; what was sent stays."""
    template = MessageTemplate.objects.locked().get(pk=template.pk)
    refuse_retired(template)
    template.retired_at = at
    template.save(update_fields=["retired_at"])
    project_id = template.project_id
    record(
        Verb.TEMPLATE_RETIRED, subject=template, project_id=project_id, by=by, at=at, reason=reason
    )
    return template


@transaction.atomic
def restore_template(*, template: MessageTemplate, by: Actor, at: datetime) -> MessageTemplate:
    """Offer a retired text again.

    :raises NameTaken: if its occasion has another text for the channel by now.
    """
    template = MessageTemplate.objects.locked().get(pk=template.pk)
    if template.retired_at is None:
        return template
    template.retired_at = None
    _save(template)
    record(Verb.TEMPLATE_RESTORED, subject=template, project_id=template.project_id, by=by, at=at)
    return template


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _save(template: MessageTemplate) -> None:
    template.name_key = sort_key(template.name)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        channel = Channel(template.channel).label
        raise NameTaken(
            f"“{template.name}”已经有{channel}模板,请直接修改它,或换一个渠道。"
        ) from error


def _add_edition(template: MessageTemplate, *, by: Actor, at: datetime) -> None:
    TemplateEdition.objects.create(
        project_id=template.project_id,
        template=template,
        number=template.edition,
        text=template.text,
        made_by_name=by.name,
        made_at=at,
    )
