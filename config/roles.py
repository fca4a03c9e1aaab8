"""The shipped roles and posts: the handbook's chain of posts, and who may do what by default.

A company may change any role on screen; a role that was never edited follows this table at the
next start, so a new right reaches the posts it is meant for.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from anju.clocks.permissions import ClocksOfficePermission as CH
from anju.clocks.permissions import ClocksPermission as C
from anju.contacts.permissions import ContactPermission as X
from anju.digests.permissions import DigestPermission as G
from anju.digests.permissions import DigestReaderPermission as GR
from anju.estate.permissions import EstatePermission as E
from anju.fieldwork.permissions import FieldPermission as F
from anju.handbook.permissions import HandbookPermission as B
from anju.handovers.permissions import HandoverPermission as W
from anju.imports.permissions import ImportPermission as I
from anju.messaging.permissions import AlertPermission as A
from anju.messaging.permissions import MessagingOfficePermission as AH
from anju.notices.permissions import NoticePermission as N
from anju.offline.permissions import OfflinePermission as P
from anju.opinions.permissions import OpinionPermission as Q
from anju.organization.models.structure import PostHome, RoleScope
from anju.organization.permissions import OfficePermission as H
from anju.organization.permissions import OrganizationPermission as O
from anju.residents.permissions import ResidentPermission as R
from anju.rosters.permissions import RosterPermission as D
from anju.search.permissions import SearchPermission as S
from anju.telephony.permissions import TelephonyPermission as L
from anju.tickets.permissions import DeskPermission as K
from anju.tickets.permissions import ManagerPermission as M
from anju.tickets.permissions import TicketPermission as T


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


def _all(*kinds: type[TextChoices]) -> frozenset[str]:
    return frozenset(str(right.value) for kind in kinds for right in kind)


def _these(*rights: TextChoices) -> frozenset[str]:
    return frozenset(str(right.value) for right in rights)


_EVERYBODY = _these(N.READ, C.READ, E.READ, D.READ, T.READ_CATALOGUE, B.READ, X.READ_TEXTS)
_DESK = _EVERYBODY | _these(
    O.READ_STAFF,
    O.READ_DEPUTIES,
    R.READ,
    R.READ_NAMES,
    R.REVEAL_PHONE,
    K.READ,
    K.READ_ORDERS,
    X.READ,
    F.READ,
    Q.READ,
    W.READ,
)
_TAKES = _these(
    K.TAKE,
    K.ANSWER,
    K.DISPATCH,
    K.CHECK,
    K.HELP,
    K.FOLLOW_UP,
    X.SEND,
    L.ANSWER,
    L.READ,
    W.SIGN,
    W.LEND,
    Q.PRAISE,
)
_KEEPS_REGISTER = _these(E.MANAGE, E.MANAGE_METERS, R.MANAGE, R.MERGE, R.EXPORT, I.READ, I.LOAD)
_WHOLE_HOUSE = _all(A, O, N, C, E, R, I, S, D, T, K, G, B, X, L, F, P, Q, W)

ROLES = (
    ShippedRole("manager", "项目经理", _WHOLE_HOUSE | _all(M, GR)),
    ShippedRole("supervisor", "客服主管", _WHOLE_HOUSE),
    ShippedRole(
        "assistant",
        "客服助理",
        _DESK | _TAKES | _these(N.WRITE, R.MANAGE, K.CLOSE, K.GRADE, G.READ, G.EDIT, L.REVEAL),
    ),
    ShippedRole("receptionist", "前台接待", _DESK | _TAKES | _these(R.MANAGE, L.REVEAL)),
    ShippedRole(
        "archivist",
        "档案管理",
        _DESK | _KEEPS_REGISTER | _these(O.READ_TRAIL, E.EXPORT, R.TRANSFER, R.ANSWER_REQUESTS),
    ),
    ShippedRole("cashier", "收银", _DESK),
    ShippedRole("field", "现场人员", _EVERYBODY | _these(K.READ_ORDERS, K.WORK, K.HELP)),
    ShippedRole(
        "office_admin",
        "总部管理员",
        _all(H, AH, CH, M, GR) | _WHOLE_HOUSE,
        scope=RoleScope.OFFICE,
        requires_totp=False,
    ),
    ShippedRole(
        "office_reader",
        "总部巡查",
        _EVERYBODY
        | _these(H.READ_PROJECTS, H.READ_TRAIL, O.READ_STAFF, R.READ, K.READ, K.READ_ORDERS)
        | _these(F.READ, Q.READ, W.READ),
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
