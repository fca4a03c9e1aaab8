"""What surrounds every page: menu, projects, heartbeat, messages. One context processor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from anju.accounts.queries import desk_of
from anju.core.fresh import Fresh
from anju.messaging.queries import unread_count
from anju.operations.queries import heartbeat_alarm
from anju.organization.access import Access, access_to_office, access_to_project
from anju.organization.doors import LAST_PROJECT
from anju.organization.models import Project, User
from anju.organization.models.structure import PostHome
from anju.organization.queries.places import projects_of
from anju.rosters.queries.duty import current_turn
from anju.rosters.queries.plan import Stint
from anju.ui.navigation import MenuItem
from config.wiring import modules

GROUPS = ("今日", "服务", "小区", "公告", "时限", "工单", "人员", "项目", "总部", "系统")


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry as the template draws it."""

    group: str
    label: str
    icon: str
    url: str
    go: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    items: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    code: str
    url: str
    is_here: bool


# The bar may be some seconds behind; every page would ask for each.
_turns: Fresh[tuple[int, int], Stint | None] = Fresh(seconds=15)
_alarms: Fresh[str, str] = Fresh(seconds=5)
_places: Fresh[tuple[int, int | None], list[Place]] = Fresh(seconds=15)


class Shell:
    """Everything is worked out only when a template asks for it: a part under htmx pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def access(self) -> Access | None:
        """What the page's door found; on one's own pages, the project one was in last."""
        at_the_door: Access | None = getattr(self.request, "access", None)
        if at_the_door is not None or not self.request.user.is_authenticated:
            return at_the_door
        code = self.request.session.get(LAST_PROJECT, "")
        project = Project.objects.filter(code=code).first() if code else None
        if project is None:
            return None
        access = access_to_project(self.request.user, project, at=self._at)
        return access if access.is_inside else None

    @cached_property
    def template(self) -> str:
        """The shell around a page: the phone's for those whose posts are all in the field."""
        posts = self.access.posts if self.access else ()
        in_field = bool(posts) and all(post.home == PostHome.FIELD for post in posts)
        return "ui/mobile.html" if in_field else "ui/page.html"

    @cached_property
    def project(self) -> Project | None:
        return self.access.project if self.access else None

    @cached_property
    def place(self) -> str:
        if self.project:
            return self.project.name
        return "总部" if self.access else "安居"

    @cached_property
    def home_url(self) -> str:
        return reverse("workbench:home", args=[self.project.code]) if self.project else "/"

    @cached_property
    def search_url(self) -> str:
        if self.project:
            return reverse("search:project", args=[self.project.code])
        return reverse("search:everywhere")

    @cached_property
    def projects(self) -> list[Place]:
        """The projects to switch to; each asks at its own door who comes."""
        user = self.request.user
        if not user.is_authenticated:
            return []
        here = self.project.pk if self.project else None
        return _places.get((user.pk, here), lambda: self._places_of(user))

    def _places_of(self, user: User) -> list[Place]:
        return [
            Place(
                name=project.name,
                code=project.code,
                url=reverse("workbench:home", args=[project.code]),
                is_here=self.project is not None and project.pk == self.project.pk,
            )
            for project in projects_of(user, at=self._at, access=self.access)
        ]

    @cached_property
    def may_enter_office(self) -> bool:
        user = self.request.user
        if not user.is_authenticated:
            return False
        return (self.access or access_to_office(user, at=self._at)).is_in_office

    @cached_property
    def menu(self) -> tuple[Group, ...]:
        entries = sorted(self._entries(), key=lambda entry: GROUPS.index(entry.group))
        grouped = groupby(entries, key=lambda entry: entry.group)
        return tuple(Group(name=name, items=tuple(items)) for name, items in grouped)

    @property
    def side(self) -> SafeString:
        """The menu beside the page."""
        return _drawn("ui/menu.html", self.menu)

    @property
    def go_keys(self) -> SafeString:
        """The keys that lead to the menu's pages, for the list of keys."""
        return _drawn("ui/go_keys.html", self.menu)

    @cached_property
    def mobile_menu(self) -> list[Entry]:
        return list(self._entries(mobile=True))[:4]

    @cached_property
    def posts(self) -> list[str]:
        return [post.name for post in self.access.posts] if self.access else []

    @cached_property
    def standing_in_for(self) -> list[str]:
        return self.access.standing_in_for if self.access else []

    @cached_property
    def duty(self) -> Stint | None:
        """One's own duty that is running: what the bar says beside the name."""
        if self.project is None or not self.request.user.is_authenticated:
            return None
        project, user = self.project, self.request.user
        return _turns.get((project.pk, user.pk), lambda: current_turn(project, user, self._at))

    @cached_property
    def heartbeat_alarm(self) -> str:
        return _alarms.get("", lambda: heartbeat_alarm(at=self._at))

    @cached_property
    def messages_url(self) -> str:
        return reverse("messaging:inbox") if self.request.user.is_authenticated else ""

    @cached_property
    def unread_url(self) -> str:
        return reverse("messaging:unread")

    @cached_property
    def unread(self) -> int:
        user = self.request.user
        return unread_count(user) if user.is_authenticated else 0

    @cached_property
    def desk_name(self) -> str:
        desk = desk_of(self.request)
        return desk.name if desk else ""

    @cached_property
    def live_url(self) -> str:
        if settings.ANJU_LIVE_URL:
            return f"{settings.ANJU_LIVE_URL}/live"
        host = self.request.get_host().rsplit(":", 1)[0]
        return f"{self.request.scheme}://{host}:{settings.ANJU_LIVE_PORT}/live"

    def _entries(self, *, mobile: bool = False) -> Iterator[Entry]:
        if self.access is None:
            return
        offered = [
            (item, url)
            for item, url in _all_items(self.project.code if self.project else "")
            if (item.mobile or not mobile)
            and (item.permission is None or self.access.may(item.permission))
        ]
        here = self._nearest([url for _, url in offered])
        for item, url in offered:
            yield Entry(item.group, item.label, item.icon, url, item.go, url == here)

    def _nearest(self, urls: list[str]) -> str:
        """Return which of the menu's addresses leads furthest towards this page."""
        path, homes = self.request.path, (self.home_url, reverse("office:home"))
        below = [url for url in urls if url not in homes and path.startswith(url)]
        return path if path in urls else max(below, key=len, default="")

    @cached_property
    def _at(self) -> datetime:
        at: datetime = getattr(self.request, "at", None) or timezone.now()
        return at


@lru_cache(maxsize=500)
def _all_items(code: str) -> tuple[tuple[MenuItem, str], ...]:
    """Return every entry of a project's menu (of the head office's without a code), with its URL.

    What somebody may open of it is asked for each page; that addresses are as they are is not.
    """
    scope, args = ("project", [code]) if code else ("office", [])
    found: list[MenuItem] = [item for module in modules("menu") for item in module.MENU]
    ranked = sorted(found, key=lambda item: item.rank)
    return tuple(
        (item, reverse(item.url_name, args=args)) for item in ranked if item.scope == scope
    )


@lru_cache(maxsize=2_000)
def _drawn(template: str, menu: tuple[Group, ...]) -> SafeString:
    """Draw a menu once: the same post on the same page always sees the same."""
    return render_to_string(template, {"menu": menu})


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Put the shell into every template."""
    return {"shell": Shell(request)}
