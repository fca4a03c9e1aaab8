"""Reading what comes in about digests."""

from django import forms

from anju.digests.models import Digest, DigestTerms
from anju.ui.forms import Form


class BodyForm(Form):
    """The text of a draft."""

    body = forms.CharField(
        label="正文",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="可以增删改写。请不要写业主的姓名和电话,用房号和工单编号。",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def of(digest: Digest) -> dict[str, object]:
        """Return a digest as this form's initial values."""
        return {"body": digest.body, "seen": digest.edition}


class SignForm(Form):
    """Which edition is signed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemarkForm(Form):
    """What the manager says to a digest."""

    remark = forms.CharField(
        label="批示(可不填)",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HourForm(Form):
    """When the digest is drafted."""

    hour = forms.TimeField(
        label="每天起草时间",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="到点由系统按当天记录起草,并通知客服主管签阅。",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def of(terms: DigestTerms) -> dict[str, object]:
        """Return the terms as this form's initial values."""
        return {"hour": terms.hour, "seen": terms.edition}
