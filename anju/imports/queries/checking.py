"""A workbook checked whole against a project: what would be written, and everything to say."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.core.periods import local_date
from anju.core.phones import parse_phone
from anju.core.workbooks import read_sheets
from anju.estate.commands.loading import EstateLoad
from anju.imports.fields import SheetKind
from anju.imports.findings import Finding, Findings, Level, Place, open_questions
from anju.imports.gathering import gather
from anju.imports.queries.judging_estate import EstateJudge
from anju.imports.queries.judging_people import PeopleJudge
from anju.imports.recognising import recognise
from anju.imports.tables import Table
from anju.imports.tally import Tally
from anju.organization.models import Project
from anju.residents.commands.loading import ResidentsLoad

MOST_ROWS = 100_000
Progress = Callable[[str, int], None]


def _silent(stage: str, percent: int) -> None:
    return None


@dataclass(slots=True)
class Checked:
    """A workbook after its check, and what applying it would write."""

    tables: list[Table]
    findings: list[Finding]
    counts: dict[str, dict[str, int]]
    estate: EstateLoad
    residents: ResidentsLoad

    @property
    def has_errors(self) -> bool:
        return any(finding.level == Level.ERROR for finding in self.findings)

    def open_questions(self, accepted: Sequence[str]) -> list[str]:
        """Return the codes of the questions that are still to be answered."""
        return open_questions(self.findings, accepted)

    @property
    def rows(self) -> int:
        return sum(table.size for table in self.tables)

    def as_json(self, *, applied: bool) -> dict[str, Any]:
        """Return the report that `bin/anju import --json` prints."""
        return {
            "sheets": [
                {"name": each.sheet.name, "taken_as": each.kind.value, "rows": each.size}
                for each in self.tables
            ],
            **self.counts,
            "findings": [finding.as_json() for finding in self.findings],
            "applied": applied,
        }


def check_workbook(
    project: Project,
    content: bytes,
    *,
    takes: Mapping[str, str],
    key: bytes,
    at: datetime,
    progress: Progress = _silent,
) -> Checked:
    """Return what a workbook would bring into a project, and everything that is to be said of it.

    As many queries for 20,000 rows as for one. Questions are taken as answered by yes: whoever
    applies looks at `open_questions` first.

    :param takes: a person's corrections of what sheets and columns mean (`recognise`).
    :param key: the data key, to find people by identity numbers.
    :param progress: told the stage and how much of all is done, in percent.
    :raises Unreadable: if the file is no workbook that can be read.
    """
    progress("读取工作簿", 0)
    tables = recognise(read_sheets(content), takes)
    findings, tally = Findings(), Tally()
    total = max(1, sum(table.size for table in tables))
    if total > MOST_ROWS:
        place = Place(tables[0].sheet.name)
        findings.error(
            "too-long", place, f"共 {total:,} 行,一次最多 {MOST_ROWS:,} 行,请分成几个文件。"
        )
        tables = []
    if not any(table.kind not in (SheetKind.NOTHING, SheetKind.FEES) for table in tables):
        _note_nothing(tables, findings)
    draft = gather(
        tables,
        findings,
        area_code=area_code_of(project),
        progress=lambda rows: progress("核对每一行", 10 + 60 * rows // total),
    )
    progress("与系统中的资料比对", 70)
    day = local_date(at)
    estate_judge = EstateJudge(project, draft, findings, tally, day)
    estate = estate_judge.judge()
    people_judge = PeopleJudge(
        project, draft, findings, tally, estate_judge, key=key, at=at, day=day
    )
    residents = people_judge.judge()
    progress("核对完成", 100)
    return Checked(tables, findings.all, tally.counts(), estate, residents)


def area_code_of(project: Project) -> str:
    """Return the area code of the project's own telephone, with its 0; empty if it has none."""
    found = parse_phone(project.phone)
    code = re.match(r"0(?:10|2\d|[3-9]\d{2})", found.number) if found else None
    return code[0] if code else ""


def _note_nothing(tables: Sequence[Table], findings: Findings) -> None:
    if tables and all(table.kind is SheetKind.FEES for table in tables):
        return
    name = tables[0].sheet.name if tables else "Sheet1"
    if not any(table.is_understood for table in tables):
        findings.error(
            "nothing-understood",
            Place(name),
            "没有找到房屋、业主、车位或计量表的表头(如“楼栋、单元、房号、业主姓名”)。"
            "请检查表头,或下载模板填写。",
        )
