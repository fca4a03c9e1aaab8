"""What the trail says of searching."""

from django.db.models import TextChoices


class SearchVerb(TextChoices):
    """Events of the search box: only looking somebody up by their telephone is one."""

    PROBED = "search.probed", "按电话号码查找住户"
