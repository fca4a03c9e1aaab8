"""Undoing an import, while nothing else is built on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.estate.commands.loading import ChangedMeanwhile, unload_estate
from anju.imports.models import Import
from anju.imports.queries.undoing import obstacles
from anju.imports.states import LIFE, ImportState
from anju.imports.turns import wait_for_turn
from anju.imports.verbs import ImportVerb as Verb
from anju.residents.commands.loading import unload_residents

JUST_NOW = "同事刚刚在这些资料上登记了新的内容,不能撤销。请刷新页面查看。"


class NotUndoable(DomainError):
    """Something was built on the import, or changed since; `reasons` say what."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(f"不能撤销:{''.join(reasons)}请先处理这些,或逐条修改。")


@transaction.atomic
def undo_import(*, kept: Import, by: Actor, at: datetime) -> Import:
    """Take out all that an import entered and put back what it changed, exactly.

    :raises NotUndoable: if anything hangs on it or was changed since.
    :raises ForbiddenTransition: unless it is applied.
    """
    wait_for_turn(kept.project_id)
    kept = Import.objects.locked().select_related("project").get(pk=kept.pk)
    LIFE.check(ImportState(kept.state), ImportState.UNDONE)
    reasons = obstacles(kept.project, kept)
    if reasons:
        raise NotUndoable(reasons)
    created, before = kept.traces["created"], _values(kept.traces["before"])
    try:
        with transaction.atomic():
            unload_residents(project=kept.project, created=created, before=before, by=by, at=at)
            unload_estate(project=kept.project, created=created, before=before, by=by, at=at)
            connection.check_constraints()
    except (IntegrityError, ProtectedError, ChangedMeanwhile) as error:
        raise NotUndoable([JUST_NOW]) from error
    kept.state, kept.traces, kept.ended_at = ImportState.UNDONE, {}, at
    kept.save(update_fields=["state", "traces", "ended_at"])
    record(Verb.UNDONE, subject=kept, project_id=kept.project_id, by=by, at=at)
    return kept


def _values(
    before: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> dict[str, dict[int, dict[str, Any]]]:
    """Return the values from before as the fields have them: JSON knows no Decimal and no date."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for label, rows in before.items():
        fields = {each.name: each for each in apps.get_model(label)._meta.concrete_fields}
        found[label] = {
            int(pk): {
                name: fields[name].to_python(value) if name in fields else value
                for name, value in values.items()
            }
            for pk, values in rows.items()
        }
    return found
