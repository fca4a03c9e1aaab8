"""A resident, their telephones, and whom to call when something has happened to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from anju.core.masking import mask_email, mask_name, mask_phone
from anju.organization.models import Project


class PersonKind(models.TextChoices):
    PERSON = "PERSON", "个人"
    COMPANY = "COMPANY", "单位"


class PersonState(models.TextChoices):
    ACTIVE = "ACTIVE", "在册"
    MERGED = "MERGED", "已并入他人"
    RESTRICTED = "RESTRICTED", "停止使用"
    ERASED = "ERASED", "已删除"


class Channel(models.TextChoices):
    PHONE = "PHONE", "电话"
    SMS = "SMS", "短信"
    MAIL = "MAIL", "邮件"
    WECHAT = "WECHAT", "微信"
    VISIT = "VISIT", "上门"
    PAPER = "PAPER", "书面"


class ContactGround(models.TextChoices):
    """Why the company may write to somebody (PIPL 13): the contract, a consent, or not at all."""

    CONTRACT = "CONTRACT", "履行物业服务合同"
    CONSENT = "CONSENT", "本人同意"
    NONE = "NONE", "不得主动联系"


class IdentityKind(models.TextChoices):
    NONE = "", "未登记"
    ID_CARD = "ID_CARD", "居民身份证"
    PASSPORT = "PASSPORT", "护照"
    HK_MACAO = "HK_MACAO", "港澳居民来往内地通行证"
    TAIWAN = "TAIWAN", "台湾居民来往大陆通行证"
    COMPANY = "COMPANY", "统一社会信用代码"


class PersonQuerySet(models.QuerySet["Person"]):
    """Words for sets of people."""

    def of(self, project: Project) -> "PersonQuerySet":
        return self.filter(project=project)

    def active(self) -> "PersonQuerySet":
        return self.filter(state=PersonState.ACTIVE)

    def by_name(self) -> "PersonQuerySet":
        return self.order_by("name_key", "pk")

    def locked(self) -> "PersonQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class Person(models.Model):
    """A resident of one project (住户): somebody, or a company that owns or rents.

    The identity number is optional; it is kept sealed, found by its blind index (unique among the
    project's people in register) and shown by its last four characters (PIPL 6; domain 4.7).
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="people")
    kind = models.CharField(
        "类别", max_length=10, choices=PersonKind.choices, default=PersonKind.PERSON
    )
    name = models.CharField("姓名", max_length=60)
    name_key = models.CharField(max_length=200, editable=False)
    form_of_address = models.CharField("称呼", max_length=20, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=PersonState.choices, default=PersonState.ACTIVE
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_people"
    )
    languages: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="语言、方言"
    )
    habits = models.CharField("习惯和注意事项", max_length=300, blank=True)
    do_not_disturb = models.CharField("免打扰说明", max_length=200, blank=True)
    quiet_from = models.TimeField("免打扰从", null=True, blank=True)
    quiet_until = models.TimeField("免打扰到", null=True, blank=True)
    email = models.EmailField("电子邮箱", max_length=100, blank=True)
    preferred_channel = models.CharField(
        "首选联系方式", max_length=10, choices=Channel.choices, blank=True
    )
    contact_ground = models.CharField(
        "联系依据",
        max_length=10,
        choices=ContactGround.choices,
        default=ContactGround.CONTRACT,
    )
    consent_version = models.CharField("同意书版本", max_length=20, blank=True)
    consented_on = models.DateField("同意日期", null=True, blank=True)
    identity_kind = models.CharField(
        "证件类型", max_length=10, choices=IdentityKind.choices, blank=True
    )
    identity_sealed = models.BinaryField(default=b"")
    identity_index = models.BinaryField(null=True)
    identity_tail = models.CharField("证件末四位", max_length=4, blank=True)
    version = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=40, blank=True)
    registered_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "project",
                "identity_index",
                name="person_identity_once",
                condition=Q(state__in=["ACTIVE", "RESTRICTED"]),
            ),
            models.UniqueConstraint(
                "project", "once", name="person_form_once", condition=~Q(once="")
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PersonKind.values), name="person_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PersonState.MERGED, merged_into__isnull=False)
                | (Q(state__in=["ACTIVE", "RESTRICTED", "ERASED"]) & Q(merged_into=None)),
                name="person_state_fits_facts",
            ),
            models.CheckConstraint(
                condition=Q(contact_ground__in=ContactGround.values), name="person_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(preferred_channel__in=["", *Channel.values]),
                name="person_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(identity_kind="", identity_index=None, identity_tail="")
                | Q(identity_kind__in=IdentityKind.values[1:], identity_index__isnull=False),
                name="person_identity_whole",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="person_quiet_hours_whole",
            ),
        ]
        indexes = [models.Index(fields=["project", "name_key", "id"], name="person_by_name")]

    def __str__(self) -> str:
        """The name as the trail keeps it: masked, for the trail cannot forget."""
        return f"{mask_name(self.name)}(住户 {self.pk})"

    @property
    def called(self) -> str:
        """How to address the person: 李阿姨, else the name."""
        return self.form_of_address or self.name

    @property
    def masked_email(self) -> str:
        return mask_email(self.email)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def is_active(self) -> bool:
        return self.state == PersonState.ACTIVE

    @property
    def is_company(self) -> bool:
        return self.kind == PersonKind.COMPANY

    @property
    def has_identity(self) -> bool:
        return bool(self.identity_kind)

    @property
    def quiet_hours(self) -> str:
        """When not to call: 12:30–14:00; empty if any time will do."""
        if self.quiet_from is None or self.quiet_until is None:
            return ""
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"


class Phone(models.Model):
    """A telephone number of a person, normalised (telephony contract); several may share one."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="phones")
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones")
    number = models.CharField("号码", max_length=20)
    extension = models.CharField("分机", max_length=6, blank=True)
    raw = models.CharField(max_length=40, blank=True)
    label = models.CharField("说明", max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint("project", "person", "number", name="phone_once_per_person")
        ]
        indexes = [models.Index(fields=["project", "number"], name="phone_by_number")]
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return mask_phone(self.number)


class EmergencyContact(models.Model):
    """Whom to call when something has happened to a resident (紧急联系人)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="emergency_contacts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="emergency_contacts")
    name = models.CharField("姓名", max_length=60)
    relation = models.CharField("关系", max_length=20, blank=True)
    phone = models.CharField("电话", max_length=20)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return mask_name(self.name)
