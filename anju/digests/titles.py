"""How digests are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.digests.models import Digest


def _digests(ids: Collection[int]) -> dict[int, Title]:
    found = Digest.objects.filter(pk__in=ids).select_related("project")
    return {
        digest.pk: Title(
            str(digest), reverse("digests:digest", args=[digest.project.code, digest.day])
        )
        for digest in found
    }


TITLES = {"digests.digest": _digests}
