"""Reading what comes in about a person."""

import re
from datetime import time
from typing import Any

from django import forms

from anju.core.errors import DomainError
from anju.residents.commands.identifying import Identity
from anju.residents.commands.phones import MOST, parsed_phone
from anju.residents.commands.registering import PersonFacts
from anju.residents.models import Channel, ContactGround, IdentityKind, Person, PersonKind
from anju.residents.models.identity import fault_of_identity, plain_identity
from anju.ui.forms import DayInput, Form


class TimeInput(forms.TimeInput):
    """A time of day, picked by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class FactsForm(Form):
    """What the register says of a person, beside telephones and identity number."""

    name = forms.CharField(label="姓名或单位名称", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=PersonKind.choices, initial=PersonKind.PERSON)
    form_of_address = forms.CharField(
        label="称呼",
        max_length=20,
        required=False,
        help_text="见面和电话里怎么叫,例如李阿姨、王老师;填好姓名后按 ↓ 选。",
        widget=forms.TextInput(attrs={"list": "forms-of-address", "autocomplete": "off"}),
    )
    languages = forms.CharField(
        label="语言、方言",
        max_length=100,
        required=False,
        help_text="多种用顿号分开,例如普通话、粤语。",
    )
    habits = forms.CharField(
        label="习惯和注意事项",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="上门和通话前要知道的,例如家有婴儿,请先打电话。",
    )
    do_not_disturb = forms.CharField(
        label="免打扰说明",
        max_length=200,
        required=False,
        help_text="例如只接短信;夜班,上午勿扰。",
    )
    quiet_from = forms.TimeField(label="免打扰从", required=False, widget=TimeInput())
    quiet_until = forms.TimeField(
        label="免打扰到", required=False, widget=TimeInput(), help_text="早于开始时间即次日。"
    )
    email = forms.EmailField(label="电子邮箱", max_length=100, required=False)
    preferred_channel = forms.ChoiceField(
        label="首选联系方式", choices=[("", "不限"), *Channel.choices], required=False
    )
    contact_ground = forms.ChoiceField(
        label="联系依据",
        choices=ContactGround.choices,
        initial=ContactGround.CONTRACT,
        help_text="按合同可通知与房屋有关的事;其余要本人同意。",
    )
    consent_version = forms.CharField(label="同意书版本", max_length=20, required=False)
    consented_on = forms.DateField(label="同意日期", required=False, widget=DayInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def of(person: Person) -> dict[str, object]:
        """Return a person as this form's initial values."""
        values: dict[str, object] = {
            name: getattr(person, name)
            for name in FactsForm.base_fields
            if name not in ("languages",)
        }
        return {**values, "languages": "、".join(person.languages)}

    def clean_languages(self) -> tuple[str, ...]:
        parts = re.split(r"[、,,;;\s/]+", self.cleaned_data["languages"])
        return tuple(dict.fromkeys(part[:20] for part in parts if part))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        quiet_from: time | None = cleaned.get("quiet_from")
        quiet_until: time | None = cleaned.get("quiet_until")
        if (quiet_from is None) != (quiet_until is None) and not self.errors:
            self.add_error("quiet_until", "免打扰时段要填起止两个时间。")
        if quiet_from is not None and quiet_from == quiet_until:
            self.add_error("quiet_until", "免打扰的起止时间相同,请改正;全天勿扰请写在说明里。")
        is_consent = cleaned.get("contact_ground") == ContactGround.CONSENT
        lacks_mail = not cleaned.get("email") and "email" not in self.errors
        if cleaned.get("preferred_channel") == Channel.MAIL and lacks_mail:
            self.add_error("email", "首选邮件时,请填电子邮箱。")
        if is_consent and not cleaned.get("consented_on") and "consented_on" not in self.errors:
            self.add_error("consented_on", "依据是本人同意时,要填同意日期。")
        return cleaned

    @property
    def facts(self) -> PersonFacts:
        """The checked input as the command takes it."""
        names = PersonFacts.__dataclass_fields__
        return PersonFacts(**{name: self.cleaned_data[name] for name in names})


class IdentityForm(Form):
    """A kind of document and its number."""

    identity_kind = forms.ChoiceField(
        label="证件类型", choices=IdentityKind.choices, required=False
    )
    identity_number = forms.CharField(
        label="证件号码",
        max_length=40,
        required=False,
        help_text="可不填;加密保存,平时只显示末四位。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-undrafted": ""}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        number = plain_identity(cleaned.get("identity_number") or "")
        kind = cleaned.get("identity_kind") or ""
        if number and not kind and len(number) == 18:
            kind = cleaned["identity_kind"] = IdentityKind.ID_CARD.value
        fault = fault_of_identity(kind, number) if number else ""
        if fault:
            self.add_error("identity_number", fault)
        if kind and not number and "identity_number" not in self.errors:
            self.add_error("identity_number", "选了证件类型就要填号码;不登记证件请选“未登记”。")
        cleaned["identity_number"] = number
        return cleaned

    @property
    def identity(self) -> Identity:
        """The checked input as the command takes it."""
        return Identity(self.cleaned_data["identity_kind"], self.cleaned_data["identity_number"])


class RegisterForm(FactsForm, IdentityForm):
    """A new person with telephones, and the identity number if they give it."""

    phones = forms.CharField(
        label="电话",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "tel"}),
        help_text="一行一个,常用的写在前面;座机带区号。",
    )
    is_someone_else = forms.BooleanField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean_phones(self) -> list[str]:
        phones = [line.strip() for line in re.split(r"[\n,,;;、]", self.cleaned_data["phones"])]
        phones = [phone for phone in phones if phone]
        if len(phones) > MOST:
            raise forms.ValidationError(f"一个人最多登记 {MOST} 个电话,请只留常用的。")
        for phone in phones:
            try:
                parsed_phone(phone)
            except DomainError as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return phones
