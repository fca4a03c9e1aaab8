"""The form that changes what a ticket says: who, where, what, how urgent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from anju.core.periods import SHANGHAI
from anju.estate.models import Building, Place, Unit
from anju.estate.queries.buildings import buildings_of
from anju.estate.queries.things import places
from anju.organization.models import Project
from anju.residents.models import Person
from anju.residents.queries.people import person_in, units_found
from anju.tickets.contents import Matter
from anju.tickets.forms.choices import chosen, offer_tree
from anju.tickets.forms.ticket_talking import offer
from anju.tickets.models import Ticket
from anju.tickets.queries.categories import Tree
from anju.tickets.states import Level, MatterKind, Source, Urgency
from anju.ui.forms import Form, MomentInput


class ChangeForm(Form):
    """What a ticket says. `person` is kept, or left out for a name and number as they were said."""

    kind = forms.ChoiceField(label="类型", choices=MatterKind.choices)
    words = forms.CharField(
        label="业主原话", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    summary = forms.CharField(label="摘要", max_length=60, required=False)
    category = forms.ChoiceField(label="事项分类", required=False)
    unit = forms.CharField(
        label="房号", max_length=30, required=False, help_text="例如 3-1-502;没有就不填。"
    )
    place = forms.ModelChoiceField(
        label="公共位置", queryset=Place.objects.none(), required=False, empty_label="不是公共位置"
    )
    building = forms.ModelChoiceField(
        label="楼栋", queryset=Building.objects.none(), required=False, empty_label="不指定"
    )
    person = forms.ChoiceField(label="报事人", required=False)
    caller_name = forms.CharField(label="姓名(未登记的报事人)", max_length=30, required=False)
    caller_phone = forms.CharField(label="电话(未登记的报事人)", max_length=20, required=False)
    is_unnamed = forms.BooleanField(label="不愿留名", required=False)
    urgency = forms.ChoiceField(label="业主认为", choices=Urgency.choices)
    level = forms.ChoiceField(label="我方判断", choices=Level.choices)
    is_emergency = forms.BooleanField(label="突发", required=False)
    wished_from = forms.DateTimeField(label="希望从", widget=MomentInput(), required=False)
    wished_until = forms.DateTimeField(label="希望到", widget=MomentInput(), required=False)
    wish = forms.CharField(label="业主要求", max_length=200, required=False)
    source = forms.ChoiceField(label="来源", choices=Source.choices)
    outside_number = forms.CharField(label="外部编号", max_length=40, required=False)
    reason = forms.CharField(label="修改原因", max_length=200, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        project: Project,
        ticket: Ticket,
        tree: Tree,
        people: list[tuple[str, str]],
        reads_names: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.project, self.ticket, self.tree = project, ticket, tree
        offer_tree(self, "category", tree, "未分类")
        offer(self, "place", places(project))
        offer(self, "building", buildings_of(project))
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "不在住户名册"), *people]
        if ticket.caller_phone:
            # Shown masked; nobody types it anew by accident: an empty field keeps it.
            self.fields["caller_phone"].help_text = f"现在是 {ticket.masked_phone},不填就不改。"
        if ticket.caller_name and not reads_names:
            self.fields["caller_name"].help_text = "不填就不改。"

    def clean_unit(self) -> Unit | None:
        """Return the unit of a code as people write it."""
        code = self.cleaned_data["unit"].strip()
        if not code:
            return None
        found = units_found(self.project, code, limit=2)
        exact = [unit for unit in found if unit.code == code]
        if not exact and len(found) != 1:
            raise forms.ValidationError(f"没有找到房号“{code}”,请按 3-1-502 的写法填写完整。")
        return (exact or found)[0]

    def matter(self, files: Sequence[str] = ()) -> Matter:
        """Return the matter as it now reads, with photos added; the form is valid."""
        said = self.cleaned_data
        person = self._person(said["person"])
        is_known = person is not None or said["is_unnamed"]
        return Matter(
            kind=MatterKind(said["kind"]),
            words=said["words"],
            summary=said["summary"],
            source=Source(said["source"]),
            outside_number=said["outside_number"],
            person=person,
            caller_name="" if is_known else said["caller_name"] or self.ticket.caller_name,
            caller_phone="" if is_known else said["caller_phone"] or self.ticket.caller_phone,
            is_unnamed=said["is_unnamed"],
            unit=said["unit"],
            place=said["place"],
            building=said["building"],
            category=chosen(self.tree, said["category"]),
            urgency=Urgency(said["urgency"]),
            level=Level(said["level"]),
            is_emergency=said["is_emergency"],
            wished_from=said["wished_from"],
            wished_until=said["wished_until"],
            wish=said["wish"],
            files=tuple(files),
        )

    def _person(self, value: str) -> Person | None:
        return person_in(self.project, int(value), restricted_too=True) if value else None

    @staticmethod
    def of(ticket: Ticket, *, reads_names: bool) -> dict[str, object]:
        """Return a ticket as this form's initial values."""
        return {
            "kind": ticket.kind,
            "words": ticket.words,
            "summary": ticket.summary,
            "category": str(ticket.category_id or ""),
            "unit": ticket.unit.code if ticket.unit else "",
            "place": ticket.place_id,
            "building": None if ticket.unit_id or ticket.place_id else ticket.building_id,
            "person": str(ticket.person_id or ""),
            "caller_name": ticket.caller_name if reads_names else "",
            "is_unnamed": ticket.is_unnamed,
            "urgency": ticket.urgency,
            "level": ticket.level,
            "is_emergency": ticket.is_emergency,
            "wished_from": _local(ticket.wished_from),
            "wished_until": _local(ticket.wished_until),
            "wish": ticket.wish,
            "source": ticket.source,
            "outside_number": ticket.outside_number,
            "seen": ticket.edition,
        }


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(SHANGHAI) if moment else None
