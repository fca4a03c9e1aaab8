"""Reading a line's terms."""

import ipaddress

from django import forms

from anju.telephony.models import Line
from anju.telephony.numbers import heard, is_area_code
from anju.ui.forms import Form

ROWS = {"rows": 3}


class LineForm(Form):
    """What a project's line works by."""

    is_enabled = forms.BooleanField(label="启用电话线路", required=False)
    area_code = forms.CharField(
        label="区号", required=False, max_length=4, help_text="带 0,如 0571。用来补全本地座机。"
    )
    numbers = forms.CharField(
        label="本项目号码",
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs=ROWS),
        help_text="一行一个;第一个是外呼时显示的号码。",
    )
    addresses = forms.CharField(
        label="允许的来源地址",
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs=ROWS),
        help_text="一行一个地址或网段,如 192.168.1.10 或 10.0.0.0/24;不填则不限。",
    )
    longest_hold = forms.IntegerField(
        label="保持提醒(秒)",
        min_value=15,
        max_value=600,
        help_text="让对方稍等超过这么久,计时变成提醒:该回去说明进展了。",
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def of(line: Line) -> dict[str, object]:
        """Return a line as this form's initial values."""
        return {
            "is_enabled": line.is_enabled,
            "area_code": line.area_code,
            "numbers": "\n".join(line.numbers),
            "addresses": "\n".join(line.addresses),
            "longest_hold": line.longest_hold,
            "edition": line.edition,
        }

    def clean_area_code(self) -> str:
        code: str = self.cleaned_data["area_code"].strip()
        if code and not is_area_code(code):
            raise forms.ValidationError("区号要以 0 开头,如 010、0571。")
        return code

    def clean_numbers(self) -> list[str]:
        area_code = str(self.cleaned_data.get("area_code", ""))
        found = []
        for line in self.cleaned_data["numbers"].split():
            number = heard(line, area_code=area_code).number
            if not number:
                raise forms.ValidationError(f"“{line}”不是电话号码,请核对。")
            found.append(number)
        return list(dict.fromkeys(found))

    def clean_addresses(self) -> list[str]:
        found = []
        for line in self.cleaned_data["addresses"].split():
            try:
                found.append(str(ipaddress.ip_network(line, strict=False)))
            except ValueError as error:
                raise forms.ValidationError(
                    f"“{line}”不是网络地址,请写成 192.168.1.10 或 10.0.0.0/24。"
                ) from error
        return list(dict.fromkeys(found))


class SecretForm(Form):
    """The secret of the signature; empty turns signatures off."""

    secret = forms.CharField(
        label="签名密钥",
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 16 个字符。交换机用它对正文做 HMAC-SHA256,放在 X-Signature 里。"
        "留空则不要求签名。",
    )


class TokenForm(Form):
    """Whether earlier tokens end with the new one."""

    end_old = forms.BooleanField(
        label="立即停用旧令牌", required=False, help_text="不勾选时,旧令牌还能用 7 天。"
    )
