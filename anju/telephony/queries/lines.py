"""A project's line, its tokens, and the numbers it does not let through."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from anju.organization.models import Project
from anju.telephony.models import BlockedNumber, Line, LineToken
from anju.telephony.tokens import digest_of


def line_of(project: Project) -> Line:
    """Return a project's terms; a project that never set any has a line that is off."""
    return Line.objects.filter(project=project).first() or Line(project=project)


def good_tokens(project: Project, *, at: datetime) -> list[LineToken]:
    """Return the tokens that let in at a moment, the newest first."""
    return list(LineToken.objects.of(project).good(at).order_by("-made_at", "-pk"))


def lets_in(project: Project | None, token: str, *, at: datetime) -> bool:
    """Tell whether a token is one of the project's; as slow for a project that is not there.

    Every digest is compared whole, in constant time.
    """
    digest = digest_of(token)
    tokens: Sequence[str] = [each.digest for each in good_tokens(project, at=at)] if project else ()
    found = hmac.compare_digest(digest, "0" * 64)
    for each in tokens:
        found |= hmac.compare_digest(digest, each)
    return found


def blocked_list(project: Project, *, at: datetime, words: str = "") -> QuerySet[BlockedNumber]:
    """Return the numbers that are not let through now, the newest first."""
    found = BlockedNumber.objects.of(project).holding(at)
    if words:
        found = found.filter(Q(number__endswith=words) | Q(reason__icontains=words))
    return found.order_by("-blocked_at", "-pk")


def blocked_in(project: Project, blocked_id: int) -> BlockedNumber | None:
    """Return one blocked number of a project, else None."""
    return BlockedNumber.objects.of(project).filter(pk=blocked_id).first()
