"""What must hold of the organization and the database cannot hold by itself."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from anju.organization.hooks import permission_kinds
from anju.organization.models import (
    Deputyship,
    Membership,
    OfficeAppointment,
    PasswordSlip,
    Post,
    Role,
    User,
)
from anju.organization.models.structure import RoleScope


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for everything in the organization that contradicts itself.

    :param deep: look at ended memberships and deputyships too, not only at running ones.
    """
    yield from _memberships_across_the_border()
    yield from _roles_out_of_scope()
    yield from _rings_of_posts()
    yield from _deputyships_of_strangers(deep=deep)
    yield from _open_accounts_without_a_post()
    yield from _slips_of_the_gone()


def _memberships_across_the_border() -> Iterator[str]:
    found = Membership.objects.exclude(department__project=F("project"))
    for each in found.select_related("user", "department", "project", "post").order_by("pk"):
        yield f"{each}在{each.project.name}任职,部门“{each.department.name}”却属于另一个项目。"


def _roles_out_of_scope() -> Iterator[str]:
    for membership in Membership.objects.filter(role__scope=RoleScope.OFFICE).order_by("pk"):
        yield f"任职“{membership}”(编号 {membership.pk})用了总部角色。"
    appointed = OfficeAppointment.objects.filter(role__scope=RoleScope.PROJECT)
    for appointment in appointed.order_by("pk"):
        yield f"总部职务“{appointment}”(编号 {appointment.pk})用了项目角色。"
    known = {str(value) for kind in permission_kinds() for value in kind.values}
    for role in Role.objects.order_by("pk"):
        unknown = sorted(set(role.permissions) - known)
        if unknown:
            yield f"角色“{role.name}”含有不存在的权限:{'、'.join(unknown)}。"
        if role.scope == RoleScope.PROJECT and any(
            right.startswith("office.") for right in role.permissions
        ):
            yield f"项目角色“{role.name}”含有总部权限。"


def _rings_of_posts() -> Iterator[str]:
    above = dict(Post.objects.values_list("pk", "reports_to_id"))
    for post in Post.objects.order_by("pk"):
        seen, step = set(), above[post.pk]
        while step is not None and step not in seen and step != post.pk:
            seen.add(step)
            step = above[step]
        if step == post.pk:
            yield f"岗位“{post.name}”的工作督导绕成了一圈。"


def _deputyships_of_strangers(*, deep: bool) -> Iterator[str]:
    """Both people of a deputyship have, or had, a post in its project."""
    found = Deputyship.objects.select_related("absent", "deputy", "project")
    if not deep:
        found = found.standing()
    here = Membership.objects.filter(project=OuterRef("project"))
    for side in ("absent", "deputy"):
        never = found.exclude(Exists(here.filter(user=OuterRef(side))))
        for each in never.order_by("pk"):
            yield f"{each.project.name}的职务代理“{each}”中有人从未在本项目任职。"


def _open_accounts_without_a_post() -> Iterator[str]:
    posts, roles = Membership.objects.values("user"), OfficeAppointment.objects.values("user")
    idle = User.objects.active().exclude(pk__in=posts).exclude(pk__in=roles)
    for user in idle.order_by("pk"):
        yield f"{user.name}({user.login})可以登录,却从未有过岗位或总部职务。"


def _slips_of_the_gone() -> Iterator[str]:
    waiting = PasswordSlip.objects.filter(printed_at=None, user__is_active=False)
    for slip in waiting.select_related("user").order_by("pk"):
        yield f"{slip.user.name}已停用,却还有未打印的密码条。"
