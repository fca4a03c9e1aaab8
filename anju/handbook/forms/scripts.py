"""The form of a script: its lines are typed one below the other, as they are spoken."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from anju.core.errors import DomainError
from anju.handbook.contents import LONGEST_LINE, LineDraft, check_lines
from anju.handbook.models import Script
from anju.handbook.states import Part, Situation
from anju.handbook.variables import SAMPLES
from anju.ui.forms import Form

_PARTS = {part.label: part for part in Part}
_LINE = re.compile(r"^(?P<part>[^::]{1,8})[::]\s*(?P<text>.*?)\s*(?P<codes>(?:#\s*[\w.]+\s*)*)$")
_CODE = re.compile(r"#\s*[Cc]?([\w.]+)")


class LinesField(forms.CharField):
    """The lines of a script, one a line: 问候:{称呼}您好 #6.22b."""

    def __init__(self) -> None:
        super().__init__(
            label="一句一行",
            max_length=6000,
            widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
            help_text=(
                "按说的先后写,写成“作用:要说的话 #条款号”。"
                f"作用有:{'、'.join(_PARTS)}。"
                f"变量有:{'、'.join(f'{{{name}}}' for name in SAMPLES)}。"
            ),
        )

    def clean(self, value: Any) -> Any:
        typed = [line.strip() for line in str(super().clean(value)).splitlines()]
        return [_read(line) for line in typed if line]


class ScriptForm(Form):
    """A script with its lines."""

    name = forms.CharField(label="名称", max_length=30)
    situation = forms.ChoiceField(label="场合", choices=Situation.choices)
    lines = LinesField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    typed: Sequence[LineDraft] = ()
    """The lines that could be read, even if a clause asks for more."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "lines" in said and "situation" in said:
            self.typed = said["lines"]
            try:
                check_lines(Situation(said["situation"]), said["lines"])
            except DomainError as refusal:
                self.add_error("lines", str(refusal))
        return said

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the commands take it; the form is valid."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "situation": Situation(said["situation"]),
            "lines": said["lines"],
        }

    @staticmethod
    def of(script: Script, lines: Iterable[LineDraft]) -> dict[str, object]:
        """Return a script as this form's initial values."""
        return {
            "name": script.name,
            "situation": script.situation,
            "lines": typed_lines(lines),
            "seen": script.edition,
        }


def typed_lines(lines: Iterable[LineDraft]) -> str:
    """Return lines as one types them."""
    return "\n".join(
        " ".join((line.said, *(f"#{code}" for code in line.clauses))) for line in lines
    )


def _read(typed: str) -> LineDraft:
    found = _LINE.match(typed)
    part = _PARTS.get(found["part"].strip()) if found else None
    if found is None or part is None:
        raise forms.ValidationError(
            f"“{typed[:12]}…”没有写作用,请写成“问候:您好”这样。作用有:{'、'.join(_PARTS)}。"
        )
    text = found["text"]
    if not text:
        raise forms.ValidationError(f"“{typed[:12]}”只写了作用,请写上要说的话。")
    if len(text) > LONGEST_LINE:
        raise forms.ValidationError(f"“{text[:12]}…”太长,一句最多 {LONGEST_LINE} 个字。")
    return LineDraft(part, text, tuple(_CODE.findall(found["codes"])))
