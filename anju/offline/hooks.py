"""What the low floor of offline entries must ask the apps that offer steps."""

from anju.core.hooks import Hook
from anju.offline.steps import Step


def _no_steps() -> dict[str, Step]:
    return {}


steps: Hook[[], dict[str, Step]] = Hook(_no_steps)
"""`steps()` → every step that may be taken without a network, by name."""
