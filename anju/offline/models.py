"""What somebody did without a network, as their device handed it in."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from anju.offline.states import ENDED, EntryState
from anju.organization.models import Project, User


class OfflineEntryQuerySet(models.QuerySet["OfflineEntry"]):
    """Words for sets of entries."""

    def of(self, project: Project) -> "OfflineEntryQuerySet":
        return self.filter(project=project)

    def beside(self, entry: "OfflineEntry") -> "OfflineEntryQuerySet":
        """The same person's entries on the same thing, this one included."""
        return self.filter(
            project=entry.project_id,
            user=entry.user_id,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
        )

    def ended(self) -> "OfflineEntryQuerySet":
        return self.filter(state__in=ENDED)

    def locked(self) -> "OfflineEntryQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class OfflineEntry(models.Model):
    """One step that a device kept while it had no network (离线登记).

    `entry` is the device's own number: however often and by whichever device it is handed in, it
    is taken once. `after` is the entry before it on the same thing, which must be known first.
    Its files belong to the entry while it waits or is held, so that no sweep takes them.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="offline_entries")
    entry = models.UUIDField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    step = models.CharField(max_length=60)
    label = models.CharField("登记内容", max_length=60)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    after = models.UUIDField(null=True)
    # field → the values typed; people type names and numbers into them (see forgetting)
    fields = models.JSONField("内容", default=dict)
    # field → the tokens of the files handed in with it
    files = models.JSONField("照片", default=dict)
    made_at = models.DateTimeField("手机时间")
    offset = models.DurationField(default=timedelta)
    seen_at = models.DateTimeField(null=True)
    happened_at = models.DateTimeField("发生时间")
    received_at = models.DateTimeField("收到时间")
    state = models.CharField(
        "状态", max_length=10, choices=EntryState.choices, default=EntryState.WAITING
    )
    said = models.CharField(max_length=400, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settle_reason = models.CharField(max_length=200, blank=True)
    emptied_at = models.DateTimeField(null=True)

    objects = OfflineEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "entry", name="offline_entry_once"),
            models.CheckConstraint(
                condition=Q(state__in=[EntryState.WAITING, EntryState.HELD], settled_at=None)
                | Q(state__in=ENDED, settled_at__isnull=False),
                name="offline_state_fits_facts",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[EntryState.ADOPTED, EntryState.DISCARDED],
                    settled_by__isnull=False,
                )
                | (
                    ~Q(state__in=[EntryState.ADOPTED, EntryState.DISCARDED])
                    & Q(settled_by=None, settle_reason="")
                ),
                name="offline_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.DISCARDED) | ~Q(settle_reason=""),
                name="offline_discarded_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "received_at"], name="offline_by_state"),
            models.Index(
                fields=["project", "user", "subject_type", "subject_id", "after"],
                name="offline_chain",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}的离线登记“{self.label}”"

    @property
    def is_held(self) -> bool:
        return self.state == EntryState.HELD

    @property
    def is_waiting(self) -> bool:
        return self.state == EntryState.WAITING

    @property
    def lateness(self) -> timedelta:
        """How long after it happened it reached us."""
        return self.received_at - self.happened_at

    def chain_key(self) -> tuple[datetime, str]:
        """The order of entries that wait for the same one, whichever came first."""
        return self.happened_at, str(self.entry)
