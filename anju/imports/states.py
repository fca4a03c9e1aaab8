"""The life of an import."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class ImportState(TextChoices):
    CHECKING = "CHECKING", "核对中"
    CHECKED = "CHECKED", "已核对"
    APPLYING = "APPLYING", "导入中"
    APPLIED = "APPLIED", "已导入"
    UNDONE = "UNDONE", "已撤销"
    DISCARDED = "DISCARDED", "已放弃"


# CHECKING and APPLYING may begin anew: a worker that was stopped leaves them as they are.
LIFE = StateMachine(
    {
        ImportState.CHECKING: [
            ImportState.CHECKING,
            ImportState.CHECKED,
            ImportState.APPLIED,  # the command line checks and applies in one
            ImportState.DISCARDED,
        ],
        ImportState.CHECKED: [
            ImportState.CHECKING,
            ImportState.CHECKED,
            ImportState.APPLYING,
            ImportState.APPLIED,
            ImportState.DISCARDED,
        ],
        ImportState.APPLYING: [
            ImportState.APPLYING,
            ImportState.CHECKED,
            ImportState.APPLIED,
            ImportState.DISCARDED,
        ],
        ImportState.APPLIED: [ImportState.UNDONE],
        ImportState.UNDONE: [],
        ImportState.DISCARDED: [],
    }
)
