"""How shifts and date changes are named in the trail."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.rosters.models import DayChange, Shift


def _shifts(ids: Collection[int]) -> dict[int, Title]:
    found = Shift.objects.filter(pk__in=ids).select_related("department", "project")
    return {
        shift.pk: Title(
            f"{shift.department.name}{shift}", reverse("rosters:week", args=[shift.project.code])
        )
        for shift in found
    }


def _changes(ids: Collection[int]) -> dict[int, Title]:
    found = DayChange.objects.filter(pk__in=ids).select_related("user", "shift", "project")
    return {
        change.pk: Title(str(change), reverse("rosters:changes", args=[change.project.code]))
        for change in found
    }


TITLES = {"rosters.shift": _shifts, "rosters.daychange": _changes}
