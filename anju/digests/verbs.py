"""What the trail says of daily digests."""

from django.db.models import TextChoices


class DigestVerb(TextChoices):
    """Events of a digest."""

    DRAFTED = "digests.drafted", "起草日报"
    EDITED = "digests.edited", "修改日报"
    SIGNED = "digests.signed", "签发日报"
    ACKNOWLEDGED = "digests.acknowledged", "批阅日报"
    HOUR_SET = "digests.hour_set", "设置日报起草时间"
    SCRUBBED = "digests.scrubbed", "清除日报中的个人信息"
