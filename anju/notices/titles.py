"""How notices are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.notices.models import Notice


def _notices(ids: Collection[int]) -> dict[int, Title]:
    found = Notice.objects.filter(pk__in=ids).select_related("project")
    return {
        notice.pk: Title(
            str(notice), reverse("notices:notice", args=[notice.project.code, notice.number])
        )
        for notice in found
    }


TITLES = {"notices.notice": _notices}
