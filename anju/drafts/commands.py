"""Keeping what is being typed, and letting it go once it is really saved.

A draft is its author's alone and saved every few seconds, so none of this leaves an event in the
trail; what is made of it has its own.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from json import dumps
from typing import Any
from urllib.parse import quote_plus

from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from anju.core.errors import DomainError, StaleEdit
from anju.drafts.models import Draft, SavedFilter
from anju.drafts.queries import old_drafts
from anju.organization.commands.staffing import name_key
from anju.organization.models import Project, User

MOST_PER_USER = 100
MOST_FILTERS = 30


class FilterRefused(DomainError):
    """A filter has no name, no room, or another filter's name."""


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
    """Let go of a project's drafts and filters in which one of the words stands; returns how many.

    For an erasure: what somebody typed about a person goes with the person. It leaves no event;
    the erasure has one.
    """
    found = Draft.objects.of(project).annotate(text=Cast("fields", TextField()))
    wanted, kept = Q(pk__in=[]), Q(pk__in=[])
    for word in words:
        kept |= Q(name__contains=word) | Q(query__contains=quote_plus(word))
        # As the JSON's text writes it: its own escapes, without the quotation marks.
        wanted |= Q(text__contains=dumps(word, ensure_ascii=False)[1:-1])
    filters = SavedFilter.objects.of(project).filter(kept)
    return found.filter(wanted).delete()[0] + filters.delete()[0]


@transaction.atomic
def sweep_drafts(*, before: datetime) -> int:
    """Let go of drafts untouched since before a moment; returns how many. It leaves no event."""
    return old_drafts(before=before).delete()[0]


@transaction.atomic
def save_filter(*, project: Project, user: User, page: str, name: str, query: str) -> SavedFilter:
    """Keep a page's filters under a name; the same name again replaces what it held.

    One's own convenience, so it leaves no event.

    :param page: the name of the page's address, e.g. `tickets:board`.
    :param query: what stands behind the `?`.
    :raises FilterRefused: without a name or conditions, or beyond 30 for a page.
    """
    name = _named(name)
    if not query:
        raise FilterRefused("还没有设任何筛选条件,请先筛选,再保存。")
    mine = SavedFilter.objects.of(project).by(user).filter(page=page)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_FILTERS:
        raise FilterRefused(f"最多保存 {MOST_FILTERS} 个筛选,请先删除不用的。")
    saved, _ = SavedFilter.objects.update_or_create(
        project=project,
        user=user,
        page=page,
        name=name,
        defaults={"query": query, "name_key": name_key(name)},
    )
    return saved


@transaction.atomic
def rename_filter(*, saved: SavedFilter, name: str) -> SavedFilter:
    """Give one's own filter another name; it leaves no event.

    :raises FilterRefused: without a name, or for the name of another filter of that page.
    """
    saved, name = SavedFilter.objects.locked().get(pk=saved.pk), _named(name)
    others = SavedFilter.objects.filter(project=saved.project_id, user=saved.user_id)
    if others.filter(page=saved.page, name=name).exclude(pk=saved.pk).exists():
        raise FilterRefused(f"您已有名为“{name}”的筛选,请换一个名称。")
    saved.name, saved.name_key = name, name_key(name)
    saved.save(update_fields=["name", "name_key"])
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter) -> None:
    """Let one's own filter go; it leaves no event."""
    SavedFilter.objects.filter(pk=saved.pk).delete()


def _named(name: str) -> str:
    if not name.strip():
        raise FilterRefused("请给这个筛选起个名称。")
    return name.strip()[:20]


def _drop_beyond(user: User) -> None:
    kept = Draft.objects.by(user).order_by("-saved_at", "-pk")
    beyond = list(kept.values_list("pk", flat=True)[MOST_PER_USER:])
    Draft.objects.filter(pk__in=beyond).delete()
