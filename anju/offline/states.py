"""The life of an entry made without a network."""

from django.db.models import TextChoices

from anju.core.states import StateMachine


class EntryState(TextChoices):
    """What has become of an entry."""

    WAITING = "WAITING", "等前一步"
    TAKEN = "TAKEN", "已办理"
    HELD = "HELD", "待主管处理"
    REFUSED = "REFUSED", "已退回本人"
    ADOPTED = "ADOPTED", "主管已采用"
    DISCARDED = "DISCARDED", "主管已作废"


LIFE = StateMachine[EntryState](
    {
        EntryState.WAITING: (EntryState.TAKEN, EntryState.HELD, EntryState.REFUSED),
        EntryState.TAKEN: (),
        EntryState.HELD: (EntryState.ADOPTED, EntryState.DISCARDED),
        EntryState.REFUSED: (),
        EntryState.ADOPTED: (),
        EntryState.DISCARDED: (),
    }
)
ENDED = (EntryState.TAKEN, EntryState.REFUSED, EntryState.ADOPTED, EntryState.DISCARDED)
