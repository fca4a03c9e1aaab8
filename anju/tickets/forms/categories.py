"""The form of an entry of the tree, and of its place."""

import re
from typing import Any

from django import forms

from anju.organization.models import Department, Project
from anju.organization.queries.staff import departments_of
from anju.tickets.contents import CategoryFacts
from anju.tickets.models import Category
from anju.tickets.queries.categories import DEPTH, Tree
from anju.tickets.states import Level, MatterKind, Reach
from anju.ui.forms import Form

_BETWEEN = re.compile(r"[\s,,、;;]+")
MOST_KEYWORDS, LONGEST_KEYWORD = 40, 20


class CategoryForm(Form):
    """What an entry of the tree says."""

    name = forms.CharField(label="名称", max_length=30)
    kinds = forms.MultipleChoiceField(
        label="适用类型", choices=MatterKind.choices, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label="级别", choices=Level.choices)
    reach = forms.ChoiceField(label="户内或公共", choices=Reach.choices)
    keywords = forms.CharField(
        label="关键词",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="业主会怎么说,用空格隔开,例如:堵 返水 下水慢。打字时按它提示分类。",
    )
    department = forms.ModelChoiceField(
        label="默认部门", queryset=Department.objects.none(), required=False, empty_label="不指定"
    )
    minutes = forms.IntegerField(
        label="预计处理分钟", required=False, min_value=1, max_value=60 * 24 * 30
    )
    warranty = forms.CharField(
        label="质保提示",
        required=False,
        max_length=80,
        help_text="例如:有防水要求的房间质保5年,在保的转开发商维修。",
    )
    disturbs = forms.BooleanField(
        label="作业会影响住户(公共区域:先摆告示牌并拍照才能开工)", required=False
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments_of(project)

    def clean_keywords(self) -> tuple[str, ...]:
        words = [word for word in _BETWEEN.split(self.cleaned_data["keywords"]) if word]
        long = next((word for word in words if len(word) > LONGEST_KEYWORD), None)
        if long is not None:
            raise forms.ValidationError(f"“{long}”太长,一个关键词最多 {LONGEST_KEYWORD} 个字。")
        if len(words) > MOST_KEYWORDS:
            raise forms.ValidationError(f"关键词最多 {MOST_KEYWORDS} 个。")
        return tuple(words)

    def facts(self) -> CategoryFacts:
        """Return what was typed; the form is valid."""
        said = self.cleaned_data
        return CategoryFacts(
            name=said["name"],
            kinds=tuple(said["kinds"]),
            level=Level(said["level"]),
            reach=Reach(said["reach"]),
            keywords=said["keywords"],
            department=said["department"],
            minutes=said["minutes"],
            warranty=said["warranty"],
            disturbs=said["disturbs"],
        )

    @staticmethod
    def of(category: Category) -> dict[str, object]:
        """Return an entry as this form's initial values."""
        return {
            **CategoryForm.below(category),
            "name": category.name,
            "level": category.level,
            "keywords": " ".join(category.keywords),
            "warranty": category.warranty,
            "disturbs": category.disturbs,
            "minutes": category.minutes,
            "seen": category.edition,
        }

    @staticmethod
    def below(parent: Category | None) -> dict[str, object]:
        """Return what a new entry takes over from its parent."""
        if parent is None:
            return {"kinds": [MatterKind.REPAIR], "level": Level.NORMAL, "reach": Reach.PRIVATE}
        return {
            "kinds": parent.kinds,
            "reach": parent.reach,
            "department": parent.department_id,
            "minutes": parent.minutes,
        }


class HangForm(Form):
    """Under which parent an entry goes."""

    parent = forms.ChoiceField(label="移到哪里下面", required=False)

    def __init__(self, *args: Any, tree: Tree, category: Category, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = tree.branch(category.pk)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "最上级")] + [
            (str(node.category.pk), node.path)
            for node in tree.nodes()
            if node.depth < DEPTH and node.category.pk not in inside
        ]


class SearchForm(Form):
    """A sentence to try the suggestions with."""

    text = forms.CharField(label="业主怎么说", max_length=400)
    kind = forms.ChoiceField(
        label="类型", choices=[("", "各类事项"), *MatterKind.choices], required=False
    )


class ReasonForm(Form):
    """Why something is retired."""

    reason = forms.CharField(label="原因", max_length=200, required=False)
