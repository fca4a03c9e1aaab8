"""Reading how somebody wants to be told."""

from typing import Any

from django import forms

from anju.core.errors import DomainError
from anju.messaging.states import AlertKind, RobotKind
from anju.messaging.transport.robots import robot_address
from anju.ui.forms import Form


class ClockInput(forms.TimeInput):
    """A time of day, picked by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _kinds(label: str) -> forms.MultipleChoiceField:
    # An emergency goes every way there is, so it is not for choosing.
    choices = [(kind.value, kind.label) for kind in AlertKind if kind != AlertKind.EMERGENCY]
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )


class AlertForm(Form):
    """Ways, kinds and quiet times of one person."""

    mail = forms.EmailField(
        label="邮箱",
        required=False,
        help_text="不用邮件提醒就留空。",
        error_messages={"invalid": "邮箱地址不完整,请核对,例如 name@example.com。"},
    )
    mail_kinds = _kinds("发到邮箱的提醒")
    robot_kind = forms.ChoiceField(label="机器人", choices=RobotKind.choices, required=False)
    robot = forms.CharField(
        label="机器人地址",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    robot_secret = forms.CharField(
        label="钉钉加签密钥",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="只有钉钉机器人选了“加签”才填。",
    )
    robot_kinds = _kinds("发到机器人的提醒")
    quiet_from = forms.TimeField(label="免打扰从", required=False, widget=ClockInput())
    quiet_until = forms.TimeField(
        label="到",
        required=False,
        widget=ClockInput(),
        help_text="可以跨过半夜,例如 22:00 到 07:00。普通提醒等到结束再发,紧急的照发。",
    )

    def __init__(self, *args: Any, robot_shown: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.robot_shown = robot_shown
        known = f"已保存 {robot_shown};要换才填。" if robot_shown else ""
        self.fields[
            "robot"
        ].help_text = f"{known}从群机器人的设置里完整复制。保存后只显示开头,不再显示全部。"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, robot = RobotKind(said.get("robot_kind") or ""), said.get("robot", "")
        if kind != RobotKind.NONE and robot:
            try:
                said["robot"] = robot_address(kind, robot, secret=said.get("robot_secret", ""))
            except DomainError as refusal:
                self.add_error("robot", str(refusal))
        elif kind != RobotKind.NONE and not self.robot_shown:
            self.add_error("robot", "请填写机器人的地址,从群机器人的设置里完整复制。")
        if (said.get("quiet_from") is None) != (said.get("quiet_until") is None):
            self.add_error("quiet_until", "免打扰要写开始和结束,或者都不写。")
        return said

    def facts(self) -> dict[str, Any]:
        """Return what was read, as the command takes it; the form is valid."""
        said = self.cleaned_data
        return {
            "mail": said["mail"],
            "mail_kinds": [AlertKind(kind) for kind in said["mail_kinds"]],
            "robot_kind": RobotKind(said["robot_kind"] or ""),
            "robot": said["robot"],
            "robot_kinds": [AlertKind(kind) for kind in said["robot_kinds"]],
            "quiet_from": said["quiet_from"],
            "quiet_until": said["quiet_until"],
        }
