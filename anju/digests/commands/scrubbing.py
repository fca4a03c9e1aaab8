"""Taking the name and numbers of an erased person out of digests (PIPL 47)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anju.audit.record import record
from anju.core.actors import Actor
from anju.digests.models import Digest
from anju.digests.verbs import DigestVerb
from anju.organization.models import Project

PUT_INSTEAD = "(已删除)"


@transaction.atomic
def scrub_digests(*, project: Project, words: Collection[str], by: Actor, at: datetime) -> int:
    """Replace words in every digest that has them, signed or not; returns how many had."""
    has = Q(pk__in=[])
    for word in words:
        has |= Q(body__contains=word) | Q(remark__contains=word)
    count = 0
    for digest in Digest.objects.of(project).filter(has).locked():
        for word in sorted(words, key=len, reverse=True):
            digest.body = digest.body.replace(word, PUT_INSTEAD)
            digest.remark = digest.remark.replace(word, PUT_INSTEAD)
        digest.body, digest.remark = digest.body[:10_000], digest.remark[:300]
        digest.edition += 1
        digest.save(update_fields=["body", "remark", "edition"])
        record(DigestVerb.SCRUBBED, subject=digest, project_id=project.pk, by=by, at=at)
        count += 1
    return count
