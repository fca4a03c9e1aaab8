"""Who works where, as what, from when until when, and who stands in for whom."""

from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from anju.organization.models.people import User
from anju.organization.models.structure import Department, Post, Project, Role


def dates(starts: str, ends: str) -> Func:
    """Return [starts, ends) as PostgreSQL's daterange."""
    return Func(F(starts), F(ends), function="DATERANGE", output_field=DateRangeField())


def moments(starts: str, ends: str) -> Func:
    """Return [starts, ends) as PostgreSQL's tstzrange."""
    return Func(F(starts), F(ends), function="TSTZRANGE", output_field=DateTimeRangeField())


def running(on: date) -> Q:
    """Return the condition on `starts_on` and `ends_on` that a period holds on a day."""
    return Q(ends_on=None, starts_on__lte=on) | Q(ends_on__gt=on, starts_on__lte=on)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Words for sets of memberships."""

    def of(self, project: Project) -> "MembershipQuerySet":
        return self.filter(project=project)

    def on(self, day: date) -> "MembershipQuerySet":
        """Those that hold on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def not_over(self, day: date) -> "MembershipQuerySet":
        """Those that hold on a day or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def locked(self) -> "MembershipQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Membership(models.Model):
    """A person's post in a department of a project (任职), for a half-open period of dates."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部门")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="岗位")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="角色")
    starts_on = models.DateField("任职自")
    ends_on = models.DateField("任职至", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    (F("project"), RangeOperators.EQUAL),
                    (F("user"), RangeOperators.EQUAL),
                    (F("post"), RangeOperators.EQUAL),
                    (dates("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index("project", "user", name="membership_of_user"),
            models.Index("user", "project", name="membership_projects"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}·{self.post.name}"


class AppointmentQuerySet(models.QuerySet["OfficeAppointment"]):
    """Words for sets of appointments."""

    def not_over(self, day: date) -> "AppointmentQuerySet":
        """Those that hold on a day or begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))


class OfficeAppointment(models.Model):
    """A head-office role of a person; its permissions hold over all projects."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Role, models.PROTECT, verbose_name="总部角色")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
            ),
            ExclusionConstraint(
                name="appointment_no_overlap",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (dates("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}·{self.role.name}"


class AbsenceReason(models.TextChoices):
    REST = "REST", "轮休"
    ANNUAL = "ANNUAL", "年休假"
    SICK = "SICK", "病假"
    PERSONAL = "PERSONAL", "事假"
    TRAVEL = "TRAVEL", "出差"
    TRAINING = "TRAINING", "培训"
    OTHER = "OTHER", "其他"


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    """Words for sets of deputyships."""

    def of(self, project: Project) -> "DeputyshipQuerySet":
        return self.filter(project=project)

    def standing(self) -> "DeputyshipQuerySet":
        return self.filter(revoked_at=None)

    def at(self, moment: datetime) -> "DeputyshipQuerySet":
        """Those in force at a moment."""
        return self.standing().filter(starts_at__lte=moment, ends_at__gt=moment)

    def locked(self) -> "DeputyshipQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Deputyship(models.Model):
    """职务代理: for a stated absence a deputy may do exactly what the absent person may (S4)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="deputyships")
    absent = models.ForeignKey(
        User, models.PROTECT, related_name="absences", verbose_name="被代理人"
    )
    deputy = models.ForeignKey(
        User, models.PROTECT, related_name="deputyships", verbose_name="职务代理人"
    )
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    reason = models.CharField("缺勤原因", max_length=10, choices=AbsenceReason.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    named_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="deputyship_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("deputy")), name="deputyship_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=AbsenceReason.values), name="deputyship_reason_known"
            ),
            ExclusionConstraint(
                name="deputyship_one_at_a_time",
                expressions=[
                    (F("project"), RangeOperators.EQUAL),
                    (F("absent"), RangeOperators.EQUAL),
                    (moments("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at=None),
            ),
        ]
        indexes = [models.Index("deputy", "project", name="deputyship_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy.name}代{self.absent.name}"
