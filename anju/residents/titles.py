"""How residents are named in the trail: masked, as the trail itself has them."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.residents.models import DataRequest, Person, PersonState


def _people(ids: Collection[int]) -> dict[int, Title]:
    found = Person.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(
            each.name if each.state == PersonState.ERASED else each.masked_name,
            reverse("residents:person", args=[each.project.code, each.pk]),
        )
        for each in found
    }


def _requests(ids: Collection[int]) -> dict[int, Title]:
    found = DataRequest.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(
            each.number, reverse("residents:request", args=[each.project.code, each.number])
        )
        for each in found
    }


TITLES = {"residents.person": _people, "residents.datarequest": _requests}
