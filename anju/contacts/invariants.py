"""What the database cannot hold by itself about texts and contacts."""

from collections.abc import Iterator

from django.db.models import F, Q

from anju.contacts.models import MessageTemplate, Outreach
from anju.contacts.states import BY_TRANSPORT, ContactState
from anju.contacts.variables import check_text
from anju.core.errors import DomainError


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every text that cannot be sent and every contact that hangs."""
    for template in MessageTemplate.objects.filter(retired_at=None).order_by("pk"):
        try:
            check_text(template.text, template.required)
        except DomainError as refusal:
            yield f"消息模板 {template.pk}({template}):{refusal}"
    handed = Q(channel__in=BY_TRANSPORT, state__in=(ContactState.READY, ContactState.SENT))
    for row in Outreach.objects.filter(handed, outgoing_id=None).order_by("pk"):
        yield f"联系 {row.pk}({row})应已交给系统发送,却没有对应的消息。"
    foreign = ~Q(person__project=F("project")) | (
        Q(unit__isnull=False) & ~Q(unit__project=F("project"))
    )
    for row in Outreach.objects.filter(foreign).order_by("pk"):
        yield f"联系 {row.pk}({row})的住户或房屋属于另一个项目。"
