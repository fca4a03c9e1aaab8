"""Keeping what is being typed, and letting it go once it is really saved.

A draft is its author's alone and saved every few seconds, so none of this leaves an event in the
trail; what is made of it has its own.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from json import dumps
from typing import Any

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from anju.core.errors import StaleEdit
from anju.drafts.models import Draft
from anju.drafts.queries import old_drafts
from anju.organization.models import Project, User

MOST_PER_USER = 100


class DraftBehind(StaleEdit):
    """Another window of the same person saved in between; `stored` is what it saved."""

    def __init__(self, stored: Draft) -> None:
        super().__init__("这份草稿已在另一个窗口修改过,请核对两边的内容。")
        self.stored = stored


@transaction.atomic
def save_draft(
    *,
    project: Project | None,
    user: User,
    key: str,
    fields: Mapping[str, Any],
    version: int,
    at: datetime,
) -> Draft:
    """Keep the fields of a form as they are now; the draft comes back with its next version.

    What nobody has saved yet leaves no event.

    Somebody who keeps more than 100 drafts loses the one left alone longest.

    :param version: what the window last knew; 0 for a form without a draft.
    :raises DraftBehind: if another window saved since then; what it saved is kept.
    """
    draft, is_new = Draft.objects.get_or_create(
        project=project, user=user, key=key, defaults={"saved_at": at}
    )
    draft = Draft.objects.locked().get(pk=draft.pk)
    if version < draft.version:
        raise DraftBehind(draft)
    draft.fields, draft.version, draft.saved_at = dict(fields), version + 1, at
    draft.save(update_fields=["fields", "version", "saved_at"])
    if is_new:
        _drop_beyond(user)
    return draft


@transaction.atomic
def drop_draft(*, project: Project | None, user: User, key: str) -> None:
    """Let a draft go; call it where its form was really saved. It leaves no event."""
    Draft.objects.of(project).by(user).filter(key=key).delete()


@transaction.atomic
def drop_drafts_holding(*, project: Project, words: Collection[str]) -> int:
    """Let go of a project's drafts in which one of the words stands; returns how many.

    For an erasure: what somebody typed about a person goes with the person. It leaves no event;
    the erasure has one.
    """
    found = Draft.objects.of(project).annotate(text=Cast("fields", TextField()))
    wanted = Q(pk__in=[])
    for word in words:
        # As the JSON's text writes it: its own escapes, without the quotation marks.
        wanted |= Q(text__contains=dumps(word, ensure_ascii=False)[1:-1])
    return found.filter(wanted).delete()[0]


@transaction.atomic
def sweep_drafts(*, before: datetime) -> int:
    """Let go of drafts untouched since before a moment; returns how many. It leaves no event."""
    return old_drafts(before=before).delete()[0]


def _drop_beyond(user: User) -> None:
    kept = Draft.objects.by(user).order_by("-saved_at", "-pk")
    beyond = list(kept.values_list("pk", flat=True)[MOST_PER_USER:])
    Draft.objects.filter(pk__in=beyond).delete()
