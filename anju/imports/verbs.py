"""What the trail says of imports."""

from django.db.models import TextChoices


class ImportVerb(TextChoices):
    """Events of an import."""

    UPLOADED = "imports.uploaded", "上传导入资料"
    APPLIED = "imports.applied", "导入资料生效"
    UNDONE = "imports.undone", "撤销导入"
    DISCARDED = "imports.discarded", "放弃导入"
    EXPORTED = "imports.exported", "下载标注问题的资料"
