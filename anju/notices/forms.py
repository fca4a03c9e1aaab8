"""Reading what comes in about notices."""

from django import forms

from anju.notices.models import Notice
from anju.ui.forms import Form


class NoticeForm(Form):
    """Title and text of a notice."""

    title = forms.CharField(label="标题", max_length=60)
    body = forms.CharField(
        label="正文",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="写清楚什么事、什么时间、影响哪里、找谁。公告里不要写住户姓名和房号。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @staticmethod
    def of(notice: Notice) -> dict[str, object]:
        """Return a notice as this form's initial values."""
        return {"title": notice.title, "body": notice.body, "version": notice.version}


class WithdrawForm(Form):
    """Why a notice comes down."""

    reason = forms.CharField(label="撤下原因", max_length=200)
