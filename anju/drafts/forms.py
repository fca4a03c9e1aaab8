"""Reading what comes in about saved filters."""

from django import forms

from anju.ui.forms import Form

PAGE = r"^[a-z_]+:[a-z_]+$"


class FilterForm(Form):
    """A page's filters and the name to keep them under."""

    page = forms.RegexField(regex=PAGE, max_length=60, widget=forms.HiddenInput)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="名称", max_length=20, help_text="例如:工程部超时单。同名的会换成现在的条件。"
    )


class RenameForm(Form):
    """Another name for a filter."""

    name = forms.CharField(label="名称", max_length=20)
