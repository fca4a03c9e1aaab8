"""工单: one matter somebody brought, as its owner sees it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from anju.core.masking import mask_phone
from anju.estate.models import Building, Place, Unit
from anju.organization.models import Post, Project, User
from anju.residents.models import Person
from anju.tickets.models.categories import Category
from anju.tickets.models.faults import CommonFault
from anju.tickets.states import (
    ClosedBy,
    Grade,
    GradeCause,
    Level,
    MatterKind,
    Responsibility,
    Source,
    TicketState,
    Urgency,
    WayOut,
)

MAY_CORRECT = timedelta(minutes=10)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Words for sets of tickets."""

    def of(self, project: Project) -> "TicketQuerySet":
        return self.filter(project=project)

    def open(self) -> "TicketQuerySet":
        return self.filter(state=TicketState.OPEN)

    def living(self) -> "TicketQuerySet":
        """Those that are neither cancelled nor absorbed by another."""
        return self.exclude(state__in=(TicketState.CANCELLED, TicketState.MERGED))

    def newest_first(self) -> "TicketQuerySet":
        return self.order_by("-received_at", "-pk")

    def with_places(self) -> "TicketQuerySet":
        """Load what a line about a ticket shows."""
        return self.select_related(
            "project", "person", "unit__building", "unit__entrance", "place", "building"
        ).select_related("category__parent__parent", "holder", "taken_by", "fault", "raised_to")

    def with_case(self) -> "TicketQuerySet":
        """Load what commands need of a ticket: who, what about, where, whose.

        Few joins on purpose: PostgreSQL plans the fourteen of a whole line longer than it reads.
        """
        return self.select_related(
            "project", "person", "building", "category__parent__parent", "holder"
        )

    def locked(self) -> "TicketQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")

    def lock(self, pk: int) -> "Ticket":
        """Lock one row and return it as it is now, with all that was to be loaded.

        In two steps: a query that had to wait for the lock sees the row's new values, but of the
        rows that it joins the old ones.
        """
        Ticket.objects.select_for_update().values_list("pk").get(pk=pk)
        return self.get(pk=pk)


