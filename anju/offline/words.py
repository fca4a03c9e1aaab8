"""What an entry says, for a supervisor who decides on it: never raw names or codes."""

from anju.audit.hooks import field_labels
from anju.core.actors import Actor
from anju.offline import hooks
from anju.offline.applying import act_of
from anju.offline.models import OfflineEntry

OTHER = "其他填写内容"


def in_words(entry: OfflineEntry) -> list[tuple[str, str]]:
    """Return what was typed as (label, value), in the order of the form.

    The step's own words where it has some, else by the labels of its fields; a field that nobody
    has named is shown as it was typed, under a common label.
    """
    step = hooks.steps().get(entry.step)
    if step is not None and step.in_words is not None:
        maker = Actor(id=entry.user_id, name=entry.user.name)
        at = entry.received_at
        act = act_of(entry, is_late=True, is_adopted=False, by=maker, at=at)
        return list(step.in_words(act))
    labels = {**field_labels(), **(step.labels if step else {})}
    return [
        (labels.get(name, OTHER), "、".join(value for value in values if value))
        for name, values in entry.fields.items()
        if any(values)
    ]
