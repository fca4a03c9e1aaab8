"""Forms as the house draws them: label above, help below, the error in words beside the field."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draw every field by ui/field.html and every form by ui/form.html."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"


class MomentInput(forms.DateTimeInput):
    """Date and minute, picked by the browser's own control."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """A date, picked by the browser's own control."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Form(forms.Form):
    """The base of all forms: our looks on Django's widgets, errors tied to their fields."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field.widget)

    @property
    def status(self) -> int:
        """422 when what came in cannot be taken, else 200."""
        return 422 if self.is_bound and self.errors else 200

    def refuse(self, refusal: Exception, field: str | None = None) -> None:
        """Show a refusal of the command as the form's own error."""
        self.add_error(field, str(refusal))


def _dress(widget: forms.Widget) -> None:
    plain = "form-control"
    match widget:
        case forms.CheckboxSelectMultiple() | forms.RadioSelect():
            return
        case forms.CheckboxInput():
            plain = "form-check-input"
        case forms.Select():
            plain = "form-select"
            # Django's own includes two templates for each option; two hundred cost 20 ms.
            widget.template_name = "ui/select.html"
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {plain}".strip()
