"""What one may do on the notice board."""

from django.db.models import TextChoices


class NoticePermission(TextChoices):
    """Rights on a project's notice board."""

    READ = "notices.read", "查看公告栏"
    WRITE = "notices.write", "起草公告"
    PUBLISH = "notices.publish", "发布和撤下公告"
    EXPORT = "notices.export", "导出公告清单"
