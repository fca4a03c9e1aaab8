"""Edits on their way from a form over the preview to the save: signed, kept in the address.

Nothing is stored on the server before the yes; going back keeps what was typed; what is saved is
what was previewed, to the byte.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.core import signing

from anju.clocks.queries.previews import Touched

SALT = "anju.clocks.edit"
Edit = dict[str, Any]


def seal(of: str, edit: Mapping[str, Any]) -> str:
    """Return an edit as text for an address.

    :param of: what it is an edit of; only `unseal` with the same words opens it.
    """
    return signing.dumps({"of": of, **edit}, salt=SALT, compress=True)


def unseal(of: str, text: str) -> Edit | None:
    """Return the edit that `seal` wrote; None for what we did not write, or of something else."""
    try:
        found = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) and found.get("of") == of else None


def fingerprint(touched: Iterable[Touched]) -> str:
    """Return a short text that differs whenever the previewed rows differ."""
    rows = [
        f"{each.clock.pk} {each.due_from.isoformat()} {each.due_to} {each.asks_renewal}"
        for each in touched
    ]
    return sha256("\n".join(rows).encode()).hexdigest()[:20]
