"""The words of an alert that leaves the house: nothing of a resident's, and where to look."""

import re

from django.conf import settings

from anju.core.masking import mask_phone
from anju.organization.models import Project

# A telephone number that somebody typed into a title; ticket numbers hold dashes and letters.
_NUMBERS = re.compile(r"(?<![\dA-Za-z-])(?:1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}-?[2-9]\d{6,7})(?!\d)")


def outside_text(*, title: str, project: Project | None, url: str) -> str:
    """Return title, place and link, a line each; the body stays inside, where rights hold."""
    scrubbed = _NUMBERS.sub(lambda found: mask_phone(re.sub(r"\D", "", found[0])), title)
    link = f"{settings.ANJU_PUBLIC_URL}{url}" if settings.ANJU_PUBLIC_URL and url else ""
    lines = [f"【安居】{scrubbed}", project.name if project else "", link or "请登录安居查看。"]
    return "\n".join(line for line in lines if line)
