"""The company's providers of short messages, and which of their reports were read."""

from django.db import models
from django.db.models import Q

from anju.messaging.states import Adapter


class SmsProviderQuerySet(models.QuerySet["SmsProvider"]):
    """Words for sets of providers."""

    def by_name(self) -> "SmsProviderQuerySet":
        return self.order_by("name_key", "pk")

    def locked(self) -> "SmsProviderQuerySet":
        return self.select_for_update().order_by("pk")


class SmsProvider(models.Model):
    """Terms with a provider of short messages; one at a time is in use for the whole company.

    `code` stands in the address of its delivery reports. `signature` is what a text begins with,
    as the provider has approved it: 安和物业 becomes 【安和物业】.
    """

    code = models.SlugField("代号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=40)
    name_key = models.CharField(max_length=200, editable=False)
    adapter = models.CharField("接口", max_length=20, choices=Adapter.choices)
    url = models.CharField("接口地址", max_length=200)
    key_id = models.CharField("密钥编号", max_length=60)
    secret_sealed = models.BinaryField()
    signature = models.CharField("短信签名", max_length=20)
    is_in_use = models.BooleanField("启用", default=False)

    objects = SmsProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_use"], name="provider_one_in_use", condition=Q(is_in_use=True)
            ),
            models.CheckConstraint(
                condition=Q(adapter__in=Adapter.values), name="provider_adapter_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportNonce(models.Model):
    """A delivery report that was read: the same one, sent again by whomever, is refused."""

    provider = models.ForeignKey(SmsProvider, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "nonce"], name="report_read_once")
        ]
        indexes = [models.Index(fields=["at"], name="report_nonce_oldest")]

    def __str__(self) -> str:
        return self.nonce
