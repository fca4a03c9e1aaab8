"""What the database cannot hold by itself about messages."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from anju.core.sealing import SealBroken
from anju.messaging.models import Outgoing, StaffMessage
from anju.messaging.models.outgoing import STAFF_MESSAGE
from anju.messaging.seals import address_purpose, unseal
from anju.messaging.states import OUT_OPEN

MOST = 200


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for what was told to nobody, and (deep) for addresses that do not open."""
    there = StaffMessage.objects.filter(pk=OuterRef("subject_id"))
    lost = Outgoing.objects.filter(~Exists(there), subject_type=STAFF_MESSAGE)
    for outgoing in lost.order_by("pk")[:MOST]:
        yield f"外发消息 {outgoing.pk}:对应的员工消息不存在。"
    if not deep:
        return
    waiting = Outgoing.objects.filter(state__in=OUT_OPEN, is_forgotten=False)
    for outgoing in waiting.order_by("pk").iterator():
        purpose = address_purpose(outgoing.message_id)
        try:
            unseal(outgoing.address_sealed, purpose=purpose)
        except SealBroken:
            yield f"外发消息 {outgoing.pk}:地址打不开,请核对数据密钥。"
