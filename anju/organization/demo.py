"""The demonstration company 安和物业: two projects, every post, everyday absences."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from anju.core.actors import Actor
from anju.core.periods import SHANGHAI
from anju.organization.commands.appointing import appoint
from anju.organization.commands.deputies import name_deputy
from anju.organization.commands.founding import add_department, create_project
from anju.organization.commands.parties import add_party
from anju.organization.commands.slips import give_password
from anju.organization.commands.staffing import add_membership, add_user
from anju.organization.hooks import permission_kinds
from anju.organization.models import Department, Membership, Post, Project, Role, User
from anju.organization.models.belonging import AbsenceReason
from anju.organization.models.structure import ProjectKind

COMPANY = "安和物业"
PASSWORD = "anhe-demo-2026"  # noqa: S105  published on purpose; production refuses these logins
LVYUAN, YUNQI = "lvyuan", "yunqi"
CLEANERS = "洁安环境服务有限公司"


@dataclass(frozen=True, slots=True)
class Login:
    """One demonstration login as the command line prints it."""

    login: str
    name: str
    place: str

    def as_json(self) -> dict[str, str]:
        """Return it for `--json`."""
        return asdict(self)


# login, name, post, department, telephone
STAFF: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    LVYUAN: (
        ("lin", "林建国", "manager", "管理处", "13805710101"),
        ("chen", "陈静怡", "supervisor", "客户服务部", "13805710102"),
        ("zhou", "周晓雯", "assistant", "客户服务部", "13805710103"),
        ("xu", "徐文博", "assistant", "客户服务部", "13805710104"),
        ("ouyang", "欧阳思远", "assistant", "客户服务部", "13805710105"),
        ("wang", "王婷", "receptionist", "客户服务部", "13805710106"),
        ("he", "何雨桐", "receptionist", "客户服务部", "13805710107"),
        ("sun", "孙丽华", "archivist", "客户服务部", "13805710108"),
        ("qian", "钱雅琴", "cashier", "财务部", "13805710109"),
        ("zhao", "赵志强", "engineering", "工程部", "13805710110"),
        ("ma", "马国栋", "engineering", "工程部", "13805710111"),
        ("tang", "唐永康", "engineering", "工程部", "13805710112"),
        ("guo", "郭大勇", "security", "安防部", "13805710113"),
        ("luo", "罗海涛", "security", "安防部", "13805710114"),
        ("deng", "邓长山", "security", "安防部", "13805710115"),
        ("feng", "冯秀英", "cleaning", "洁安保洁队", "13805710116"),
        ("cao", "曹桂兰", "cleaning", "洁安保洁队", "13805710117"),
        ("peng", "彭水生", "greening", "绿化部", "13805710118"),
    ),
    YUNQI: (
        ("shen", "沈慧敏", "manager", "管理处", "13805710201"),
        ("liang", "梁嘉怡", "supervisor", "客户服务部", "13805710202"),
        ("song", "宋子涵", "assistant", "客户服务部", "13805710203"),
        ("xie", "谢梦瑶", "receptionist", "客户服务部", "13805710204"),
        ("han", "韩立军", "engineering", "工程部", "13805710205"),
        ("zhu", "朱振华", "security", "安防部", "13805710206"),
    ),
}
OFFICE = (
    ("zong", "宗宏伟", "office_admin", "13805710001"),
    ("shi", "石雪梅", "office_reader", "13805710002"),
)


def load(*, today: date, by: Actor, at: datetime) -> None:
    """Bring the demonstration in; what is there already is left as it is."""
    if Project.objects.filter(code=LVYUAN).exists():
        return
    lvyuan = create_project(
        code=LVYUAN,
        name="绿苑小区",
        address="杭州市西湖区文三路 188 号",
        phone="057188001234",
        by=by,
        at=at,
    )
    yunqi = create_project(
        code=YUNQI,
        name="云栖大厦",
        kind=ProjectKind.TOWER,
        address="杭州市滨江区江南大道 66 号",
        phone="057188005678",
        by=by,
        at=at,
    )
    party = add_party(
        name=CLEANERS, contact_name="方志明", contact_phone="13805710301", by=by, at=at
    )
    add_department(project=lvyuan, name="洁安保洁队", party=party, rank=55, by=by, at=at)
    for project in (lvyuan, yunqi):
        for login, name, post, department, phone in STAFF[project.code]:
            user = _user(login, name, phone, by=by, at=at)
            _employ(user, project, post, department, today - timedelta(days=400), by=by, at=at)
    # 唐永康 looks after the machines of the tower as well.
    tang = User.objects.get(login="tang")
    _employ(tang, yunqi, "engineering", "工程部", today - timedelta(days=90), by=by, at=at)
    for login, name, role, phone in OFFICE:
        appoint(
            user=_user(login, name, phone, by=by, at=at),
            role=Role.objects.get(code=role),
            starts_on=today - timedelta(days=800),
            held=_everything(),
            by=by,
            at=at,
        )
    _name_deputy(lvyuan, "sun", "zhou", AbsenceReason.ANNUAL, today, days=3, by=by, at=at)
    _name_deputy(
        yunqi,
        "shen",
        "liang",
        AbsenceReason.TRAVEL,
        today + timedelta(days=2),
        days=2,
        by=by,
        at=at,
    )


def logins() -> list[Login]:
    """Return the demonstration logins that may sign in, the head office last."""
    posts = Membership.objects.filter(user__is_demonstration=True, user__is_active=True)
    found: dict[str, Login] = {}
    for held in posts.select_related("user", "post", "project").order_by("project_id", "pk"):
        place = f"{held.project.name} {held.post.name}"
        known = found.get(held.user.login)
        place = f"{known.place}、{place}" if known else place
        found[held.user.login] = Login(held.user.login, held.user.name, place)
    office = User.objects.active().filter(is_demonstration=True, appointments__isnull=False)
    for user in office.order_by("pk").prefetch_related("appointments__role"):
        roles = "、".join(held.role.name for held in user.appointments.all())
        found[user.login] = Login(user.login, user.name, f"总部 {roles}")
    return list(found.values())


def _user(login: str, name: str, phone: str, *, by: Actor, at: datetime) -> User:
    user = add_user(login=login, name=name, phone=phone, is_demonstration=True, by=by, at=at)
    return give_password(user=user, password=PASSWORD, must_change=False, by=by, at=at)


def _employ(
    user: User,
    project: Project,
    post: str,
    department: str,
    starts_on: date,
    *,
    by: Actor,
    at: datetime,
) -> None:
    add_membership(
        project=project,
        user=user,
        department=Department.objects.of(project).get(name=department),
        post=Post.objects.select_related("role").get(code=post),
        starts_on=starts_on,
        held=_everything(),
        by=by,
        at=at,
    )


def _name_deputy(
    project: Project,
    absent: str,
    deputy: str,
    reason: AbsenceReason,
    first_day: date,
    *,
    days: int,
    by: Actor,
    at: datetime,
) -> None:
    starts_at = datetime.combine(first_day, time.min, SHANGHAI)
    name_deputy(
        project=project,
        absent=User.objects.get(login=absent),
        deputy=User.objects.get(login=deputy),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
        reason=reason,
        held=_everything(),
        by=by,
        at=at,
    )


def _everything() -> frozenset[str]:
    return frozenset(str(right.value) for kind in permission_kinds() for right in kind)
