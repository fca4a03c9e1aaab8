"""What the trail says of residents."""

from django.db.models import TextChoices


class ResidentVerb(TextChoices):
    """Events of people and where they belong."""

    REGISTERED = "residents.registered", "登记住户"
    CHANGED = "residents.changed", "修改住户"
    PHONE_REVEALED = "residents.phone_revealed", "查看住户完整电话"
