"""What an import costs: a workbook of 20,000 units with their owners, checked and applied.

Beside it runs the plainest possible way: the rows that it wrote, copied raw into tables without
keys, trail or search.
"""

import time
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from django.conf import settings
from django.db import connection
from xlsxwriter import Workbook

from anju.core.actors import SYSTEM
from anju.core.periods import SHANGHAI
from anju.imports.commands.applying import apply_import
from anju.imports.commands.keeping import keep_import
from anju.imports.commands.undoing import undo_import
from anju.imports.models import Import
from anju.imports.queries.checking import Checked
from anju.organization.commands.founding import create_project
from anju.organization.models import Project

R = TypeVar("R")
ROWS = 20_000
AT = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "安邦成德恩芳国海嘉凯兰美宁佩琪荣思天文晓雅子"
HEADINGS = (
    *("楼栋", "单元", "房号", "楼层", "建筑面积", "房屋类型", "业主姓名", "联系电话"),
    *("身份证号", "房屋状态"),
)
TABLES = (
    *("estate_building", "estate_entrance", "estate_unit", "residents_person"),
    *("residents_phone", "residents_occupancy"),
)


def run() -> dict[str, float]:
    """Return seconds of keeping, applying, applying again and undoing, and the `ratio` to COPY."""
    project = _project()
    content = _workbook()
    keep, kept = _timed(lambda: _keep(project, content))
    apply, checked = _timed(lambda: _apply(kept))
    assert checked.counts["created"]["unit"] == ROWS, checked.counts
    raw = _raw(project)
    again, same = _timed(lambda: _apply(_keep(project, content)))
    assert sum(same.counts["created"].values()) == 0, same.counts
    kept.refresh_from_db()
    undo, _ = _timed(lambda: undo_import(kept=kept, by=SYSTEM, at=AT))
    return {
        "rows": float(ROWS),
        "keep_s": keep,
        "apply_s": apply,
        "again_s": again,
        "undo_s": undo,
        "raw_copy_s": raw,
        "ratio": (keep + apply) / raw,
    }


def _project() -> Project:
    there = Project.objects.filter(code="bench-imports").first()
    return there or create_project(code="bench-imports", name="样例", by=SYSTEM, at=AT)


def _keep(project: Project, content: bytes) -> Import:
    return keep_import(
        project=project,
        file_name="样例.xlsx",
        content=content,
        key=settings.ANJU_DATA_KEY,
        by=SYSTEM,
        at=AT,
    )


def _apply(kept: Import) -> Checked:
    return apply_import(kept=kept, key=settings.ANJU_DATA_KEY, by=SYSTEM, at=AT)


def _workbook() -> bytes:
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("房屋")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(ROWS):
        sheet.write_row(number + 1, 0, _row(number))
    book.close()
    return buffer.getvalue()


def _row(number: int) -> tuple[object, ...]:
    """Return the row of a unit: 100 buildings of 2 entrances with 25 floors of 4 doors."""
    building, rest = divmod(number, 200)
    entrance, rest = divmod(rest, 100)
    floor, door = divmod(rest, 4)
    name = (
        SURNAMES[number % len(SURNAMES)]
        + GIVEN[number // 7 % len(GIVEN)]
        + GIVEN[number // 151 % len(GIVEN)]
    )
    return (
        *(building + 1, entrance + 1, f"{floor + 1}{door + 1:02d}", floor + 1),
        *(80 + number % 50 + 0.5, "住宅", name, 13_000_000_000 + number * 7, _identity(number)),
        "已入住",
    )


def _identity(number: int) -> str:
    """Return an invented identity number with a right check digit, of a place that is none."""
    # 17 digits: no place, a birthday, and the number within its year.
    plain = f"000099{1950 + number // 1000:04d}0101{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(plain, weights, strict=True))
    return plain + "10X98765432"[total % 11]


def _raw(project: Project) -> float:
    """Return the seconds of copying the same rows, as text, into bare tables."""
    spent = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(
                f"COPY (SELECT * FROM {table} WHERE project_id = {project.pk}) TO STDOUT"  # noqa: S608
            ) as out:
                data = b"".join(bytes(part) for part in out)
            cursor.execute(f"CREATE TEMP TABLE raw_{table} (LIKE {table})")
            began = time.perf_counter()
            with cursor.copy(f"COPY raw_{table} FROM STDIN") as copy:
                copy.write(data)
            spent += time.perf_counter() - began
            cursor.execute(f"DROP TABLE raw_{table}")
    return spent


def _timed(work: Callable[[], R]) -> tuple[float, R]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
