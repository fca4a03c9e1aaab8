"""Reading who came with what, and where: the part of an intake that can be corrected."""

from datetime import datetime
from typing import Any

from django import forms

from anju.core.periods import SHANGHAI
from anju.core.phones import parse_phone
from anju.core.unit_codes import parse_unit_code
from anju.estate.models import Building, Place, Unit
from anju.estate.queries.buildings import buildings_of
from anju.estate.queries.things import places
from anju.frontdesk.queries.places import unit_by_code
from anju.organization.models import Project
from anju.residents.models import Person
from anju.residents.queries.people import person_in
from anju.tickets.commands.taking import summary_of
from anju.tickets.contents import Matter
from anju.tickets.models import Category, CommonFault, Ticket
from anju.tickets.queries.categories import Tree, tree_of
from anju.tickets.queries.similar import fault_in
from anju.tickets.states import OUTSIDE, Level, MatterKind, Source, Urgency
from anju.ui.forms import DayInput, Form, MomentInput

NO_WORDS = "请记下业主说了什么,哪怕只有一句话。"
PLAIN = {"autocomplete": "off"}


def _kept() -> forms.TextInput:
    """Return an input nobody sees that a draft keeps all the same: drafts leave `hidden` out."""
    return forms.TextInput(attrs={"hidden": True})


