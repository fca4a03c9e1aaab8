"""How somebody wants to be told outside the house."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.messaging.states import AlertKind, RobotKind
from anju.organization.models import User


def _kind_field(label: str) -> "ArrayField[list[str], list[str]]":
    return ArrayField(
        models.CharField(max_length=12, choices=AlertKind.choices), verbose_name=label, default=list
    )


class AlertSettingsQuerySet(models.QuerySet["AlertSettings"]):
    """Words for sets of settings."""

    def locked(self) -> "AlertSettingsQuerySet":
        return self.select_for_update()


class AlertSettings(models.Model):
    """One person's ways, kinds and quiet times; who has none is told in the house's inbox only.

    Between `quiet_from` and `quiet_until` (Shanghai, may cross midnight) only emergencies leave;
    equal or empty times mean that there is no quiet time.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="alert_settings")
    mail_sealed = models.BinaryField(default=b"")
    mail_shown = models.CharField("邮箱", max_length=80, blank=True)
    mail_kinds = _kind_field("发到邮箱")
    robot_kind = models.CharField(
        "机器人", max_length=10, choices=RobotKind.choices, blank=True, default=RobotKind.NONE
    )
    robot_sealed = models.BinaryField(default=b"")
    robot_shown = models.CharField("机器人地址", max_length=80, blank=True)
    robot_kinds = _kind_field("发到机器人")
    quiet_from = models.TimeField("免打扰开始", null=True)
    quiet_until = models.TimeField("免打扰结束", null=True)

    objects = AlertSettingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(robot_kind__in=RobotKind.values), name="alerts_robot_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(robot_kind="", robot_sealed=b"")
                | (~Q(robot_kind="") & ~Q(robot_sealed=b"")),
                name="alerts_robot_has_its_address",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="alerts_quiet_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}的提醒设置"
