"""The forms of remits and dispatch rules, and of trying the rules."""

from typing import Any

from django import forms

from anju.estate.models import Building
from anju.estate.queries.buildings import buildings_of
from anju.organization.models import Department, Post, Project
from anju.organization.queries.staff import departments_of, posts_in_order
from anju.tickets.contents import RuleDraft
from anju.tickets.forms.choices import chosen, offer_tree
from anju.tickets.models import Remit
from anju.tickets.queries.categories import Tree
from anju.tickets.states import MatterKind, May, Way
from anju.ui.forms import Form

KINDS = [("", "各类事项"), *MatterKind.choices]


class HourInput(forms.TimeInput):
    """A time of day, picked by the browser's own control."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RemitForm(Form):
    """What a post does with a branch of matters."""

    post = forms.ModelChoiceField(label="岗位", queryset=Post.objects.none(), empty_label="请选择")
    category = forms.ChoiceField(label="事项分类", required=False)
    kind = forms.ChoiceField(label="类型", choices=KINDS, required=False)
    may = forms.ChoiceField(label="做法", choices=May.choices)
    note = forms.CharField(label="说明", max_length=100, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        field = self.fields["post"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = posts_in_order()
        offer_tree(self, "category", tree, "全部分类")

    def facts(self) -> dict[str, Any]:
        """Return what was chosen, as the commands take it; the form is valid."""
        said = self.cleaned_data
        return {
            "post": said["post"],
            "category": chosen(self.tree, said["category"]),
            "kind": said["kind"],
            "may": May(said["may"]),
            "note": said["note"],
        }

    @staticmethod
    def of(remit: Remit) -> dict[str, object]:
        """Return a remit as this form's initial values."""
        return {
            "post": remit.post_id,
            "category": str(remit.category_id or ""),
            "kind": remit.kind,
            "may": remit.may,
            "note": remit.note,
            "seen": remit.edition,
        }


class RuleForm(Form):
    """One dispatch rule: what it asks, and where it sends."""

    name = forms.CharField(label="名称", max_length=40, help_text="例如:夜间噪声。")
    category = forms.ChoiceField(label="事项分类", required=False)
    building = forms.ModelChoiceField(
        label="楼栋", queryset=Building.objects.none(), required=False, empty_label="全部楼栋"
    )
    starts = forms.TimeField(label="从几点", required=False, widget=HourInput())
    ends = forms.TimeField(
        label="到几点",
        required=False,
        widget=HourInput(),
        help_text="两个都不填就是任何时间;早于开始就是到次日(夜间)。",
    )
    department = forms.ModelChoiceField(
        label="派给部门", queryset=Department.objects.none(), empty_label="请选择"
    )
    was = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label="部门内怎么派",
        choices=Way.choices,
        help_text="最少在手:手上单子最少的人;最久空闲:最久没接单的人;抢单:谁先接是谁的。",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        offer_tree(self, "category", tree, "全部分类")
        for name, rows in (
            ("building", buildings_of(project)),
            ("department", departments_of(project)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if not {"starts", "ends"} & set(self.errors) and (starts is None) != (ends is None):
            self.add_error("ends", "时段请把开始和结束都填上,或者都不填。")
        return cleaned

    def draft(self) -> RuleDraft:
        """Return the rule; the form is valid."""
        said = self.cleaned_data
        return RuleDraft(
            name=said["name"].strip(),
            department=said["department"],
            way=Way(said["way"]),
            category=chosen(self.tree, said["category"]),
            building=said["building"],
            starts=said["starts"],
            ends=said["ends"],
        )

    @staticmethod
    def of(draft: RuleDraft) -> dict[str, object]:
        """Return a rule as this form's initial values."""
        return {
            "name": draft.name,
            "was": draft.name,
            "category": str(draft.category.pk) if draft.category else "",
            "building": draft.building,
            "starts": draft.starts,
            "ends": draft.ends,
            "department": draft.department,
            "way": draft.way,
        }


class TryForm(Form):
    """A made-up matter to try the rules with."""

    category = forms.ChoiceField(label="事项分类", required=False)
    kind = forms.ChoiceField(label="类型", choices=MatterKind.choices)
    building = forms.ModelChoiceField(
        label="楼栋", queryset=Building.objects.none(), required=False, empty_label="不在楼栋里"
    )
    hour = forms.TimeField(label="几点", widget=HourInput())

    def __init__(self, *args: Any, project: Project, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree
        offer_tree(self, "category", tree, "还不清楚")
        field = self.fields["building"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = buildings_of(project)
