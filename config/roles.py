"""The shipped roles and posts: the handbook's chain of posts, and who may do what by default.

A company may change any role on screen; a role that was never edited follows this table at the
next start, so a new right reaches the posts it is meant for.
"""

from dataclasses import dataclass

from anju.clocks.permissions import ClocksOfficePermission as CH
from anju.clocks.permissions import ClocksPermission as C
from anju.notices.permissions import NoticePermission as N
from anju.organization.models.structure import PostHome, RoleScope
from anju.organization.permissions import OfficePermission as H
from anju.organization.permissions import OrganizationPermission as O


@dataclass(frozen=True, slots=True)
class ShippedRole:
    code: str
    name: str
    permissions: frozenset[str]
    scope: RoleScope = RoleScope.PROJECT
    requires_totp: bool = False


@dataclass(frozen=True, slots=True)
class ShippedPost:
    code: str
    name: str
    role: str
    reports_to: str = ""
    home: PostHome = PostHome.DESK


def _all(*kinds: type[H] | type[O] | type[N] | type[C] | type[CH]) -> frozenset[str]:
    return frozenset(permission.value for kind in kinds for permission in kind)


_EVERYBODY = frozenset({N.READ.value, C.READ.value})
_DESK = _EVERYBODY | {O.READ_STAFF.value, O.READ_DEPUTIES.value}

ROLES = (
    ShippedRole("manager", "项目经理", _all(O, N, C)),
    ShippedRole("supervisor", "客服主管", _all(O, N, C)),
    ShippedRole("assistant", "客服助理", _DESK | {N.WRITE.value}),
    ShippedRole("receptionist", "前台接待", _DESK),
    ShippedRole("archivist", "档案管理", _DESK | {O.READ_TRAIL.value}),
    ShippedRole("cashier", "收银", _DESK),
    ShippedRole("field", "现场人员", _EVERYBODY),
    ShippedRole(
        "office_admin",
        "总部管理员",
        _all(H, CH, O, N, C),
        scope=RoleScope.OFFICE,
        requires_totp=False,
    ),
    ShippedRole(
        "office_reader",
        "总部巡查",
        frozenset({H.READ_PROJECTS.value, H.READ_TRAIL.value})
        | {O.READ_STAFF.value, N.READ.value, C.READ.value},
        scope=RoleScope.OFFICE,
    ),
)

POSTS = (
    ShippedPost("manager", "项目经理", "manager"),
    ShippedPost("supervisor", "客户服务主管", "supervisor", "manager"),
    ShippedPost("assistant", "客户服务助理", "assistant", "supervisor"),
    ShippedPost("receptionist", "前台接待员", "receptionist", "supervisor"),
    ShippedPost("archivist", "档案资料管理员", "archivist", "supervisor"),
    ShippedPost("cashier", "收银", "cashier", "manager"),
    ShippedPost("engineering", "工程", "field", "manager", PostHome.FIELD),
    ShippedPost("security", "安防", "field", "manager", PostHome.FIELD),
    ShippedPost("cleaning", "保洁", "field", "manager", PostHome.FIELD),
    ShippedPost("greening", "绿化", "field", "manager", PostHome.FIELD),
)
