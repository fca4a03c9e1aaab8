"""What one may do in the organization."""

from django.db.models import TextChoices


class OrganizationPermission(TextChoices):
    """Rights within one project (held through a membership)."""

    READ_STAFF = "organization.read_staff", "查看员工名册"
    MANAGE_STAFF = "organization.manage_staff", "登记和修改员工、任职"
    IMPORT_STAFF = "organization.import_staff", "批量导入员工"
    EXPORT_STAFF = "organization.export_staff", "导出员工名册"
    REVEAL_PHONE = "organization.reveal_phone", "查看员工完整电话(须填原因)"
    RESET_PASSWORD = "organization.reset_password", "重置员工密码"
    PART_STAFF = "organization.part_staff", "办理员工离任交接"
    MANAGE_DEPARTMENTS = "organization.manage_departments", "维护部门和外包单位"
    READ_DEPUTIES = "organization.read_deputies", "查看职务代理"
    NAME_DEPUTY = "organization.name_deputy", "指定职务代理人"
    EXPORT_LISTS = "organization.export_lists", "导出部门和职务代理清单"
    READ_TRAIL = "organization.read_trail", "查看操作记录"
    EXPORT_TRAIL = "organization.export_trail", "导出操作记录"
    MANAGE_DESKS = "organization.manage_desks", "登记前台共用电脑"


class OfficePermission(TextChoices):
    """Rights of the head office, over all projects."""

    READ_PROJECTS = "office.read_projects", "查看全部项目"
    MANAGE_PROJECTS = "office.manage_projects", "新建和修改项目"
    MANAGE_ROLES = "office.manage_roles", "维护角色、权限和岗位"
    MANAGE_PARTIES = "office.manage_parties", "维护外包单位名录"
    MANAGE_APPOINTMENTS = "office.manage_appointments", "任命总部人员"
    MANAGE_COMPANY = "office.manage_company", "修改公司信息"
    EXPORT_LISTS = "office.export_lists", "导出总部各项清单"
    READ_TRAIL = "office.read_trail", "查看全部操作记录"
    EXPORT_TRAIL = "office.export_trail", "导出全部操作记录"
    READ_OPERATIONS = "office.read_operations", "查看系统运行情况"
