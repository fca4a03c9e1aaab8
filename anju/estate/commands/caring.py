"""Who looks after a building (责任楼栋), from which day on."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.periods import local_date
from anju.estate.commands.refusals import WrongDay
from anju.estate.models import Building, BuildingCare
from anju.estate.verbs import EstateVerb as Verb
from anju.organization.models import Project, User
from anju.organization.queries.staff import staff_of


class NotOnStaff(DomainError):
    """The chosen person has no post in the project on that day."""


class InCareAlready(DomainError):
    """The building is in this person's care already."""


@transaction.atomic
def assign_care(
    *, building: Building, user: User, starts_on: date, by: Actor, at: datetime
) -> BuildingCare:
    """Give a building into somebody's care from a day on; whoever had it ends on that day.

    :raises NotOnStaff: if the person has no post here on that day.
    :raises InCareAlready: if they look after it already.
    :raises WrongDay: if another care begins on that day or later.
    """
    building = Building.objects.select_for_update(of=("self",)).get(pk=building.pk)
    if not staff_of(building.project, on=starts_on).filter(pk=user.pk).exists():
        raise NotOnStaff(f"{user.name}在 {starts_on} 不在本项目任职,请改选在岗的同事。")
    later = building.cares.filter(starts_on__gte=starts_on).select_related("user").first()
    if later is not None:
        raise WrongDay(
            f"{building.name}已安排{later.user.name}从 {later.starts_on} 起负责,请选更晚的日期。"
        )
    former = _running(building, starts_on)
    if former is not None and former.user_id == user.pk:
        raise InCareAlready(f"{building.name}已经由{user.name}负责。")
    if former is not None:
        former.ends_on = starts_on
        former.save(update_fields=["ends_on"])
    care = BuildingCare.objects.create(
        project_id=building.project_id, building=building, user=user, starts_on=starts_on
    )
    record(
        Verb.CARE_ASSIGNED,
        subject=building,
        project_id=building.project_id,
        by=by,
        at=at,
        changes={"carer": (former.user if former else None, user), "starts_on": (None, starts_on)},
    )
    return care


@transaction.atomic
def hand_over_care(*, project: Project, user: User, to: User, by: Actor, at: datetime) -> int:
    """Give every building in a leaver's care to a successor from today on; returns how many.

    What was to begin today or later begins with the successor instead.
    """
    today = local_date(at)
    held = (
        BuildingCare.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .filter(project=project, user=user)
        .select_for_update(of=("self",))
        .select_related("building")
        .order_by("pk")
    )
    count = 0
    for care in held:
        _pass_on(care, to, today)
        record(
            Verb.CARE_HANDED_OVER,
            subject=care.building,
            project_id=project.pk,
            by=by,
            at=at,
            changes={"carer": (user, to)},
        )
        count += 1
    return count


def _pass_on(care: BuildingCare, to: User, today: date) -> None:
    if care.starts_on >= today:
        care.user = to
        care.save(update_fields=["user"])
        return
    until, care.ends_on = care.ends_on, today
    care.save(update_fields=["ends_on"])
    BuildingCare.objects.create(
        project_id=care.project_id,
        building_id=care.building_id,
        user=to,
        starts_on=today,
        ends_on=until,
    )


def _running(building: Building, day: date) -> BuildingCare | None:
    running = building.cares.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lt=day)
    return running.select_related("user").first()
