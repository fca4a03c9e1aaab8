"""State machines as a table: the machine decides, commands save."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Generic, TypeVar

from anju.core.errors import ForbiddenTransition

S = TypeVar("S", bound=Enum)


class StateMachine(Generic[S]):
    """Say which step may follow which; nothing else knows.

    :param table: every state with the states that may follow it, in the order of life.
    """

    def __init__(self, table: Mapping[S, Sequence[S]]) -> None:
        self.table: dict[S, tuple[S, ...]] = {state: tuple(then) for state, then in table.items()}

    def allows(self, now: S, then: S) -> bool:
        """Tell whether `then` may follow `now`."""
        return then in self.table[now]

    def check(self, now: S, then: S) -> None:
        """Refuse a step that the table does not hold.

        :raises ForbiddenTransition: with both states by their Chinese labels.
        """
        if not self.allows(now, then):
            raise ForbiddenTransition(
                f"当前状态是“{_label(now)}”,不能变为“{_label(then)}”。请刷新页面查看最新情况。"
            )


def _label(state: Enum) -> str:
    return str(getattr(state, "label", state.value))
