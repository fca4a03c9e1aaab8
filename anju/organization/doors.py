"""The doors: every view stands behind exactly one, and a test walks the URLconf to see it.

Anonymous → sign-in, stranger → 404 (as if it were not there), insider without the right → 403.
A door answers *may you?*; the command behind it answers *is it possible?*.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from anju.core.actors import Actor
from anju.organization.access import Access, access_to_office, access_to_project
from anju.organization.links import Link, read_link
from anju.organization.models import Project, User
from anju.ui.responses import to_sign_in

P = ParamSpec("P")
LAST_PROJECT = "last_project"
DoorKind = Literal["staff", "office", "person", "link", "machine", "open"]


@dataclass(frozen=True, slots=True)
class Door:
    """What the URLconf walk and the permission matrix read off a view."""

    kind: DoorKind
    permission: str = ""


class PersonRequest(HttpRequest):
    """A request by somebody who has signed in. `at` is the one reading of the clock."""

    user: User
    at: datetime
    by: Actor


class OfficeRequest(PersonRequest):
    """A request by the head office."""

    access: Access


class StaffRequest(PersonRequest):
    """A request by somebody of a project's staff, with the right the view asks for."""

    access: Access
    project: Project


class LinkRequest(HttpRequest):
    """A request by whoever holds a signed link."""

    link: Link
    at: datetime


class MachineRequest(HttpRequest):
    """A request by another machine that holds a token of a project."""

    project: Project
    at: datetime
    by: Actor


Admits = Callable[[HttpRequest, Project | None, str, datetime], bool]


def staff_view(
    permission: TextChoices | None,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Guard a page of one project; the URL's `code` becomes `request.project`.

    :param permission: the right it takes; None for what everybody inside may see.
    """

    def door(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(
            request: StaffRequest, code: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, reverse("accounts:sign_in"))
            request.at = timezone.now()
            project = Project.objects.filter(code=code).first()
            if project is None:
                raise Http404
            access = access_to_project(request.user, project, at=request.at)
            if not access.is_inside:
                raise Http404
            request.project, request.access = project, access
            if permission is not None and not access.may(permission):
                raise PermissionDenied
            request.by = access.actor(permission)
            if request.session.get(LAST_PROJECT) != code:
                request.session[LAST_PROJECT] = code
            return view(request, *args, **kwargs)

        return _marked(guarded, Door("staff", _value(permission)))

    return door


def office_view(
    permission: TextChoices | None,
) -> Callable[
    [Callable[Concatenate[OfficeRequest, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Guard a page of the head office.

    :param permission: the right it takes; None for what all of the head office may see.
    """

    def door(
        view: Callable[Concatenate[OfficeRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, reverse("accounts:sign_in"))
            request.at = timezone.now()
            access = access_to_office(request.user, at=request.at)
            if not access.is_inside:
                raise Http404
            request.access = access
            if permission is not None and not access.may(permission):
                raise PermissionDenied
            request.by = access.actor(permission)
            return view(request, *args, **kwargs)

        return _marked(guarded, Door("office", _value(permission)))

    return door


def person_view(
    view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Guard what concerns only oneself: one's account, one's devices, the way in."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request, reverse("accounts:sign_in"))
        request.at = timezone.now()
        request.by = Actor(id=request.user.pk, name=request.user.name)
        return view(request, *args, **kwargs)

    return _marked(guarded, Door("person"))


def link_view(
    kind: str,
) -> Callable[
    [Callable[Concatenate[LinkRequest, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Guard a page without login by a signed link; the URL's `token` becomes `request.link`.

    A broken or foreign token is 404; whether the link is still good is for the view's query,
    which raises `Gone` (410).
    """

    def door(
        view: Callable[Concatenate[LinkRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(
            request: LinkRequest, token: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            link = read_link(token, kind=kind)
            if link is None:
                raise Http404
            request.link, request.at = link, timezone.now()
            return view(request, *args, **kwargs)

        return _marked(guarded, Door("link"))

    return door


def machine_view(
    admits: Admits, *, name: str
) -> Callable[
    [Callable[Concatenate[MachineRequest, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Guard an address that another machine calls; `code` and `token` of the URL are its proof.

    A project that is not there answers like a wrong token: 401, and `admits` is asked all the
    same so that it takes as long. Answers are JSON; no session, so no CSRF token either.

    :param admits: whether the token (and whatever else the app asks of the request) lets in.
    :param name: what the trail calls the machine, e.g. 电话交换机.
    """

    def door(
        view: Callable[Concatenate[MachineRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(
            request: MachineRequest, code: str, token: str, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            request.at = timezone.now()
            project = Project.objects.filter(code=code).first()
            if not admits(request, project, token, request.at) or project is None:
                return JsonResponse({"error": "令牌无效。"}, status=401)
            request.project, request.by = project, Actor(id=None, name=name)
            return view(request, *args, **kwargs)

        return _marked(csrf_exempt(guarded), Door("machine"))

    return door


def open_view(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Mark a page that everybody may see: sign-in, health, error pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _marked(guarded, Door("open"))


def door_of(view: Callable[..., Any]) -> Door | None:
    """Return the door a view stands behind, or None if it has none."""
    return getattr(view, "door", None)


def _marked(view: Callable[..., HttpResponseBase], door: Door) -> Callable[..., HttpResponseBase]:
    view.door = door  # type: ignore[attr-defined]  # a function carries its door
    return view


def _value(permission: TextChoices | None) -> str:
    return "" if permission is None else str(permission.value)
