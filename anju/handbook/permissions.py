"""What one may do with the handbook."""

from django.db.models import TextChoices


class HandbookPermission(TextChoices):
    """Rights on clauses, scripts and rules of language."""

    READ = "handbook.read", "查看手册条款和脚本"
    MANAGE = "handbook.manage", "维护条款、脚本和用语规则"
    MANAGE_LANGUAGES = "handbook.manage_languages", "登记同事会说的语言"
