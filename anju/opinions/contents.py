"""What owners and colleagues hand in: facts not yet saved."""

from dataclasses import dataclass

from anju.opinions.states import Seven
from anju.tickets.states import Rating


@dataclass(frozen=True, slots=True)
class Answers:
    """What a card says; only the first must be answered, the others may be left open."""

    overall: Rating
    attitude: str = ""
    speed: str = ""
    quiet: str = ""
    tidy: str = ""
    seven: str = ""
    words: str = ""

    def fields(self) -> dict[str, str]:
        """Return them as the card stores them.

        :raises ValueError: for a value that no question has.
        """
        marks = {name: getattr(self, name) for name in ("attitude", "speed", "quiet", "tidy")}
        checked = {name: Rating(value).value if value else "" for name, value in marks.items()}
        return {
            "overall": Rating(self.overall).value,
            **checked,
            "seven": Seven(self.seven).value if self.seven else "",
            "words": self.words.strip()[:500],
        }
