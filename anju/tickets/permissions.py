"""What one may do with the catalogue of the service desk, and with what it works on."""

from django.db.models import TextChoices


class TicketPermission(TextChoices):
    """Rights on what a project's service desk works by."""

    READ_CATALOGUE = "tickets.read_catalogue", "查看事项分类、派单规则、检查表、价目"
    MANAGE_CATALOGUE = "tickets.manage_catalogue", "维护事项分类、派单规则、检查表、价目"
    EXPORT_CATALOGUE = "tickets.export_catalogue", "导出事项分类、派单规则、检查表、价目"


class DeskPermission(TextChoices):
    """Rights on tickets and work orders."""

    READ = "tickets.read", "查看工单和看板"
    READ_ORDERS = "tickets.read_orders", "查看本部门的派工单"
    TAKE = "tickets.take", "受理登记"
    ANSWER = "tickets.answer", "答复、承诺、跟进工单"
    DISPATCH = "tickets.dispatch", "派单、改派、催办"
    WORK = "tickets.work", "接单、处理派工单"
    HELP = "tickets.help", "答复协助请求"
    CHECK = "tickets.check", "检查派工单"
    FOLLOW_UP = "tickets.follow_up", "回访、录入意见卡"
    FOLLOW_COMPLAINT = "tickets.follow_complaint", "回访投诉"
    CLOSE = "tickets.close", "关闭、重开、合并、取消工单"
    GRADE = "tickets.grade", "评定投诉级别"
    EXPORT = "tickets.export", "导出工单"
    MANAGE_CREWS = "tickets.manage_crews", "维护派工设置和技能"


class ManagerPermission(TextChoices):
    """What only the project manager decides (S9)."""

    CLOSE_MAJOR = "tickets.close_major", "批准关闭重大投诉"
