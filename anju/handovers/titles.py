"""How hand-overs and lent things are named in the trail; no borrower is named."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.handovers.models import Handover, LentThing


def _handovers(ids: Collection[int]) -> dict[int, Title]:
    found = Handover.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("handovers:handover", args=[each.project.code, each.pk]))
        for each in found
    }


def _lent(ids: Collection[int]) -> dict[int, Title]:
    found = LentThing.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("handovers:lent", args=[each.project.code]))
        for each in found
    }


TITLES = {"handovers.handover": _handovers, "handovers.lentthing": _lent}