class HourInput(forms.TimeInput):
    """A time of day, picked by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MatterForm(Form):
    """Who, where, what and how urgent."""

    use_required_attribute = False
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    who = forms.CharField(label="谁", required=False, max_length=40)
    person = forms.IntegerField(required=False, widget=_kept())
    caller_name = forms.CharField(label="姓名或称呼", required=False, max_length=30)
    caller_phone = forms.CharField(label="来电号码", required=False, max_length=40)
    is_unnamed = forms.BooleanField(label="不愿留名", required=False)
    unit = forms.CharField(label="房屋", required=False, max_length=40)
    place = forms.TypedChoiceField(label="公共位置", required=False, coerce=int, empty_value=None)
    building = forms.TypedChoiceField(label="楼栋", required=False, coerce=int, empty_value=None)

    kind = forms.ChoiceField(
        label="诉求",
        choices=MatterKind.choices,
        widget=forms.RadioSelect,
        initial=MatterKind.REPAIR,
        error_messages={"required": "请选择诉求:报修、投诉、求助、咨询、建议或表扬。"},
    )
    words = forms.CharField(
        label="业主原话",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_WORDS},
    )
    summary = forms.CharField(label="摘要", required=False, max_length=60)
    category = forms.TypedChoiceField(label="分类", required=False, coerce=int, empty_value=None)
    urgency = forms.ChoiceField(
        label="业主认为",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.USUAL,
        required=False,
    )
    level = forms.ChoiceField(
        label="我方判断",
        choices=Level.choices,
        widget=forms.RadioSelect,
        initial=Level.NORMAL,
        required=False,
    )
    is_emergency = forms.BooleanField(label="突发(立即处理)", required=False)
    has_injured = forms.BooleanField(label="有人受伤", required=False)
    wished_day = forms.DateField(label="希望哪天", required=False, widget=DayInput)
    wished_from = forms.TimeField(label="从", required=False, widget=HourInput)
    wished_until = forms.TimeField(label="到", required=False, widget=HourInput)
    wish = forms.CharField(label="业主要求", required=False, max_length=200)
    source = forms.ChoiceField(label="来源", choices=Source.choices, initial=Source.PHONE)
    outside_number = forms.CharField(label="外部编号", required=False, max_length=40)
    outside_due = forms.DateTimeField(label="外部要求的期限", required=False, widget=MomentInput)
    fault = forms.IntegerField(required=False, widget=_kept())

    def __init__(
        self,
        *args: Any,
        project: Project,
        at: datetime,
        like: "MatterForm | None" = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.at = project, at
        self.tree: Tree
        self._places: dict[int, Place]
        self._buildings: dict[int, Building]
        if like is not None:  # what may be chosen was fetched for another form of this page
            self.tree, self._places, self._buildings = like.tree, like._places, like._buildings
        else:
            self.tree = tree_of(project)
            self._places = {each.pk: each for each in places(project)}
            self._buildings = {each.pk: each for each in buildings_of(project)}
        nodes = [(node.category.pk, node.path) for node in self.tree.nodes()]
        self._offer("category", "未定", nodes)
        self._offer("place", "无", [(pk, str(it)) for pk, it in self._places.items()])
        self._offer("building", "无", [(pk, it.name) for pk, it in self._buildings.items()])
        for name in ("who", "caller_name", "caller_phone", "unit", "outside_number", "wish"):
            self.fields[name].widget.attrs.update(PLAIN)

    @staticmethod
    def of(ticket: Ticket) -> dict[str, object]:
        """Return a ticket as this form's initial values."""
        fields = ("person_id", "place_id", "category_id", "caller_name", "caller_phone", "words")
        plain = {name.removesuffix("_id"): getattr(ticket, name) for name in fields}
        more = ("is_unnamed", "kind", "summary", "urgency", "level", "is_emergency", "wish")
        plain |= {name: getattr(ticket, name) for name in (*more, "source", "outside_number")}
        as_made = summary_of(Matter(kind=MatterKind(ticket.kind), words=ticket.words))
        if ticket.summary == as_made:  # nobody wrote it: it follows the words
            plain["summary"] = ""
        plain["unit"] = ticket.unit.code if ticket.unit else ""
        plain["building"] = ticket.building_id if ticket.unit is None and not ticket.place else None
        plain["seen"] = ticket.edition
        plain |= _window(ticket)
        return plain

    def clean_person(self) -> Person | None:
        number = self.cleaned_data["person"]
        found = person_in(self.project, number, restricted_too=False) if number else None
        if number and (found is None or not found.is_active):
            raise forms.ValidationError("选中的住户已不在册,请重新查找。")
        return found

    def clean_caller_phone(self) -> str:
        typed = self.cleaned_data["caller_phone"]
        number = parse_phone(typed) if typed else None
        if typed and number is None:
            raise forms.ValidationError(
                "来电号码看不懂,请只填数字,如 13812345678 或 0571-87654321。"
            )
        return number.number if number is not None else ""

    def clean_unit(self) -> Unit | None:
        typed = self.cleaned_data["unit"]
        found = unit_by_code(self.project, typed) if typed else None
        if typed and found is None:
            example = "如 3-1-502" if parse_unit_code(typed) is None else "请核对楼栋、单元和室号"
            raise forms.ValidationError(f"本项目没有“{typed}”这套房屋,{example}。")
        return found

    def clean_place(self) -> Place | None:
        return self._places.get(self.cleaned_data["place"] or 0)

    def clean_building(self) -> Building | None:
        return self._buildings.get(self.cleaned_data["building"] or 0)

    def clean_category(self) -> Category | None:
        path = self.tree.path(self.cleaned_data["category"] or 0)
        return path[-1] if path else None

    def clean_fault(self) -> CommonFault | None:
        number = self.cleaned_data["fault"]
        found = fault_in(self.project, number) if number else None
        if number and found is None:
            raise forms.ValidationError("选中的多户事件已经统一答复,请取消并入或另选一个。")
        return found

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("is_unnamed") and (
            given.get("person") or given.get("caller_name") or given.get("caller_phone")
        ):
            self.add_error("is_unnamed", "业主不愿留名时不能记姓名和电话,请二选一。")
        parts = [given.get(name) for name in ("wished_day", "wished_from", "wished_until")]
        if any(parts) and not all(parts):
            self.add_error("wished_day", "希望时间请填写哪天、从几点到几点。")
        elif all(parts) and parts[1] >= parts[2]:  # type: ignore[operator]  # all are there
            self.add_error("wished_until", "希望时间的结束要晚于开始,请重新填写。")
        return given

    def matter(self, files: tuple[str, ...] = ()) -> Matter:
        """Return what was brought, as far as it could be read; the commands judge the whole."""
        given = self.cleaned_data
        starts, ends = self._wished()
        source = Source(given.get("source") or Source.PHONE)
        is_outside = source in OUTSIDE
        return Matter(
            kind=MatterKind(given.get("kind") or MatterKind.REPAIR),
            words=given.get("words") or "",
            summary=given.get("summary") or "",
            source=source,
            outside_number=given.get("outside_number") or "" if is_outside else "",
            outside_due=given.get("outside_due") if is_outside else None,
            person=given.get("person"),
            caller_name=given.get("caller_name") or "",
            caller_phone=given.get("caller_phone") or "",
            is_unnamed=bool(given.get("is_unnamed")),
            unit=given.get("unit"),
            place=given.get("place"),
            building=given.get("building"),
            category=given.get("category"),
            urgency=Urgency(given.get("urgency") or Urgency.USUAL),
            level=Level(given.get("level") or Level.NORMAL),
            is_emergency=bool(given.get("is_emergency")),
            has_injured=bool(given.get("has_injured")),
            wished_from=starts,
            wished_until=ends,
            wish=given.get("wish") or "",
            received_at=given.get("received_at"),
            fault=given.get("fault"),
            files=files,
        )

    def _wished(self) -> tuple[datetime | None, datetime | None]:
        given = self.cleaned_data
        day, starts, ends = (given.get(f"wished_{name}") for name in ("day", "from", "until"))
        if not (day and starts and ends):
            return None, None
        from_moment = datetime.combine(day, starts, SHANGHAI)
        return from_moment, datetime.combine(day, ends, SHANGHAI)

    def _offer(self, name: str, nothing: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", nothing), *choices]
        field.error_messages["invalid_choice"] = "这一项已停用或不在本项目,请重新选择。"


def _window(ticket: Ticket) -> dict[str, object]:
    if ticket.wished_from is None or ticket.wished_until is None:
        return {}
    starts, ends = (
        moment.astimezone(SHANGHAI) for moment in (ticket.wished_from, ticket.wished_until)
    )
    return {"wished_day": starts.date(), "wished_from": starts.time(), "wished_until": ends.time()}
