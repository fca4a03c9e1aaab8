"""How this app's things are named in the trail."""

from collections.abc import Callable, Collection, Mapping

from django.urls import reverse

from anju.accounts.models import DeskDevice, Lockout
from anju.audit.hooks import Title


def desk_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return the desk computers by name, linked to their project's list."""
    desks = DeskDevice.objects.filter(pk__in=ids).select_related("project")
    return {
        desk.pk: Title(desk.name, reverse("desks:list", args=[desk.project.code])) for desk in desks
    }


def lockout_titles(ids: Collection[int]) -> dict[int, Title]:
    """Return what was locked; an unknown login is never spelled out."""
    return {lockout.pk: Title(str(lockout)) for lockout in Lockout.objects.filter(pk__in=ids)}


TITLES: Mapping[str, Callable[[Collection[int]], dict[int, Title]]] = {
    DeskDevice._meta.label_lower: desk_titles,
    Lockout._meta.label_lower: lockout_titles,
}
