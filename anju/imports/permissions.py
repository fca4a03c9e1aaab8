"""What one may do with workbooks of an estate and its people."""

from django.db.models import TextChoices


class ImportPermission(TextChoices):
    """Rights on a project's imports."""

    READ = "imports.read", "查看资料导入记录"
    LOAD = "imports.load", "导入房产和住户资料"
    UNDO = "imports.undo", "撤销资料导入"
