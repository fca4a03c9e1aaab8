"""Judging a list of staff before any of it is applied, and the lists that wait."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from unicodedata import normalize

from django.db.models.functions import Lower

from anju.core.periods import covers
from anju.organization.models import Department, Membership, Post, Project, StaffImport, User
from anju.organization.models.importing import RawRow, StaffImportQuerySet
from anju.organization.queries.staff import departments_of, posts_in_order

COLUMNS = {
    "name": "姓名",
    "login": "登录名",
    "phone": "手机",
    "department": "部门",
    "post": "岗位",
    "starts_on": "任职自",
    "ends_on": "任职至",
}
REQUIRED = ("name", "login", "department", "post", "starts_on")
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
PHONE = re.compile(r"1\d{10}|0\d{9,11}|\+\d{8,18}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, and what to do."""

    number: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to enter, every name resolved.

    :param is_known: the person keeps account and password and only gets the post.
    """

    number: int
    name: str
    login: str
    phone: str
    department: Department
    post: Post
    starts_on: date
    ends_on: date | None
    is_known: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A list after the check: either every row is an entry, or some are faults."""

    entries: list[Entry]
    faults: list[Fault]


def check_staff_rows(project: Project, rows: Sequence[RawRow], *, held: Set[str]) -> Checked:
    """Return what would be entered and everything that is wrong, the whole list through.

    Five queries whatever the length.

    :param held: the rights of whoever imports; nobody is given a post that may more.
    """
    judge = _Judge(project, rows, held)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for row in rows:
        wrong = list(judge.faults(row))
        faults += wrong
        if not wrong:
            entries.append(judge.entry(row))
    return Checked(entries, faults)


def waiting_imports(project: Project, uploader: User) -> StaffImportQuerySet:
    """Return the lists that somebody uploaded and has not confirmed yet, newest first."""
    waiting = StaffImport.objects.of(project).waiting().filter(uploaded_by=uploader)
    return waiting.order_by("-uploaded_at", "-pk")


def import_in(project: Project, uploader: User, import_id: int) -> StaffImport | None:
    """Return one list of the person who uploaded it, else None."""
    return StaffImport.objects.of(project).filter(uploaded_by=uploader, pk=import_id).first()