class Ticket(models.Model):
    """One matter from intake to closing (一单到底).

    The person is in register, or known by what they said (`caller_name`, `caller_phone`), or
    wished to stay unnamed (`is_unnamed`). `words` are the owner's own; `summary` is our line.
    `holder` answers for it to the owner (首问负责制); `raised_to` is the post it went up to.
    `edition` counts the changes of its text, so that a stale form shows. `once` is the key of the
    form that made it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="tickets")
    number = models.CharField("工单编号", max_length=24)
    state = models.CharField(
        "状态", max_length=10, choices=TicketState.choices, default=TicketState.OPEN
    )
    kind = models.CharField("类型", max_length=12, choices=MatterKind.choices)
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.PHONE)
    outside_number = models.CharField("外部编号", max_length=40, blank=True)

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="tickets", verbose_name="报事人"
    )
    caller_name = models.CharField("报事人姓名", max_length=30, blank=True)
    caller_phone = models.CharField("报事人电话", max_length=20, blank=True)
    is_unnamed = models.BooleanField("不愿留名", default=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="tickets", verbose_name="房屋"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, related_name="+", verbose_name="公共位置"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, related_name="+", verbose_name="楼栋"
    )

    words = models.TextField("业主原话", max_length=4000)
    summary = models.CharField("摘要", max_length=60)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name="事项分类"
    )
    urgency = models.CharField(
        "业主认为", max_length=6, choices=Urgency.choices, default=Urgency.USUAL
    )
    level = models.CharField("我方判断", max_length=10, choices=Level.choices, default=Level.NORMAL)
    is_emergency = models.BooleanField("突发", default=False)
    wished_from = models.DateTimeField("希望从", null=True)
    wished_until = models.DateTimeField("希望到", null=True)
    wish = models.CharField("业主要求", max_length=200, blank=True)

    way_out = models.CharField("受理结果", max_length=10, choices=WayOut.choices)
    received_at = models.DateTimeField("受理时间")
    entered_at = models.DateTimeField("登记时间")  # later than received for what is made up for
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="受理人")
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="held_tickets", verbose_name="负责人"
    )
    raised_to = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name="已上报"
    )
    raised_why = models.CharField("上报原因", max_length=200, blank=True)
    # Which stages of its deadlines have raised it, each once.
    raised_by: "ArrayField[list[int], list[int]]" = ArrayField(
        models.BigIntegerField(), default=list
    )
    reason_wanted_at = models.DateTimeField("要求说明原因", null=True)
    fault = models.ForeignKey(
        CommonFault, models.PROTECT, null=True, related_name="tickets", verbose_name="多户事件"
    )
    grade = models.CharField(
        "投诉级别", max_length=10, choices=Grade.choices, default=Grade.ORDINARY
    )
    grade_cause = models.CharField(
        "定级原因", max_length=12, choices=GradeCause.choices, blank=True
    )

    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by_name = models.CharField("答复人", max_length=60, blank=True)
    answer = models.TextField("答复内容", max_length=2000, blank=True)
    closed_at = models.DateTimeField("关闭时间", null=True)
    closed_by = models.CharField("关闭依据", max_length=10, choices=ClosedBy.choices, blank=True)
    cause = models.CharField("原因认定", max_length=300, blank=True)
    responsibility = models.CharField(
        "责任认定", max_length=10, choices=Responsibility.choices, blank=True
    )
    prevention = models.CharField("预防措施", max_length=300, blank=True)
    end_reason = models.CharField("取消原因", max_length=200, blank=True)
    # By the owner on the progress page; the last one stands until somebody contacts the owner.
    urge_count = models.PositiveSmallIntegerField("业主催单", default=0)
    urged_at = models.DateTimeField("业主催单时间", null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed", verbose_name="并入工单"
    )
    edition = models.PositiveIntegerField("版本", default=1)
    once = models.CharField(max_length=40, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="ticket_number_once"),
            models.UniqueConstraint(
                "project", "once", name="ticket_form_once", condition=~Q(once="")
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MatterKind.values), name="ticket_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(way_out__in=WayOut.values), name="ticket_has_a_way_out"
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values, urgency__in=Urgency.values)
                & Q(level__in=Level.values, grade__in=Grade.values)
                & Q(grade_cause__in=["", *GradeCause.values])
                & Q(responsibility__in=["", *Responsibility.values]),
                name="ticket_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.OPEN, answered_at=None, closed_at=None)
                | Q(state=TicketState.ANSWERED, answered_at__isnull=False, closed_at=None)
                | (
                    Q(state=TicketState.CLOSED, answered_at__isnull=False)
                    & Q(closed_at__isnull=False)
                    & ~Q(closed_by="")
                )
                | (Q(state=TicketState.CANCELLED, closed_at__isnull=False) & ~Q(end_reason=""))
                | Q(state=TicketState.MERGED, closed_at__isnull=False),
                name="ticket_state_fits_facts",
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.MERGED, merged_into__isnull=False)
                | (~Q(state=TicketState.MERGED) & Q(merged_into=None)),
                name="ticket_merged_names_where",
            ),
            models.CheckConstraint(
                condition=Q(entered_at__gte=F("received_at")), name="ticket_entered_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
                name="ticket_not_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(wished_from=None, wished_until=None)
                | Q(wished_until__gt=F("wished_from")),
                name="ticket_wish_is_a_window",
            ),
            models.CheckConstraint(
                condition=Q(is_unnamed=False) | Q(person=None, caller_name="", caller_phone=""),
                name="ticket_unnamed_has_no_name",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-received_at", "-id"], name="ticket_newest"),
            models.Index(fields=["project", "state", "received_at", "id"], name="ticket_by_state"),
            models.Index(
                fields=["project", "holder", "received_at"],
                name="ticket_open_of_holder",
                condition=Q(state="OPEN"),
            ),
            models.Index(fields=["project", "unit", "-received_at"], name="ticket_of_unit"),
            models.Index(fields=["project", "building", "-received_at"], name="ticket_of_building"),
            models.Index(
                fields=["project", "answered_at"],
                name="ticket_waits_to_close",
                condition=Q(state="ANSWERED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.summary}"

    @property
    def shown_in(self) -> tuple[str, ...]:
        """The live topics of the pages that show it as a part."""
        return (f"tickets.commonfault:{self.fault_id}",) if self.fault_id else ()

    @property
    def is_open(self) -> bool:
        return self.state == TicketState.OPEN

    @property
    def is_major(self) -> bool:
        return self.grade == Grade.MAJOR

    @property
    def is_complaint(self) -> bool:
        return self.kind == MatterKind.COMPLAINT

    @property
    def where(self) -> str:
        """The place in words: 3-1-502, 地下车库, 3栋; empty if only a person is known."""
        found = self.unit or self.place or self.building
        return str(found) if found else ""

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.caller_phone) if self.caller_phone else ""

    def may_be_corrected(self, at: datetime) -> bool:
        """Tell whether the taker may still put right what was just saved (10 minutes)."""
        return self.closed_at is None and at - self.entered_at < MAY_CORRECT

    def said(self) -> dict[str, Any]:
        """Return its facts as people read them, for who edited at the same time."""
        return {
            "kind": MatterKind(self.kind).label,
            "words": self.words,
            "summary": self.summary,
            "category": self.category.name if self.category else "",
            "where": self.where,
            "urgency": Urgency(self.urgency).label,
            "level": Level(self.level).label,
            "wish": self.wish,
        }


class TicketLink(models.Model):
    """Two tickets that belong together; `later` came of or beside `earlier`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    earlier = models.ForeignKey(Ticket, models.PROTECT, related_name="links_on")
    later = models.ForeignKey(Ticket, models.PROTECT, related_name="links_back")
    kind = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "earlier", "later", name="ticket_link_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="ticket_link_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} – {self.later_id}"
