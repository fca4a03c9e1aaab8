"""How one wants to be told outside the house, and whether it arrived."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.messaging.commands.alerting import retry_alert, set_alerts
from anju.messaging.commands.telling import tell_oneself
from anju.messaging.forms.alerts import AlertForm
from anju.messaging.models import AlertSettings
from anju.messaging.permissions import AlertPermission as May
from anju.messaging.queries.alerts import (
    alert_of,
    alerts_of,
    alerts_to,
    mail_of,
    outgoing_to,
    reached_staff,
    settings_of,
    with_ways,
)
from anju.organization.doors import PersonRequest, StaffRequest, person_view, staff_view
from anju.ui.lists import one_page
from anju.ui.responses import done, page

PER = 30


@person_view
def settings(request: PersonRequest) -> HttpResponseBase:
    """Show and set where one is told, of what, and when not."""
    chosen = settings_of(request.user)
    form = AlertForm(
        request.POST or None, initial=_initial(request, chosen), robot_shown=chosen.robot_shown
    )
    if form.is_valid():
        try:
            set_alerts(user=request.user, by=request.by, at=request.at, **form.facts())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return done(request, to=reverse("messaging:alerts"), said="提醒设置已保存。")
    context = {"form": form, "chosen": chosen}
    return page(request, "messaging/alerts.html", context, status=form.status)


@require_POST
@person_view
def try_out(request: PersonRequest) -> HttpResponseBase:
    """Send oneself a test by every way one has."""
    ways = tell_oneself(user=request.user, url=reverse("messaging:sent"), at=request.at)
    if not ways:
        said = "还没有设置邮箱或机器人,先填写并保存。"
        return done(request, to=reverse("messaging:alerts"), said=said, tone="error")
    return done(
        request, to=reverse("messaging:sent"), said="测试提醒已交付发送,下面会显示是否送达。"
    )


@person_view
def sent(request: PersonRequest) -> HttpResponseBase:
    """Show what one was told and whether it arrived outside the house."""
    found = one_page(request, alerts_to(request.user), per=PER)
    context = {"rows_page": found, "rows": with_ways(None, found), "is_own": True}
    return page(request, "messaging/sent.html", context, part="rows")


@require_POST
@person_view
def retry(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Send one's own alert again that did not arrive."""
    outgoing = outgoing_to(request.user, pk)
    if outgoing is None:
        raise Http404
    retry_alert(outgoing=outgoing, by=request.by, at=request.at)
    return done(request, to=reverse("messaging:sent"), said="已重新交付发送。")


@staff_view(May.READ)
def project_alerts(request: StaffRequest) -> HttpResponseBase:
    """Show which alerts to the project's staff left the house, and whether they arrived."""
    only_failed = request.GET.get("show") == "failed"
    found = one_page(request, alerts_of(request.project, only_failed=only_failed), per=PER)
    context = {
        "rows_page": found,
        "rows": with_ways(request.project, found),
        "only_failed": only_failed,
    }
    live = [f"project:{request.project.pk}:messaging"]
    return page(request, "messaging/project_alerts.html", context, part="rows", live=live)


@staff_view(May.READ)
def people(request: StaffRequest) -> HttpResponseBase:
    """Show who is told by what outside the house, those without any way first."""
    rows = reached_staff(request.project, at=request.at)
    context = {"rows": rows, "unreached": sum(row.is_unreached for row in rows)}
    return page(request, "messaging/reached.html", context)


@require_POST
@staff_view(May.RETRY)
def retry_in_project(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Send an alert to one of the staff again that did not arrive."""
    outgoing = alert_of(request.project, pk)
    if outgoing is None:
        raise Http404
    if not request.access.may(May.READ):
        raise PermissionDenied
    retry_alert(outgoing=outgoing, by=request.by, at=request.at)
    to = reverse("alerts:alerts", args=[request.project.code])
    return done(request, to=to, said="已重新交付发送。")


def _initial(request: PersonRequest, chosen: AlertSettings) -> dict[str, object]:
    fields = ("mail_kinds", "robot_kind", "robot_kinds", "quiet_from", "quiet_until")
    initial = {name: getattr(chosen, name) for name in fields}
    return {**initial, "mail": mail_of(request.user)}
