"""What an import has to say, cell by cell, in three levels. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field

from django.db.models import TextChoices


class Level(TextChoices):
    """How much a finding weighs."""

    ERROR = "error", "错误"
    QUESTION = "question", "待确认"
    NOTE = "note", "提示"


QUESTIONS = {
    "shared-identity": (
        "同一个证件号码用在几个人身上。确认后:这几个人的证件号码留空,其他资料照常导入。"
    ),
    "owner-unknown": "业主编号在业主表里找不到。确认后:这些房屋(车位)先不登记业主。",
    "owner-changed": (
        "表里的业主和系统中登记的业主不是同一人。确认后:保留系统中的业主,"
        "表里的这位不登记为"
        "业主;真的换了业主请到房屋页办理产权变更。"
    ),
    "unit-unknown": "这些房屋还没有登记。确认后:按表里的房号新建房屋。",
    "building-blank": "有些行没有填楼栋。确认后:沿用上一行的楼栋和单元。",
    "plate-taken": "车牌已登记在另一位住户名下。确认后:保留系统中的车主。",
}
"""Question's code → what is asked, and what a yes does; answered once for all its rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the workbook: sheet, row as Excel counts, column as `O 手机号`."""

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        row = f"第 {self.row} 行 " if self.row else ""
        letter, _, header = self.column.partition(" ")
        column = f"{letter} 列“{header}”" if header else (f"{letter} 列" if letter else "")
        return f"工作表“{self.sheet}”{row}{column}".strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say; the message names the cell and what to do, and no personal value."""

    level: str
    code: str
    sheet: str
    row: int
    column: str
    message: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Findings:
    """Everything said about a workbook, in the order it was found."""

    all: list[Finding] = field(default_factory=list)
    _once: set[tuple[str, str]] = field(default_factory=set)

    def error(self, code: str, place: Place, sentence: str) -> None:
        self._say(Level.ERROR, code, place, sentence)

    def question(self, code: str, place: Place, sentence: str) -> None:
        assert code in QUESTIONS, code
        self._say(Level.QUESTION, code, place, sentence)

    def note(self, code: str, place: Place, sentence: str) -> None:
        self._say(Level.NOTE, code, place, sentence)

    def note_once(self, code: str, place: Place, sentence: str) -> None:
        """Say something once per sheet and code, at the first place."""
        if (code, place.sheet) not in self._once:
            self._once.add((code, place.sheet))
            self.note(code, place, sentence)

    def _say(self, level: Level, code: str, place: Place, sentence: str) -> None:
        message = f"{place}:{sentence}"
        self.all.append(Finding(level.value, code, place.sheet, place.row, place.column, message))


def open_questions(findings: Iterable[Finding], accepted: Iterable[str]) -> list[str]:
    """Return the codes of questions that nobody has answered yet, in the order they came."""
    asked = (finding.code for finding in findings if finding.level == Level.QUESTION)
    return [code for code in dict.fromkeys(asked) if code not in set(accepted)]


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return level → how many."""
    counted = Counter(finding.level for finding in findings)
    return {level.value: counted[level.value] for level in Level}


def bounded(findings: Iterable[Finding], per_code: int) -> Iterator[Finding]:
    """Yield at most so many of each level and code; the workbook has all."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        seen[finding.level, finding.code] += 1
        if seen[finding.level, finding.code] <= per_code:
            yield finding
