"""Every project's rows are the project's: keys and indexes start with it; states are checked."""

from django.apps import apps
from django.db import models
from django.db.models.constraints import BaseConstraint

# Constraints that rightly do not start with the project: what they name is unique in the company.
COMPANY_WIDE = {"slip_empty_when_printed", "event_subject_at", "event_by_at"}
# Asked over all projects by one person (where am I, what is told to me) or by a nightly sweep.
BEFORE_THE_PROJECT = {
    "membership_projects",
    "deputyship_of_deputy",
    "file_loose",
    "message_once_per_key",
    "message_inbox",
    "message_unread",
    "outgoing_due",
    "outgoing_of_subject",
    "draft_oldest_of_user",
    "draft_oldest",
    "clock_next_at",
    "term_anywhere",
    "probe_by_user",
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("anju.")]


def test_project_owned_keys_start_with_the_project() -> None:
    assert [line for model in own_models() for line in keys_without_project(model)] == []


def test_states_and_kinds_are_checked_by_the_database() -> None:
    assert [line for model in own_models() for line in unchecked_choices(model)] == []


def test_a_key_without_project_is_seen() -> None:
    class Sample(models.Model):
        project = models.ForeignKey("organization.Project", models.PROTECT)
        number = models.CharField(max_length=5)
        state = models.CharField(max_length=5, choices=[("A", "甲")])

        class Meta:
            app_label = "sample"
            constraints = [models.UniqueConstraint("number", name="sample_number")]

        def __str__(self) -> str:
            return self.number

    assert keys_without_project(Sample) != []
    assert unchecked_choices(Sample) != []


def keys_without_project(model: type[models.Model]) -> list[str]:
    if "project" not in {field.name for field in model._meta.get_fields()}:
        return []
    indexes = [(index.name, _names(index)) for index in model._meta.indexes]
    unique = [
        (constraint.name, _names(constraint))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    return [
        f"{model.__name__}: {name} starts with {fields[:1]}"
        for name, fields in [*indexes, *unique]
        if fields[:1] != ["project"] and name not in COMPANY_WIDE | BEFORE_THE_PROJECT
    ]


def unchecked_choices(model: type[models.Model]) -> list[str]:
    checks = " ".join(
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    )
    return [
        f"{model.__name__}.{field.name} has choices that the database does not check"
        for field in model._meta.fields
        if field.choices and field.name not in checks
    ]


def _names(thing: models.Index | BaseConstraint) -> list[str]:
    if getattr(thing, "fields", ()):
        return [name.lstrip("-") for name in thing.fields]  # type: ignore[union-attr]
    return [_name(expression) for expression in thing.expressions]  # type: ignore[union-attr]


def _name(expression: object) -> str:
    inner = getattr(expression, "expression", expression)
    return str(getattr(inner, "name", inner))
