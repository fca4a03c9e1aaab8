"""How this app's things are named in the trail; linked only where a project's staff may follow."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from django.urls import reverse

from anju.audit.hooks import Title
from anju.organization.models import Department, Deputyship, Party, Post, Project, Role, User


def user_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return people by name, linked if they work in one project only: which page is then sure."""
    names: dict[int, str] = {}
    codes: dict[int, set[str]] = defaultdict(set)
    rows = User.objects.filter(pk__in=ids).values_list("pk", "name", "memberships__project__code")
    for pk, name, code in rows.distinct():
        names[pk] = name
        codes[pk] |= {code} - {None}
    return {
        pk: Title(name, reverse("organization:person", args=[*codes[pk], pk]))
        if len(codes[pk]) == 1
        else Title(name)
        for pk, name in names.items()
    }


def department_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return departments by name, linked to their project's list."""
    found = Department.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(each.name, reverse("organization:departments", args=[each.project.code]))
        for each in found
    }


def deputyship_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return deputyships as «王婷代林建国», linked to their project's list."""
    found = Deputyship.objects.filter(pk__in=ids).select_related("project", "absent", "deputy")
    return {
        each.pk: Title(str(each), reverse("organization:deputies", args=[each.project.code]))
        for each in found
    }


def project_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return projects by name, linked to their staff."""
    return {
        each.pk: Title(each.name, reverse("organization:staff", args=[each.code]))
        for each in Project.objects.filter(pk__in=ids)
    }


def role_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return roles by name; their pages are the head office's."""
    return {each.pk: Title(f"角色“{each.name}”") for each in Role.objects.filter(pk__in=ids)}


def post_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return posts by name; their pages are the head office's."""
    return {each.pk: Title(f"岗位“{each.name}”") for each in Post.objects.filter(pk__in=ids)}


def party_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return outside companies by name; their pages are the head office's."""
    return {each.pk: Title(each.name) for each in Party.objects.filter(pk__in=ids)}


TITLES: Mapping[str, Callable[[Collection[int]], dict[int, Title]]] = {
    User._meta.label_lower: user_titles,
    Department._meta.label_lower: department_titles,
    Deputyship._meta.label_lower: deputyship_titles,
    Project._meta.label_lower: project_titles,
    Role._meta.label_lower: role_titles,
    Post._meta.label_lower: post_titles,
    Party._meta.label_lower: party_titles,
}
