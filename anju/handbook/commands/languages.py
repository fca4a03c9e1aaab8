"""会说的语言: set whole for one colleague."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.spelling import sort_key
from anju.handbook.models import SpokenLanguage
from anju.handbook.queries.languages import spoken_by
from anju.handbook.refusals import LanguagesRefused, lock_handbook
from anju.handbook.verbs import HandbookVerb as Verb
from anju.organization.models import Project, User

MOST, LONGEST = 8, 20


@transaction.atomic
def set_languages(
    *, project: Project, user: User, languages: Sequence[str], by: Actor, at: datetime
) -> list[str]:
    """Set what a colleague speaks besides Mandarin; returns the languages by pinyin.

    :raises LanguagesRefused: for too many, or a name that is too long.
    """
    lock_handbook(project)
    wanted = sorted({each.strip() for each in languages if each.strip()}, key=sort_key)
    if len(wanted) > MOST:
        raise LanguagesRefused(f"最多写 {MOST} 种,只写能接电话的语言。")
    long = next((each for each in wanted if len(each) > LONGEST), None)
    if long is not None:
        raise LanguagesRefused(f"“{long[:12]}…”太长,一种语言最多 {LONGEST} 个字。")
    before = spoken_by(project, user)
    if before == wanted:
        return wanted
    SpokenLanguage.objects.filter(project=project, user=user).delete()
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(project=project, user=user, language=each, language_key=sort_key(each))
        for each in wanted
    )
    changes = {"languages": ("、".join(before), "、".join(wanted))}
    record(Verb.LANGUAGES_SET, subject=user, project_id=project.pk, by=by, at=at, changes=changes)
    return wanted
