"""The texts that a new project starts with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anju.contacts.states import Channel

PASSES_QUIET = {
    "accepted", "promised", "rearranged", "dispatched", "coming", "quoted", "progress", "done",
    "unreachable", "not-ours", "complaint",
}  # fmt: skip
"""Occasions that answer an open request, a promise or an agreed visit (C6.22d)."""


@dataclass(frozen=True, slots=True)
class ShippedText:
    """One text: `required` are the variables it cannot be sent without."""

    code: str
    name: str
    channel: Channel
    text: str
    required: tuple[str, ...]


def _texts() -> Iterator[ShippedText]:
    """Yield the texts of shipped_texts.txt: `# code occasion channel required…`, then the text."""
    stored = Path(__file__).with_name("shipped_texts.txt").read_text()
    for block in stored.removeprefix("# ").split("\n\n# "):
        head, text = block.split("\n", 1)
        code, name, channel, *required = head.split()
        yield ShippedText(code, name, Channel(channel), text.strip(), tuple(required))


TEXTS: tuple[ShippedText, ...] = tuple(_texts())
