"""What one may do with opinions, follow-ups and praise; following up is `tickets.follow_up`."""

from django.db.models import TextChoices


class OpinionPermission(TextChoices):
    """Rights on a project's opinions."""

    READ = "opinions.read", "查看意见卡和回访"
    SAMPLE = "opinions.sample", "抽取回访样本"
    PRAISE = "opinions.praise", "登记表扬"
    EXPORT = "opinions.export", "导出意见卡和回访"
