"""What the trail says of notices."""

from django.db.models import TextChoices


class NoticeVerb(TextChoices):
    """Events of a notice."""

    DRAFTED = "notices.drafted", "起草公告"
    REVISED = "notices.revised", "修改公告草稿"
    PUBLISHED = "notices.published", "发布公告"
    WITHDRAWN = "notices.withdrawn", "撤下公告"
    EXPORTED = "notices.exported", "导出公告清单"
    HANDED_OVER = "notices.handed_over", "移交公告草稿"
