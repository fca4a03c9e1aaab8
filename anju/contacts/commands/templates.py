"""Message templates: a text that cannot be sent cannot be saved."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.db import IntegrityError, transaction

from anju.audit.record import record
from anju.contacts import shipped
from anju.contacts.models import MessageTemplate, TemplateEdition
from anju.contacts.refusals import AlreadyRetired, NameTaken, refuse_stale
from anju.contacts.states import Channel
from anju.contacts.variables import check_text
from anju.contacts.verbs import ContactVerb as Verb
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.organization.models import Project


@transaction.atomic
def add_template(
    *,
    project: Project,
    name: str,
    channel: Channel,
    text: str,
    required: Sequence[str] = (),
    provider_code: str = "",
    passes_quiet: bool | None = None,
    by: Actor,
    at: datetime,
) -> MessageTemplate:
    """Add a text for an occasion and a channel; another channel of a known occasion joins it.

    :param passes_quiet: whether it may pass quiet hours; None as its occasion does.

    :raises NameTaken: if the occasion has a living text for this channel.
    :raises TextRefused: if a variable is unknown or missing.
    """
    _lock_texts(project)
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
        provider_code=provider_code.strip(),
        passes_quiet=bool(known and known.passes_quiet) if passes_quiet is None else passes_quiet,
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
    provider_code: str | None = None,
    passes_quiet: bool | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> MessageTemplate:
    """Save a text as its template's next edition; None leaves a fact as it is.

    :raises StaleEdit: if somebody saved in between.
    :raises TextRefused: if a variable is unknown or missing.
    """
    template = MessageTemplate.objects.locked().get(pk=template.pk)
    _refuse_retired(template)
    refuse_stale(template, seen)
    check_text(text, template.required)
    before = template.said()
    template.text = _tidy(text)
    if provider_code is not None:
        template.provider_code = provider_code.strip()
    if passes_quiet is not None:
        template.passes_quiet = passes_quiet
    after = template.said()
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        return template
    if "text" in changes:
        template.edition += 1
    _save(template)
    if "text" in changes:
        _add_edition(template, by=by, at=at)
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
    _refuse_retired(template)
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


@transaction.atomic
def load_texts(*, project: Project, by: Actor, at: datetime) -> int:
    """Bring in the shipped texts if the project never had any; returns how many."""
    _lock_texts(project)
    if MessageTemplate.objects.of(project).exists():
        return 0
    ranks: dict[str, int] = {}
    rows = MessageTemplate.objects.bulk_create(
        MessageTemplate(
            project=project,
            code=each.code,
            name=each.name,
            name_key=sort_key(each.name),
            channel=each.channel,
            text=each.text,
            required=list(each.required),
            rank=ranks.setdefault(each.code, len(ranks) + 1),
            passes_quiet=each.code in shipped.PASSES_QUIET,
        )
        for each in shipped.TEXTS
    )
    TemplateEdition.objects.bulk_create(_edition(row, by=by, at=at) for row in rows)
    changes = {"count": (None, len(rows))}
    project_id = project.pk
    record(Verb.TEXTS_LOADED, subject=project, project_id=project_id, by=by, at=at, changes=changes)
    return len(rows)


def _lock_texts(project: Project) -> None:
    """Let those who edit one project's texts wait for each other."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _refuse_retired(template: MessageTemplate) -> None:
    if template.retired_at is not None:
        raise AlreadyRetired(f"“{template}”已经停用。要修改,请先恢复。")


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
    _edition(template, by=by, at=at).save()


def _edition(template: MessageTemplate, *, by: Actor, at: datetime) -> TemplateEdition:
    return TemplateEdition(
        project_id=template.project_id,
        template=template,
        number=template.edition,
        text=template.text,
        made_by_name=by.name,
        made_at=at,
    )
