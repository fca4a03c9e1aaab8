"""Reading what comes in about staff, deputies and departments."""

from datetime import date, datetime, timedelta
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils import timezone

from anju.organization.hooks import OpenDuty
from anju.organization.models import Department, Membership, Party, Post, Project, Role, User
from anju.organization.models.belonging import AbsenceReason
from anju.organization.models.structure import RoleScope
from anju.organization.queries.staff import departments_of, parties_in_order, posts_in_order
from anju.ui.forms import DayInput, Form, MomentInput


class PhoneField(forms.RegexField):
    """A telephone number, kept without the spaces and hyphens that people write."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            regex=r"^[0-9+ -]{3,20}$",
            label=label,
            required=False,
            error_messages={"invalid": "电话只写数字,可带空格、短横线或开头的 +。"},
        )

    def to_python(self, value: Any) -> str:
        # A Chinese input method easily leaves full-width digits behind.
        return normalize("NFKC", str(super().to_python(value)))

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        return "".join(mark for mark in text if mark.isdigit() or mark == "+")


class LoginField(forms.CharField):
    """The name somebody signs in by."""

    def __init__(self, *, help_text: str) -> None:
        super().__init__(
            label="登录名",
            max_length=40,
            validators=User._meta.get_field("login").validators,
            help_text=help_text,
        )


class PersonForm(Form):
    """Name and telephone of a person."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = PhoneField(label="手机")


class MembershipForm(Form):
    """A post in a department, from when until when."""

    department = forms.ModelChoiceField(label="部门", queryset=Department.objects.none())
    post = forms.ModelChoiceField(label="岗位", queryset=Post.objects.none())
    role = forms.ModelChoiceField(
        label="角色",
        queryset=Role.objects.none(),
        required=False,
        help_text="不选则用岗位的默认角色。",
    )
    starts_on = forms.DateField(label="任职自", widget=DayInput())
    ends_on = forms.DateField(
        label="任职至",
        widget=DayInput(),
        required=False,
        help_text="不再任职的第一天;长期任职不填。",
    )

    def __init__(
        self, *args: Any, project: Project, membership: Membership | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "department", departments_of(project))
        _choices(self, "post", posts_in_order())
        _choices(self, "role", Role.objects.filter(scope=RoleScope.PROJECT).order_by("pk"))
        if membership is not None:
            del self.fields["post"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日期早于开始日期,请检查。")
        return cleaned


class NewPersonForm(PersonForm, MembershipForm):
    """A new person with the first post. Somebody who works elsewhere already keeps the login."""

    login = LoginField(
        help_text="字母、数字、点或短横线,例如姓名全拼。已有账号的员工填原登录名即可。"
    )
    field_order = ("name", "login", "phone", "department", "post", "role", "starts_on", "ends_on")


class EndForm(Form):
    """The first day on which something no longer holds."""

    ends_on = forms.DateField(label="不再任职的第一天", widget=DayInput())


class RevealForm(Form):
    """Why the whole number is needed."""

    reason = forms.CharField(
        label="查看原因", min_length=2, max_length=100, help_text="原因会记入操作记录。"
    )


class DeputyForm(Form):
    """Who is away, who stands in, from when until when."""

    absent = forms.ModelChoiceField(label="被代理人(缺勤)", queryset=User.objects.none())
    deputy = forms.ModelChoiceField(label="职务代理人", queryset=User.objects.none())
    starts_at = forms.DateTimeField(label="开始", widget=MomentInput())
    ends_at = forms.DateTimeField(label="结束", widget=MomentInput())
    reason = forms.ChoiceField(label="缺勤原因", choices=AbsenceReason.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "deputy"):
            _choices(self, name, staff)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("absent") and cleaned.get("absent") == cleaned.get("deputy"):
            self.add_error("deputy", "不能由本人代理本人,请另选代理人。")
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "结束时间要晚于开始时间。")
        return cleaned


def next_week(at: datetime) -> tuple[datetime, datetime]:
    """Return next Monday 00:00 and the Monday after, local time: what an absence mostly is."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today + timedelta(days=7 - today.weekday())
    return monday, monday + timedelta(days=7)


class DepartmentForm(Form):
    """Name and order of a department; with an outside company it is a contractor's."""

    name = forms.CharField(label="部门名称", max_length=40)
    rank = forms.IntegerField(
        label="排序", min_value=1, max_value=999, initial=50, help_text="小的排在前面。"
    )
    party = forms.ModelChoiceField(
        label="外包单位",
        queryset=Party.objects.none(),
        required=False,
        empty_label="内部部门(不是外包)",
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "party", parties_in_order().filter(retired_at=None))
        if not is_new:
            del self.fields["party"]


class LeavingForm(Form):
    """When somebody leaves, why, and who takes over what."""

    ends_on = forms.DateField(label="离任日(不再任职的第一天)", widget=DayInput())
    reason = forms.ChoiceField(
        label="原因",
        choices=[
            (word, word) for word in ("辞职", "调往其他项目", "合同到期", "退休", "辞退", "其他")
        ],
    )

    def __init__(self, *args: Any, duties: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = [duty for duty in duties if duty.must_go_to and duty.count]
        for duty in self.duties:
            field = forms.ModelChoiceField(
                label=f"{duty.label}({duty.count} 项)由谁接手", queryset=staff
            )
            field.widget.attrs["class"] = "form-select"
            _names(field)
            self.fields[f"to.{duty.kind}"] = field

    @property
    def handed(self) -> list[tuple[OpenDuty, User]]:
        """What goes to whom, once the form is valid."""
        return [(duty, self.cleaned_data[f"to.{duty.kind}"]) for duty in self.duties]

    def successors(self) -> dict[str, User]:
        """Return kind of duty → who takes it."""
        return {duty.kind: successor for duty, successor in self.handed}


class TrailForm(Form):
    """Narrowing the trail."""

    words = forms.CharField(label="关键字", required=False, max_length=40)
    since = forms.DateField(label="自", required=False, widget=DayInput())
    until = forms.DateField(label="至(含)", required=False, widget=DayInput())

    def window(self) -> tuple[datetime | None, datetime | None]:
        """Return the asked days as moments [since, until), local midnights."""
        until: date | None = self.cleaned_data.get("until")
        return _midnight(self.cleaned_data.get("since")), _midnight(
            until + timedelta(days=1) if until else None
        )


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    zone = timezone.get_current_timezone()
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _choices(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
    _names(field)


def _names(field: "forms.ModelChoiceField[Any]") -> None:
    field.empty_label = (
        field.empty_label if field.empty_label not in (None, "---------") else "请选择"
    )
