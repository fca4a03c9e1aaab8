"""The people who work here, and the slips that bring them their first password."""

import re
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from anju.core.masking import mask_phone


def spelled(field: str, words: str) -> Q:
    """Return the condition that wangting, wang ting or wt means a sort key (`wang2 ting2`)."""
    letters = re.sub(r"[^a-z]", "", words.lower())[:20]
    if not letters or not words.isascii():
        return Q(pk__in=[])
    whole = "[0-9]? ?".join(letters)
    initials = "[a-z]*[0-9]? ".join(letters)
    return Q(**{f"{field}__regex": f"^{whole}"}) | Q(**{f"{field}__regex": f"^{initials}"})


class UserQuerySet(models.QuerySet["User"]):
    """Words for sets of people."""

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def by_name(self) -> "UserQuerySet":
        return self.order_by("name_key", "pk")

    def locked(self) -> "UserQuerySet":
        return self.select_for_update(of=("self",)).order_by("pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # dynamic base
    """Finds people by login as they type it, whatever the case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(login__iexact=username)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in: staff, a contractor's person, or the head office."""

    login = models.CharField(
        "登录名",
        max_length=40,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$",
                "登录名用字母、数字、点、短横线或下划线,2 到 40 个字符,以字母或数字开头。",
            )
        ],
    )
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField(max_length=200, editable=False)
    phone = models.CharField("手机", max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=True)
    appearance = models.CharField(max_length=10, default="auto")

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("login"), name="user_login_once"),
            models.CheckConstraint(
                condition=Q(appearance__in=["auto", "light", "dark"]), name="user_appearance_known"
            ),
        ]
        indexes = [models.Index("name_key", "id", name="user_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class PasswordSlip(models.Model):
    """A first password on its way to paper: readable once, for a day, then gone.

    `sealed` is encrypted with the data key and emptied when the slip is printed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    sealed = models.BinaryField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(printed_at=None) | Q(sealed=b""), name="slip_empty_when_printed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user.name}的密码条"

    def is_waiting(self, *, since: datetime) -> bool:
        """Tell whether the slip can still be printed; `since` is a day before now."""
        return self.printed_at is None and self.made_at >= since
