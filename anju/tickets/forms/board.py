"""Reading what the board is asked: its filters, and a change of chosen work orders."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from anju.core.periods import SHANGHAI
from anju.organization.models import Department, Project, User
from anju.organization.queries.staff import departments_of
from anju.tickets.changing import MOST_AT_ONCE, BulkChange, Step
from anju.tickets.queries.board import BY_DEPARTMENT, BY_STATE, NOBODY, ON_BOARD, BoardFilters
from anju.tickets.queries.presence import Presence
from anju.tickets.states import MatterKind
from anju.ui.forms import Form

_CHOSEN = re.compile(r"([0-9]{1,18})(?::([0-9]{1,9}))?", re.ASCII)


def read_filters(sent: QueryDict) -> BoardFilters:
    """Return what the address asks of the board; nonsense asks nothing."""
    assignee = sent.get("assignee", "")
    state, kind = sent.get("state", ""), sent.get("kind", "")
    return BoardFilters(
        by=BY_STATE if sent.get("by") == BY_STATE else BY_DEPARTMENT,
        department=_number(sent.get("department", "")),
        state=state if state in ON_BOARD else "",
        assignee=assignee if assignee == NOBODY or _number(assignee) else "",
        category=_number(sent.get("category", "")),
        building=_number(sent.get("building", "")),
        kind=kind if kind in MatterKind.values else "",
        is_late=sent.get("late") == "1",
        is_mine=sent.get("mine") == "1",
        words=sent.get("words", "").replace("\0", "").strip()[:40],
    )


def read_chosen(values: list[str]) -> dict[int, int | None]:
    """Return chosen work orders with the edition that was seen, at most 100."""
    found = (match for value in values if (match := _CHOSEN.fullmatch(value)))
    chosen = {int(match[1]): int(match[2]) if match[2] else None for match in found}
    return dict(list(chosen.items())[:MOST_AT_ONCE])


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


class ChangeForm(Form):
    """What to do with chosen work orders; which fields there are depends on the step."""

    to = forms.ChoiceField(label="指派给(当班)")
    department = forms.ModelChoiceField(
        label="改派到", queryset=Department.objects.none(), empty_label="请选择部门"
    )
    reason = forms.CharField(label="原因", max_length=200, required=False)
    since = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        step: Step,
        project: Project,
        presence: Presence,
        loads: dict[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        self.people = {user.pk: user for users in presence.here.values() for user in users}
        departments = list(departments_of(project))
        if step == Step.ASSIGN:
            field = self.fields["to"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "请选择"), *_people(departments, presence, loads)]
        else:
            del self.fields["to"]
        if step == Step.DISPATCH:
            field = self.fields["department"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = departments_of(project)
        else:
            del self.fields["department"]
        self._name_the_reason()

    def change(self) -> BulkChange:
        """Return what was decided; the form is valid."""
        said = self.cleaned_data
        to: User | None = self.people[int(said["to"])] if said.get("to") else None
        return BulkChange(
            step=self.step, to=to, department=said.get("department"), reason=said["reason"].strip()
        )

    def since_when(self, now: datetime) -> datetime:
        """Return when the preview was shown; what cannot be read is now."""
        found = parse_datetime(self.cleaned_data["since"]) if self.cleaned_data["since"] else None
        return found.astimezone(SHANGHAI) if found and found.tzinfo and found <= now else now

    def _name_the_reason(self) -> None:
        field = self.fields["reason"]
        if self.step == Step.URGE:
            field.label, field.help_text = "说一句(可不填)", "承办人会收到,并记入工单。"
        elif self.step == Step.CANCEL:
            field.required, field.help_text = True, "例如:业主自行处理了,不再需要上门。"
        elif self.step == Step.DISPATCH:
            field.help_text = "已有人接单的必须写明原因。"
        else:
            field.label = "说明(可不填)"


def _people(
    departments: list[Department], presence: Presence, loads: dict[int, int]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who is on duty, by department, each with what they have in hand."""
    return [
        (
            department.name,
            [
                (str(user.pk), f"{user.name} · 在手 {loads.get(user.pk, 0)} 单")
                for user in presence.here[department.pk]
            ],
        )
        for department in departments
        if presence.here.get(department.pk)
    ]
