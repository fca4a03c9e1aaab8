"""Who does something: a person, a person standing in for another, or the house itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of a change as the trail keeps it, independent of any table.

    `id` is the user's number; None for the house itself (a nightly job, the command line).
    `absent_id`/`absent_name` are set when the right came only from a deputyship
    (职务代理人, S4): the trail then reads «王婷(代 张三)».
    """

    id: int | None
    name: str
    absent_id: int | None = None
    absent_name: str = ""

    @property
    def label(self) -> str:
        """The name as screens show it, with 代 … where somebody stands in."""
        return f"{self.name}(代 {self.absent_name})" if self.absent_id else self.name


SYSTEM = Actor(id=None, name="系统")
COMMAND_LINE = Actor(id=None, name="命令行")
