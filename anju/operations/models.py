"""Signs of life: when the background work last ran, every backup tried, every restoration."""

from django.db import models
from django.db.models import F, Q


class Heartbeat(models.Model):
    """When something that should always run last said so."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class BackupRunQuerySet(models.QuerySet["BackupRun"]):
    """Words for sets of backups."""

    def good(self) -> "BackupRunQuerySet":
        return self.filter(succeeded=True)

    def newest_first(self) -> "BackupRunQuerySet":
        return self.order_by("-started_at", "-pk")


class BackupRun(models.Model):
    """One backup that was tried: how long, where, how large, and how it went in words.

    `folder` is the name within the backup folder, never a whole path.
    """

    started_at = models.DateTimeField("开始")
    finished_at = models.DateTimeField("结束")
    succeeded = models.BooleanField("成功")
    folder = models.CharField("名称", max_length=100, blank=True)
    size = models.BigIntegerField("大小", default=0)
    sentence = models.CharField("说明", max_length=300, blank=True)

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__gte=F("started_at")), name="backup_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(succeeded=False) | (~Q(folder="") & Q(size__gt=0)),
                name="backup_that_succeeded_is_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="backup_newest")]

    def __str__(self) -> str:
        return self.folder or "失败的备份"


class Restoration(models.Model):
    """That this database was brought back from a backup; rows before it tell of another house.

    `folder` is the backup's name.
    """

    at = models.DateTimeField("恢复时间")
    folder = models.CharField("备份", max_length=100)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="restoration_newest")]

    def __str__(self) -> str:
        return self.folder
