"""What happens after a notice was published."""

from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from anju.audit.models import Event
from anju.messaging.commands import tell_staff
from anju.messaging.states import AlertKind
from anju.notices.models import Notice
from anju.notices.queries import notice_by_link
from anju.organization.models import Project
from anju.organization.queries.staff import staff_of


@app.task(name="notices.tell_staff")
def tell_staff_of_notice(event_id: int) -> None:
    """Tell everybody in post about a notice on the board; safe to run twice."""
    event = Event.objects.get(pk=event_id)
    notice = notice_by_link(event.subject_id)
    if notice is None or not notice.is_published:
        return
    project: Project = notice.project
    tell_staff(
        users=staff_of(project, on=timezone.localdate()).exclude(pk=event.by_id or 0),
        title=f"新公告:{notice.title}",
        body=_first_line(notice),
        url=reverse("notices:notice", args=[project.code, notice.number]),
        key=f"notice:{notice.pk}",
        project=project,
        kind=AlertKind.NOTICE,
        at=timezone.now(),
    )


def _first_line(notice: Notice) -> str:
    return notice.body.strip().splitlines()[0][:80] if notice.body.strip() else ""
