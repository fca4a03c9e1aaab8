"""Reading what comes in about projects, roles, posts, appointments and outside companies."""

import secrets
from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.forms.boundfield import BoundField

from anju.organization.forms.staff import LoginField, PhoneField, TrailForm
from anju.organization.hooks import permission_kinds
from anju.organization.models import Party, Post, Project, Role
from anju.organization.models.structure import PostHome, ProjectKind, RoleScope
from anju.ui.forms import DayInput, Form

CODE = Project._meta.get_field("code")
OFFICE = "office"


def own_code() -> str:
    """Return a code for a role or post of the company's own; nobody reads it."""
    return f"own-{secrets.token_hex(6)}"


class ProjectForm(Form):
    """What is known of a project."""

    name = forms.CharField(label="项目名称", max_length=40)
    kind = forms.ChoiceField(label="类型", choices=ProjectKind.choices)
    address = forms.CharField(label="地址", max_length=120, required=False)
    phone = PhoneField(label="客服电话")

    def facts(self) -> dict[str, Any]:
        """Return what was read, for the command."""
        return {**self.cleaned_data, "kind": ProjectKind(self.cleaned_data["kind"])}


class NewProjectForm(ProjectForm):
    """A new project, with the code that its addresses carry for good."""

    code = forms.CharField(
        label="项目代码",
        max_length=20,
        validators=CODE.validators,
        help_text="小写字母、数字和短横线,例如 lvyuan。会出现在网址和打印件上,以后不能改。",
    )
    field_order = ("name", "code", "kind", "address", "phone")


class CompanyForm(Form):
    """The company's names."""

    name = forms.CharField(label="公司名称", max_length=80)
    short_name = forms.CharField(label="简称", max_length=20, help_text="显示在通知和打印件上。")


class PartyForm(Form):
    """An outside company."""

    name = forms.CharField(label="单位名称", max_length=80)
    credit_code = forms.RegexField(
        label="统一社会信用代码",
        regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$",
        required=False,
        error_messages={"invalid": "统一社会信用代码是 18 位数字和大写字母,请对照营业执照。"},
    )
    contact_name = forms.CharField(label="联系人", max_length=30, required=False)
    contact_phone = PhoneField(label="联系电话")

    @staticmethod
    def facts_of(party: Party) -> dict[str, str]:
        """Return what is known, to fill the form."""
        return {name: getattr(party, name) for name in PartyForm.base_fields}


class AppointmentForm(Form):
    """Who gets which head-office role, from when until when."""

    name = forms.CharField(label="姓名", max_length=40)
    login = LoginField(help_text="已有账号的员工填原登录名,沿用原密码;新登录名会生成一次性密码条。")
    phone = PhoneField(label="手机")
    role = forms.ModelChoiceField(
        label="总部角色", queryset=Role.objects.none(), empty_label="请选择"
    )
    starts_on = forms.DateField(label="自", widget=DayInput())
    ends_on = forms.DateField(
        label="至", widget=DayInput(), required=False, help_text="不再担任的第一天;长期担任不填。"
    )

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = roles

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日期早于开始日期,请检查。")
        return cleaned


class RoleForm(Form):
    """A role's name and its rights, one group of boxes per app."""

    name = forms.CharField(label="角色名称", max_length=30)
    requires_totp = forms.BooleanField(label="必须使用动态口令登录", required=False)

    def __init__(self, *args: Any, scope: RoleScope, held: Collection[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        for app, (label, choices) in rights_by_app(scope).items():
            self.fields[f"rights.{app}"] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                initial=[value for value, _ in choices if value in held],
            )

    def matrix(self) -> Iterator[BoundField]:
        """Yield the groups of boxes, for the template."""
        return (self[name] for name in self.fields if name.startswith("rights."))

    def permissions(self) -> list[str]:
        """Return the rights that were ticked."""
        return [
            right
            for name, ticked in self.cleaned_data.items()
            if name.startswith("rights.")
            for right in ticked
        ]


class PostForm(Form):
    """A post: what it is called, whom it reports to, what it may do, where it works."""

    name = forms.CharField(label="岗位名称", max_length=30)
    reports_to = forms.ModelChoiceField(
        label="工作督导",
        queryset=Post.objects.none(),
        required=False,
        empty_label="没有上级岗位",
        help_text="向哪个岗位汇报。",
    )
    role = forms.ModelChoiceField(
        label="默认角色",
        queryset=Role.objects.none(),
        empty_label="请选择",
        help_text="新任职者默认得到的权限;已有任职不受影响。",
    )
    home = forms.ChoiceField(label="工作台", choices=PostHome.choices)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("reports_to", posts),
            ("role", Role.objects.filter(scope=RoleScope.PROJECT).order_by("pk")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    def facts(self) -> dict[str, Any]:
        """Return what was read, for the command."""
        return {**self.cleaned_data, "home": PostHome(self.cleaned_data["home"])}


class OfficeTrailForm(TrailForm):
    """Narrowing the trail of all projects."""

    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, empty_label="全部项目和总部"
    )

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = projects


def rights_by_app(scope: RoleScope) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return app → (its name, [(right, what it lets one do)]), as far as the scope allows."""
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for kind in permission_kinds():
        config = apps.get_containing_app_config(kind.__module__)
        for value, words in kind.choices:
            app = str(value).split(".", 1)[0]
            if app == OFFICE and scope == RoleScope.PROJECT:
                continue
            label = "总部" if app == OFFICE else str(config.verbose_name if config else app)
            found.setdefault(app, (label, []))[1].append((str(value), str(words)))
    return found
