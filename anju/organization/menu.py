"""Where the organization stands in the navigation."""

from anju.organization.permissions import OfficePermission, OrganizationPermission
from anju.ui.navigation import MenuItem

MENU = [
    MenuItem(
        "人员", "员工名册", "users", "organization:staff", OrganizationPermission.READ_STAFF, go="s"
    ),
    MenuItem(
        "人员",
        "职务代理",
        "arrows-exchange",
        "organization:deputies",
        OrganizationPermission.READ_DEPUTIES,
        go="a",
    ),
    MenuItem(
        "项目",
        "部门与外包",
        "users-group",
        "organization:departments",
        OrganizationPermission.READ_STAFF,
    ),
    MenuItem(
        "项目",
        "操作记录",
        "history",
        "organization:trail",
        OrganizationPermission.READ_TRAIL,
        go="l",
    ),
    MenuItem("总部", "总览", "home", "office:home", None, rank=1, scope="office", go="h"),
    MenuItem(
        "总部",
        "项目",
        "building-community",
        "office:projects",
        OfficePermission.READ_PROJECTS,
        scope="office",
        go="p",
    ),
    MenuItem(
        "总部", "员工", "users", "office:people", OfficePermission.READ_PROJECTS, scope="office"
    ),
    MenuItem(
        "总部",
        "总部职务",
        "id-badge-2",
        "office:appointments",
        OfficePermission.MANAGE_APPOINTMENTS,
        scope="office",
    ),
    MenuItem(
        "总部",
        "角色与权限",
        "shield-lock",
        "office:roles",
        OfficePermission.MANAGE_ROLES,
        scope="office",
    ),
    MenuItem(
        "总部",
        "岗位",
        "clipboard-list",
        "office:posts",
        OfficePermission.MANAGE_ROLES,
        scope="office",
    ),
    MenuItem(
        "总部",
        "外包单位",
        "address-book",
        "office:parties",
        OfficePermission.MANAGE_PARTIES,
        scope="office",
    ),
    MenuItem(
        "总部",
        "公司信息",
        "building",
        "office:company",
        OfficePermission.MANAGE_COMPANY,
        scope="office",
    ),
    MenuItem(
        "系统",
        "操作记录",
        "history",
        "office:trail",
        OfficePermission.READ_TRAIL,
        scope="office",
        go="t",
    ),
]
