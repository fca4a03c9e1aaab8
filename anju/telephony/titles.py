"""How what belongs to the telephone is named in the trail; numbers are masked everywhere."""

from collections.abc import Collection

from django.urls import reverse

from anju.audit.hooks import Title
from anju.telephony.models import BlockedNumber, Call, CallBack, ExpectedCall, Line


def _calls(ids: Collection[int]) -> dict[int, Title]:
    found = Call.objects.filter(pk__in=ids).select_related("project")
    return {
        call.pk: Title(str(call), reverse("telephony:call", args=[call.project.code, call.pk]))
        for call in found
    }


def _backs(ids: Collection[int]) -> dict[int, Title]:
    found = CallBack.objects.filter(pk__in=ids).select_related("project")
    return {
        back.pk: Title(str(back), reverse("telephony:backs", args=[back.project.code]))
        for back in found
    }


def _blocked(ids: Collection[int]) -> dict[int, Title]:
    found = BlockedNumber.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("telephony:blocked", args=[each.project.code]))
        for each in found
    }


def _lines(ids: Collection[int]) -> dict[int, Title]:
    found = Line.objects.filter(pk__in=ids).select_related("project")
    return {
        line.pk: Title(str(line), reverse("telephony:line", args=[line.project.code]))
        for line in found
    }


def _expected(ids: Collection[int]) -> dict[int, Title]:
    found = ExpectedCall.objects.filter(pk__in=ids).select_related("project")
    return {
        each.pk: Title(str(each), reverse("telephony:calls", args=[each.project.code]))
        for each in found
    }


TITLES = {
    "telephony.call": _calls,
    "telephony.callback": _backs,
    "telephony.blockednumber": _blocked,
    "telephony.line": _lines,
    "telephony.expectedcall": _expected,
}
