"""What the trail says of the estate."""

from django.db.models import TextChoices


class EstateVerb(TextChoices):
    """Events of buildings, units and things."""

    BUILDING_ADDED = "estate.building_added", "登记楼栋"
    UNIT_ADDED = "estate.unit_added", "登记房屋"
    UNIT_CHANGED = "estate.unit_changed", "修改房屋"
