"""The forms of how a department hands out its work, and of what somebody can do."""

from collections.abc import Collection
from typing import Any

from django import forms

from anju.tickets.commands.crews import MOST_IN_HAND
from anju.tickets.models import Category, CrewTerms
from anju.tickets.queries.categories import Tree
from anju.tickets.states import Way
from anju.ui.forms import Form

DEEPEST = 2  # skills are branches; finer than place and object nobody keeps them up to date


class TermsForm(Form):
    """How a department chooses who takes a work order."""

    way = forms.ChoiceField(
        label="部门内怎么派",
        choices=Way.choices,
        help_text="派单规则写明了做法的,以规则为准。突发一律直接派人,不抢单。",
    )
    load_cap = forms.IntegerField(
        label="每人最多在手",
        min_value=1,
        max_value=MOST_IN_HAND,
        help_text="在手满了就不再派,突发除外。",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def of(terms: CrewTerms) -> dict[str, object]:
        """Return the terms as this form's initial values."""
        return {"way": terms.way, "load_cap": terms.load_cap, "seen": terms.edition}


class SkillsForm(Form):
    """Which branches of work somebody can do."""

    skills = forms.MultipleChoiceField(
        label="能做的工作",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="选了一级,就包括它下面的全部。一项都不选,表示什么都能做。",
    )

    def __init__(self, *args: Any, tree: Tree, has: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tree = tree
        field = self.fields["skills"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (top.name, [(str(top.pk), f"{top.name}(全部)"), *self._below(top, has)])
            for top in tree.children(None)
        ]

    def categories(self) -> list[Category]:
        """Return the branches that were chosen; the form is valid."""
        return [self._tree.path(int(pk))[-1] for pk in self.cleaned_data["skills"]]

    def _below(self, top: Category, has: Collection[int]) -> list[tuple[str, str]]:
        return [
            (str(node.category.pk), node.path.split(" › ", 1)[1])
            for node in self._tree.nodes()
            if node.depth > 1
            and self._tree.path(node.category.pk)[0].pk == top.pk
            and (node.depth <= DEEPEST or node.category.pk in has)
        ]
