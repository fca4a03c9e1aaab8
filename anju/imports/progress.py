"""How far an import is, seen from outside the transaction that it runs in."""

from types import TracebackType

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

_SAY = """
UPDATE imports_import SET stage = %s, percent = %s, alive_at = clock_timestamp()
WHERE id = %s AND state IN ('CHECKING', 'APPLYING')
"""


class Beacon:
    """Says how far an import is, by a connection of its own.

    Within the import's transaction nobody would see it before the end. The transaction must not
    hold the import's row meanwhile.
    """

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id
        self._line: BaseDatabaseWrapper | None = None

    def __enter__(self) -> "Beacon":
        self._line = connection.copy()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._line is not None:
            self._line.close()

    def __call__(self, stage: str, percent: int) -> None:
        assert self._line is not None
        with self._line.cursor() as cursor:
            cursor.execute(_SAY, [stage[:30], min(100, percent), self.import_id])
