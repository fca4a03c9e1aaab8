"""Choosing an entry of the tree in a form: the paths as people read them, loaded once."""

from django import forms

from anju.tickets.models import Category
from anju.tickets.queries.categories import Tree


def offer_tree(form: forms.Form, name: str, tree: Tree, nothing: str) -> None:
    """Let a choice field offer every living entry by its path; empty is `nothing`."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", nothing)] + [(str(node.category.pk), node.path) for node in tree.nodes()]


def chosen(tree: Tree, value: str) -> Category | None:
    """Return the entry that a choice field holds; the form is valid."""
    return tree.path(int(value))[-1] if value else None
