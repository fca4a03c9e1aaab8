"""Counting what an import creates, changes and finds as it is, kind by kind."""

from collections import Counter, defaultdict

from django.db import models

KINDS = (
    *("building", "entrance", "unit", "parking_space", "meter"),
    *("person", "occupancy", "vehicle"),
)
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
LABELS = {
    "building": "楼栋",
    "entrance": "单元",
    "unit": "房屋",
    "parking_space": "车位",
    "meter": "计量表",
    "person": "住户",
    "occupancy": "入住关系",
    "vehicle": "车辆",
}


class Tally:
    """What becomes of every thing, each counted once."""

    def __init__(self) -> None:
        self._new: Counter[str] = Counter()
        self._seen: dict[str, set[int]] = defaultdict(set)
        self._changed: dict[str, set[int]] = defaultdict(set)

    def created(self, kind: str) -> None:
        self._new[kind] += 1

    def seen(self, kind: str, row: models.Model) -> None:
        """Count a row that is there and stays as it is, unless it is said to change."""
        self._seen[kind].add(row.pk)

    def changed(self, kind: str, row: models.Model) -> None:
        """Count a row that is there and changes."""
        self._seen[kind].add(row.pk)
        self._changed[kind].add(row.pk)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return created, changed and unchanged → kind → how many, every kind named."""
        return {
            CREATED: {kind: self._new[kind] for kind in KINDS},
            CHANGED: {kind: len(self._changed[kind]) for kind in KINDS},
            UNCHANGED: {kind: len(self._seen[kind] - self._changed[kind]) for kind in KINDS},
        }
