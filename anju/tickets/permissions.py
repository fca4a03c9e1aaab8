"""What one may do with the catalogue of the service desk."""

from django.db.models import TextChoices


class TicketPermission(TextChoices):
    """Rights on what a project's service desk works by."""

    READ_CATALOGUE = "tickets.read_catalogue", "查看事项分类、派单规则、模板、价目"
    MANAGE_CATALOGUE = "tickets.manage_catalogue", "维护事项分类、派单规则、模板、价目"
    EXPORT_CATALOGUE = "tickets.export_catalogue", "导出事项分类、派单规则、模板、价目"
