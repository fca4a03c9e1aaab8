"""The world that tests live in: projects and people, built through the commands.

Plain functions with keyword defaults; call what the test needs and nothing more. Everybody can
sign in at once with PASSWORD. Posts begin years ago, so they hold at AT and at the real clock.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anju.accounts.commands.sessions import begin_session
from anju.accounts.gate import SESSION_ID
from anju.accounts.models import SessionKind
from anju.accounts.origins import Origin
from anju.core.actors import SYSTEM, Actor
from anju.core.periods import SHANGHAI
from anju.organization.commands.appointing import appoint
from anju.organization.commands.founding import change_company, create_project
from anju.organization.commands.roles import sync_shipped_roles
from anju.organization.commands.staffing import add_membership, add_user
from anju.organization.models import Company, Department, Membership, Post, Project, Role, User
from config.roles import POSTS, ROLES
from config.wiring import permission_kinds

AT = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""A Monday morning; the present of every test that does not go through a view."""

TODAY = AT.date()
LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct horse 9"  # noqa: S105  a test's
# Where each post of the handbook sits in the departments that a project starts with.
DEPARTMENT_OF = {
    "manager": "管理处",
    "cashier": "财务部",
    "engineering": "工程部",
    "security": "安防部",
    "cleaning": "保洁部",
    "greening": "绿化部",
}


def presets() -> None:
    """Bring in the company, the shipped roles and the shipped posts; safe to call again."""
    sync_shipped_roles(roles=ROLES, posts=POSTS, by=SYSTEM, at=AT)
    if not Company.objects.exists():
        change_company(name="安和物业服务有限公司", short_name="安和物业", by=SYSTEM, at=AT)


def project(code: str = "green", name: str = "绿苑小区") -> Project:
    """Return the project of this code, opened with its departments if it is not there yet."""
    known = Project.objects.filter(code=code).first()
    if known is not None:
        return known
    presets()
    return create_project(code=code, name=name, by=SYSTEM, at=AT)


def department(project: Project, name: str = "客户服务部") -> Department:
    """Return a department of the project by its name."""
    return Department.objects.of(project).get(name=name)


def post(code: str) -> Post:
    """Return a shipped post."""
    return Post.objects.select_related("role").get(code=code)


def role(code: str) -> Role:
    """Return a shipped role."""
    return Role.objects.get(code=code)


def person(
    login: str = "wang",
    name: str = "王婷",
    *,
    project: Project | None = None,
    post: str = "receptionist",
    password: str = PASSWORD,
    role: str | None = None,
    department: str | None = None,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
    phone: str = "13812345678",
) -> User:
    """Return somebody with a post in a project (绿苑小区 unless told), able to sign in.

    A login that is known gets a further post and keeps everything else; called again with the
    same post it returns the person that is there.

    :param role: code of a role other than the post's own.
    """
    place = project or _green()
    user = User.objects.filter(login=login).first() or _user(login, name, phone, password)
    found = Post.objects.select_related("role").get(code=post)
    if Membership.objects.of(place).filter(user=user, post=found, starts_on=starts_on).exists():
        return user
    add_membership(
        project=place,
        user=user,
        department=Department.objects.of(place).get(
            name=department or DEPARTMENT_OF.get(post, "客户服务部")
        ),
        post=found,
        role=Role.objects.get(code=role) if role else None,
        starts_on=starts_on,
        ends_on=ends_on,
        held=everything(),
        by=SYSTEM,
        at=AT,
    )
    return user


def manager(project: Project | None = None) -> User:
    """Return 林建国, who manages the project."""
    return person("lin", "林建国", project=project, post="manager", phone="13900010001")


def supervisor(project: Project | None = None) -> User:
    """Return 陈静怡, who supervises the customer service (主管)."""
    return person("chen", "陈静怡", project=project, post="supervisor", phone="13900010002")


def receptionist(project: Project | None = None) -> User:
    """Return 王婷 of the front desk."""
    return person("wang", "王婷", project=project, post="receptionist", phone="13812345678")


def engineer(project: Project | None = None) -> User:
    """Return 赵志强, who repairs and works from a phone."""
    return person("zhao", "赵志强", project=project, post="engineering", phone="13900010004")


def stranger() -> User:
    """Return 钱思远, who manages another project (云栖大厦) and must see nothing of 绿苑小区."""
    elsewhere = project("cloud", "云栖大厦")
    return person("qian", "钱思远", project=elsewhere, post="manager", phone="13900010009")


def head_office(login: str = "zong", name: str = "宗慧敏", *, role: str = "office_admin") -> User:
    """Return somebody of the head office, able to sign in."""
    presets()
    user = _user(login, name, "13900010000", PASSWORD)
    appoint(
        user=user,
        role=Role.objects.get(code=role),
        starts_on=LONG_AGO,
        held=everything(),
        by=SYSTEM,
        at=AT,
    )
    return user


def by(user: User) -> Actor:
    """Return a person as the author of a change."""
    return Actor(id=user.pk, name=user.name)


def sign_in(client: Client, user: User) -> Client:
    """Let the client go on as this person, past the gate, as after a full sign-in."""
    client.force_login(user)
    begun = begin_session(
        user=user,
        kind=SessionKind.FULL,
        origin=Origin(agent="Chrome 130 · Windows", address="127.0.0.1"),
        by=by(user),
        at=timezone.now(),
    )
    session = client.session
    session[SESSION_ID] = begun.pk
    session.save()
    return client


def queries(work: Callable[[], object]) -> int:
    """Return how many queries a piece of work costs; run once before, to warm what is kept."""
    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def everything() -> frozenset[str]:
    """Return every right there is: what whoever may do all holds."""
    return frozenset(str(right.value) for kind in permission_kinds() for right in kind)


def held(user: User, project: Project) -> frozenset[str]:
    """Return what somebody's posts in a project let them do."""
    rows = Membership.objects.of(project).filter(user=user).on(TODAY)
    return frozenset(
        right for rights in rows.values_list("role__permissions", flat=True) for right in rights
    )


def _green() -> Project:
    return project()


def _user(login: str, name: str, phone: str, password: str) -> User:
    user = add_user(login=login, name=name, phone=phone, by=SYSTEM, at=AT)
    user.password, user.must_change_password = _hashed(password), False
    user.save(update_fields=["password", "must_change_password"])
    return user


@cache
def _hashed(password: str) -> str:
    """Hash a password once: Argon2 is slow on purpose, and tests make many people."""
    return make_password(password)