class _Judge:
    """What the check has to know of the project and of the list, loaded once."""

    def __init__(self, project: Project, rows: Sequence[RawRow], held: Set[str]) -> None:
        self.project, self.held = project, held
        self.departments = {_plain(each.name): each for each in departments_of(project)}
        self.posts = {_plain(each.name): each for each in posts_in_order()}
        logins = {row.said["login"].lower() for row in rows}
        found = User.objects.annotate(login_key=Lower("login")).filter(login_key__in=logins)
        self.known: dict[str, User] = {user.login.lower(): user for user in found.order_by("pk")}
        self.periods: dict[tuple[int, int], list[Membership]] = defaultdict(list)
        held_here = Membership.objects.of(project).filter(user__in=self.known.values())
        for membership in held_here.order_by("pk"):
            self.periods[membership.user_id, membership.post_id].append(membership)
        self.first: dict[str, int] = {}
        for row in rows:
            self.first.setdefault(row.said["login"].lower(), row.number)

    def faults(self, row: RawRow) -> Iterator[Fault]:
        """Yield everything that is wrong in a row, from left to right."""
        checks = (self._name, self._login, self._phone, self._department, self._post, self._period)
        for name in REQUIRED:
            if not row.said[name]:
                yield Fault(row.number, COLUMNS[name], f"没有填写{COLUMNS[name]},请补上。")
        for check in checks:
            yield from check(row)

    def entry(self, row: RawRow) -> Entry:
        """Return a row without faults as an entry."""
        said = row.said
        known = self.known.get(said["login"].lower())
        return Entry(
            number=row.number,
            name=said["name"],
            login=said["login"],
            phone=said["phone"],
            department=self.departments[_plain(said["department"])],
            post=self.posts[_plain(said["post"])],
            starts_on=date.fromisoformat(said["starts_on"]),
            ends_on=_day(said["ends_on"]),
            is_known=known is not None and known.is_active,
        )

    def _name(self, row: RawRow) -> Iterator[Fault]:
        if len(row.said["name"]) > 40:
            yield Fault(row.number, "姓名", "姓名超过 40 个字,请检查是否填错了列。")

    def _login(self, row: RawRow) -> Iterator[Fault]:
        login, column = row.said["login"], "登录名"
        if not login:
            return
        if not LOGIN.fullmatch(login):
            yield Fault(
                row.number,
                column,
                f"“{login[:40]}”不能作登录名:用字母、数字、点、短横线或下划线,2 到 40 个字符,"
                "以字母或数字开头。",
            )
            return
        first = self.first[login.lower()]
        if first != row.number:
            yield Fault(row.number, column, f"登录名“{login}”与第 {first} 行重复,请改用另一个。")
        known = self.known.get(login.lower())
        if known is not None and known.name != row.said["name"]:
            yield Fault(
                row.number, column, f"登录名“{login}”已属于另一位员工,请换一个(例如加上工号)。"
            )

    def _phone(self, row: RawRow) -> Iterator[Fault]:
        phone = row.said["phone"]
        if phone and not PHONE.fullmatch(phone):
            yield Fault(
                row.number, "手机", f"“{phone[:30]}”不像手机号:应为 11 位数字,固话请带区号。"
            )

    def _department(self, row: RawRow) -> Iterator[Fault]:
        said = row.said["department"]
        if said and _plain(said) not in self.departments:
            names = (each.name for each in self.departments.values())
            yield Fault(row.number, "部门", f"本项目没有“{said[:40]}”。{_nearest(said, names)}")

    def _post(self, row: RawRow) -> Iterator[Fault]:
        said = row.said["post"]
        if not said:
            return
        post = self.posts.get(_plain(said))
        if post is None:
            names = (each.name for each in self.posts.values())
            yield Fault(row.number, "岗位", f"没有岗位“{said[:40]}”。{_nearest(said, names)}")
        elif not set(post.role.permissions) <= set(self.held):
            yield Fault(
                row.number,
                "岗位",
                f"岗位“{post.name}”的权限超出您自己的权限,请由项目经理或总部登记。",
            )

    def _period(self, row: RawRow) -> Iterator[Fault]:
        days: dict[str, date | None] = {}
        for name in ("starts_on", "ends_on"):
            said = row.said[name]
            days[name] = _day(said)
            if said and days[name] is None:
                sentence = f"“{said[:30]}”不是日期,请写成 2026-11-23。"
                yield Fault(row.number, COLUMNS[name], sentence)
        starts, ends = days["starts_on"], days["ends_on"]
        if starts and ends and ends < starts:
            yield Fault(row.number, "任职至", "结束日期早于开始日期,请检查。")
        elif starts and self._is_in_post(row, starts, ends):
            yield Fault(
                row.number,
                "岗位",
                f"{row.said['name']}在这段时间已任{row.said['post']},请删去这一行。",
            )

    def _is_in_post(self, row: RawRow, starts: date, ends: date | None) -> bool:
        user, post = (
            self.known.get(row.said["login"].lower()),
            self.posts.get(_plain(row.said["post"])),
        )
        if user is None or post is None:
            return False
        return any(
            covers(held.starts_on, held.ends_on, starts)
            or (held.starts_on >= starts and covers(starts, ends, held.starts_on))
            for held in self.periods[user.pk, post.pk]
            if held.ends_on != held.starts_on
        )


def _plain(name: str) -> str:
    """Return a name as it is compared: full-width marks plain, no spaces."""
    return normalize("NFKC", name).replace(" ", "")


def _nearest(said: str, names: Iterable[str]) -> str:
    near = get_close_matches(said, list(names), n=1, cutoff=0.4)
    return f"是不是“{near[0]}”?" if near else "请填“部门和岗位”页上的名称。"


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2100 else None
