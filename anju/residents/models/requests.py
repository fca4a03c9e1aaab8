"""What people ask of their own data (PIPL 44–47), and the old values that only erasure forgets."""

from django.db import models
from django.db.models import Q

from anju.organization.models import Project, User
from anju.residents.models.people import Person


class DataRequestKind(models.TextChoices):
    ACCESS = "ACCESS", "查阅、复制"
    CORRECTION = "CORRECTION", "更正、补充"
    ERASURE = "ERASURE", "删除"


class DataRequestState(models.TextChoices):
    OPEN = "OPEN", "待办理"
    DONE = "DONE", "已办结"
    REFUSED = "REFUSED", "不予办理"
    RESTRICTED = "RESTRICTED", "已停止使用"


class DataRequest(models.Model):
    """A person's request about their own data (个人信息请求), due 30 days after it came in.

    RESTRICTED answers an erasure while a law wants the record kept (PIPL 47, last paragraph):
    the data is put out of use and erased when the reason is gone.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="data_requests")
    number = models.CharField("编号", max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    kind = models.CharField("事项", max_length=12, choices=DataRequestKind.choices)
    wish = models.CharField("要求", max_length=300, blank=True)
    proof = models.CharField("身份核验方式", max_length=100)
    received_on = models.DateField("收到日期")
    due_on = models.DateField("办理期限")
    state = models.CharField(
        "状态", max_length=12, choices=DataRequestState.choices, default=DataRequestState.OPEN
    )
    answer = models.CharField("办理结果", max_length=300, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "number", name="data_request_number_once"),
            models.UniqueConstraint(
                "project", "once", name="data_request_form_once", condition=~Q(once="")
            ),
            models.CheckConstraint(
                condition=Q(state=DataRequestState.OPEN, answered_at=None)
                | (~Q(state=DataRequestState.OPEN) & Q(answered_at__isnull=False)),
                name="data_request_state_fits_facts",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DataRequestKind.values), name="data_request_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["project", "state", "due_on"], name="data_request_due")]

    def __str__(self) -> str:
        return self.number


class PersonChange(models.Model):
    """The full old value of a personal field (the trail has it masked); erasure empties these."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"
