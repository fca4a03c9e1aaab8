"""Reading what comes in about signing in and one's account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anju.accounts.models import DeskDevice
from anju.accounts.queries import DeskPerson
from anju.organization.models import User
from anju.ui.forms import Form

TYPED = {"autocapitalize": "off", "spellcheck": "false"}
CODE_ATTRS = {**TYPED, "autocomplete": "one-time-code"}
# Django has no Chinese for some of its refusals, and says 你.
WEAK_PASSWORDS = {
    "password_too_short": "新密码至少 10 个字符,请加长。",
    "password_too_common": "这个密码太常见,容易被猜到,请换一个。",
    "password_entirely_numeric": "新密码不能全是数字,请加入字母或符号。",
    "password_too_similar": "新密码不能与登录名、姓名或手机相似,请换一个。",
}
DIGIT_ATTRS = {**CODE_ATTRS, "inputmode": "numeric"}


class ProofForm(Form):
    """A form with a secret in it: the tries are counted, and too many are 429."""

    is_locked = False

    @property
    def status(self) -> int:
        return 429 if self.is_locked else super().status

    def lock_out(self, refusal: Exception) -> None:
        """Show that no more tries are taken for now."""
        self.is_locked = True
        self.refuse(refusal)


class SecretField(forms.CharField):
    """A password as it was typed, never shown back; spaces belong to it."""

    def __init__(self, *, label: str, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(label=label, strip=False, max_length=128, widget=widget, **kwargs)


class SignInForm(ProofForm):
    """Login and password."""

    login = forms.CharField(
        label="登录名",
        max_length=60,
        widget=forms.TextInput(attrs={**TYPED, "autocomplete": "username", "autofocus": True}),
    )
    password = SecretField(label="密码", autocomplete="current-password")


class CodeForm(ProofForm):
    """The second step: a code of the app, or a recovery code."""

    code = forms.CharField(
        label="动态口令或恢复码",
        max_length=20,
        widget=forms.TextInput(attrs={**CODE_ATTRS, "autofocus": True}),
        help_text="打开手机上的验证应用,输入当前的 6 位数字;手机不在身边时,输入一个恢复码。",
    )


class PasswordForm(ProofForm):
    """One's password once more, before something that protects the account is changed."""

    password = SecretField(label="当前密码", autocomplete="current-password")


class PasswordAndCodeForm(PasswordForm):
    """Password and a code: what turning the second factor off, or renewing its codes, takes."""

    code = forms.CharField(
        label="动态口令或恢复码",
        max_length=20,
        widget=forms.TextInput(attrs=CODE_ATTRS),
        help_text="验证应用上当前的 6 位数字,或一个恢复码。刚用过的口令不能再用,请等下一个。",
    )


class ChangePasswordForm(PasswordForm):
    """The old password, and the new one twice."""

    new = SecretField(
        label="新密码",
        autocomplete="new-password",
        help_text="至少 10 个字符,不能全是数字,不能是常见密码,也不能与登录名、姓名或手机相似。",
    )
    again = SecretField(label="再输一遍新密码", autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        try:
            validate_password(new, self.user)
        except ValidationError as refusal:
            sentences = [_in_our_words(error) for error in refusal.error_list]
            raise ValidationError(sentences) from refusal
        return new

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "两次输入的新密码不一样,请重新输入。")
        return cleaned


def first_code_field() -> forms.RegexField:
    """Return the field for the first code of a new app."""
    return forms.RegexField(
        label="验证应用上的 6 位数字",
        regex=r"^\s*\d{3}\s?\d{3}\s*$",
        widget=forms.TextInput(attrs=DIGIT_ATTRS),
        error_messages={"invalid": "请输入验证应用上当前显示的 6 位数字。"},
    )


class SetTotpForm(ProofForm):
    """The first code of the app."""

    first = first_code_field()


class MoveTotpForm(PasswordAndCodeForm):
    """The first code of another app, and that one may move the second factor there."""

    first = first_code_field()
    field_order = ("first", "password", "code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].label = "新应用上的 6 位数字"
        self.fields["code"].label = "原应用的动态口令,或一个恢复码"


class ResetTotpForm(Form):
    """Why a colleague's second factor is turned off."""

    reason = forms.CharField(
        label="原因",
        min_length=2,
        max_length=100,
        help_text="例如:手机丢失,本人到场,已核对工牌。原因会记入操作记录。",
    )


class PinField(forms.RegexField):
    """Six digits, hidden while typed."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}
        super().__init__(
            label=label,
            regex=r"^[0-9]{6}$",
            widget=forms.PasswordInput(attrs=attrs),
            error_messages={"invalid": "PIN 是 6 位数字。"},
            **kwargs,
        )


class SetPinForm(PasswordForm):
    """The PIN twice, and the password."""

    pin = PinField(label="6 位数字 PIN", help_text="不能全部相同,也不能是 123456 这样连续的数字。")
    again = PinField(label="再输一遍 PIN")
    field_order = ("password", "pin", "again")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("pin") and cleaned.get("again") and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", "两次输入的 PIN 不一样,请重新输入。")
        return cleaned


class SwitchForm(ProofForm):
    """Who sits down at the desk, and their PIN."""

    person = forms.TypedChoiceField(
        label="现在由谁使用",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择您的姓名。",
            "invalid_choice": "请重新选择您的姓名;名单可能刚刚变了。",
        },
    )
    pin = PinField(label="PIN")

    def __init__(self, *args: Any, people: list[DeskPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)
        person.choices = [(one.user.pk, one.user.name) for one in people if not one.obstacle]


class DeskForm(Form):
    """Name and hours of a desk computer."""

    name = forms.CharField(label="名称", max_length=30, help_text="写明位置,例如:一号楼大堂前台。")
    opens_at = forms.TimeField(
        label="每天开始", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes_at = forms.TimeField(
        label="每天结束",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="这段时间内可用 PIN 快速换人,其他时间须用密码登录。两个时间相同表示全天。",
    )

    def __init__(self, *args: Any, desk: DeskDevice | None = None, **kwargs: Any) -> None:
        if desk is not None:
            names = ("name", "opens_at", "closes_at")
            kwargs["initial"] = {name: getattr(desk, name) for name in names}
        super().__init__(*args, **kwargs)


class AppearanceForm(Form):
    """How screens look."""

    appearance = forms.ChoiceField(
        label="界面外观",
        choices=[("auto", "跟随设备"), ("light", "浅色"), ("dark", "深色")],
        widget=forms.RadioSelect,
    )


def _in_our_words(error: ValidationError) -> ValidationError:
    return ValidationError(WEAK_PASSWORDS.get(str(error.code), error.message))
