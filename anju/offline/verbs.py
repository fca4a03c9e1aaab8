"""What the trail says of entries made without a network."""

from django.db.models import TextChoices


class OfflineVerb(TextChoices):
    """Events of an offline entry."""

    TAKEN = "offline.taken", "补传离线登记"
    HELD = "offline.held", "离线登记转主管补录"
    REFUSED = "offline.refused", "离线登记退回本人"
    ADOPTED = "offline.adopted", "采用补录"
    DISCARDED = "offline.discarded", "作废补录"
    EMPTIED = "offline.emptied", "清空离线登记内容"
