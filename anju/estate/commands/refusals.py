"""What the estate refuses, and how the database's own word becomes a sentence."""

from types import TracebackType

from django.db import IntegrityError
from django.db.models import Model, ProtectedError

from anju.core.errors import DomainError
from anju.estate.models import Building, Entrance, Meter, ParkingSpace, Place, StorageRoom, Unit

NAMES: dict[type[Model], str] = {
    Building: "楼栋",
    Entrance: "单元",
    Unit: "房屋",
    ParkingSpace: "车位",
    StorageRoom: "储藏室",
    Place: "公共部位",
    Meter: "计量表",
}


class CodeTaken(DomainError):
    """Another thing of the project has this code already."""


class CodeUnreadable(DomainError):
    """The text cannot be a code, or would be read as another."""


class StillInUse(DomainError):
    """Something hangs on the thing, so it cannot be removed."""


class WrongDay(DomainError):
    """A day lies before, or after, where it can be."""


class Once:
    """Within: a code that is there already is refused with a sentence, whoever came first.

    Encloses a savepoint, so that the command can refuse and its caller go on.
    """

    def __init__(self, constraint: str, sentence: str) -> None:
        self.constraint, self.sentence = constraint, sentence

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, IntegrityError) and self.constraint in str(error):
            raise CodeTaken(self.sentence) from error


class Removal:
    """Within: removing a thing on which others hang is refused, saying what hangs there."""

    def __init__(self, thing: str) -> None:
        self.thing = thing

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, ProtectedError):
            raise StillInUse(self._sentence(_hanging(error))) from error
        if isinstance(error, IntegrityError):  # somebody hung something on it just now
            raise StillInUse(self._sentence("刚刚有同事登记的资料")) from error

    def _sentence(self, what: str) -> str:
        return f"{self.thing}还有{what},不能删除。请先移走或删除这些资料。"


def _hanging(error: ProtectedError) -> str:
    counts: dict[str, int] = {}
    for each in error.protected_objects:
        name = NAMES.get(type(each), "其他登记")
        counts[name] = counts.get(name, 0) + 1
    return " " + "、".join(f"{count} 条{name}" for name, count in counts.items())
