"""What one may search by."""

from django.db.models import TextChoices


class SearchPermission(TextChoices):
    """Rights of the search box; what it finds takes the right of what is found."""

    INNER_DIGITS = "search.inner_digits", "按电话中间号码搜索"
