"""What the trail must ask the floors above."""

from collections.abc import Collection
from dataclasses import dataclass

from anju.core.hooks import Hook


@dataclass(frozen=True, slots=True)
class Title:
    """How a subject is shown in the trail today; without a link for those who may not open it."""

    text: str
    url: str = ""


def _unwired(subject_type: str, ids: Collection[int]) -> dict[int, Title]:
    return {}


describe: Hook[[str, Collection[int]], dict[int, Title]] = Hook(_unwired)
"""`describe(type, ids)` → titles and links of subjects, asked once per type and page."""


def _no_labels() -> dict[str, str]:
    return {}


verb_labels: Hook[[], dict[str, str]] = Hook(_no_labels)
"""Every verb of every app with its Chinese label."""


field_labels: Hook[[], dict[str, str]] = Hook(_no_labels)
"""Fields of changes with their Chinese labels."""
