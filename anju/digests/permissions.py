"""What one may do with the daily digest."""

from django.db.models import TextChoices


class DigestPermission(TextChoices):
    """Rights on a project's daily digests."""

    READ = "digests.read", "查看已签发的日报"
    EDIT = "digests.edit", "查看和修改日报草稿"
    SIGN = "digests.sign", "签发日报"
    SET_HOUR = "digests.set_hour", "设置日报起草时间"


class DigestReaderPermission(TextChoices):
    """What only whoever the digest is for does (S1)."""

    ACKNOWLEDGE = "digests.acknowledge", "批阅日报"
