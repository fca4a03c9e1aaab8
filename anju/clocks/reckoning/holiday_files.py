"""Reading lists of holidays from files: our own facts, our format, and holiday-cn's."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from anju.clocks.reckoning.errors import HolidayListRefused
from anju.clocks.reckoning.holidays import HolidayDay, HolidayList
from anju.clocks.reckoning.moments import FIRST_YEAR, LAST_YEAR, shortened

FORMAT = "anju-holidays/1"
FACTS = Path(__file__).resolve().parent.parent / "holidays"
LONGEST_RUN = 31
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PAPER = re.compile(r"/(20\d\d)(0[1-9]|1[0-2])/")


@cache
def state_council() -> tuple[HolidayList, ...]:
    """Return the State Council's lists that come with Anju, oldest first."""
    read = (read_list(path.read_text(encoding="utf-8")) for path in sorted(FACTS.glob("*.json")))
    return tuple(found for found in read if found is not None)


def read_list(
    text: str, *, title: str = "", number: str = "", issued: date | None = None
) -> HolidayList | None:
    """Return the list in a file, or None if it holds no dates: that counts as no list.

    Our own format names the notice. holiday-cn's does not: there the notice is what the caller
    says, and its date, if nobody says it, the first of the month in the paper's address.

    :raises HolidayListRefused: if the text is no such file, with what is wrong in it.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HolidayListRefused("文件不是有效的 JSON,请选择放假安排文件。") from error
    if not isinstance(said, dict):
        raise HolidayListRefused("文件内容应是一个对象(含 year 等字段),请选择放假安排文件。")
    year = said.get("year")
    if type(year) is not int or not FIRST_YEAR < year <= LAST_YEAR:
        raise HolidayListRefused("文件缺少有效的年份(year),请检查文件。")
    if said.get("format") == FORMAT:
        return _own(said, year)
    if "format" in said or "days" not in said:
        raise HolidayListRefused(
            f"文件格式无法识别:需要 “format”: “{FORMAT}”,或 holiday-cn 的 year、days 字段。"
        )
    return _holiday_cn(said, year, title, number, issued)


def _own(said: Mapping[str, Any], year: int) -> HolidayList | None:
    days = tuple(
        day for block in _records(said.get("holidays"), "holidays") for day in _block(block)
    )
    if not days:
        return None
    notice = said.get("notice")
    if not isinstance(notice, dict):
        raise HolidayListRefused("文件没有写明通知(notice):标题、文号和发文日期。")
    title, issued = _text(notice, "title"), _date(notice.get("issued"))
    number, source = notice.get("number", ""), notice.get("source", "")
    if not isinstance(number, str) or not isinstance(source, str):
        raise HolidayListRefused("通知的文号(number)和来源(source)应是文字,请检查文件。")
    return HolidayList(year, title, number, issued, days, source)


def _block(block: Mapping[str, Any]) -> Iterator[HolidayDay]:
    name = _text(block, "name")
    for key, is_work in (("off", False), ("work", True)):
        dates = block.get(key, [])
        if not isinstance(dates, list):
            raise HolidayListRefused(f"“{shortened(name)}”的 {key} 应是日期列表,请检查文件。")
        for entry in dates:
            yield from (HolidayDay(on, name, is_work) for on in _run(entry))


def _run(entry: object) -> Iterator[date]:
    """Yield the dates of `2026-10-01` or `2026-10-01/2026-10-07`, both ends included."""
    first, slash, last = entry.partition("/") if isinstance(entry, str) else (entry, "", "")
    begin = _date(first)
    end = _date(last) if slash else begin
    if not 0 <= (end - begin).days < LONGEST_RUN:
        raise HolidayListRefused(
            f"“{shortened(entry)}”不是有效的起止日期(先起后止,不超过 {LONGEST_RUN} 天)。"
        )
    yield from (begin + timedelta(days=count) for count in range((end - begin).days + 1))


def _holiday_cn(
    said: Mapping[str, Any], year: int, title: str, number: str, issued: date | None
) -> HolidayList | None:
    days = []
    for record in _records(said["days"], "days"):
        is_off = record.get("isOffDay")
        if not isinstance(is_off, bool):
            raise HolidayListRefused("每个日期都要写明 isOffDay(true 放假,false 上班)。")
        days.append(HolidayDay(_date(record.get("date")), _text(record, "name"), not is_off))
    if not days:
        return None
    papers = said.get("papers", [])
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        raise HolidayListRefused("papers 应是通知网址的列表,请检查文件。")
    issued = issued or _issued(papers)
    if issued is None:
        raise HolidayListRefused("文件里看不出通知的发文日期,请填写发文日期后再导入。")
    title = title or f"国务院办公厅关于{year}年部分节假日安排的通知"
    return HolidayList(year, title, number, issued, tuple(days), papers[-1] if papers else "")


def _issued(papers: Sequence[str]) -> date | None:
    found = [match for match in map(_PAPER.search, papers) if match]
    return max((date(int(match[1]), int(match[2]), 1) for match in found), default=None)


def _records(said: object, key: str) -> list[Mapping[str, Any]]:
    if not isinstance(said, list) or not all(isinstance(record, dict) for record in said):
        raise HolidayListRefused(f"{key} 应是列表,每一项写明名称和日期,请检查文件。")
    return said


def _text(said: Mapping[str, Any], key: str) -> str:
    found = said.get(key)
    if not isinstance(found, str) or not found.strip() or len(found) > 100:
        raise HolidayListRefused(f"缺少 {key}(不超过 100 字的文字),请检查文件。")
    return found.strip()


def _date(said: object) -> date:
    if isinstance(said, str) and _ISO.fullmatch(said):
        try:
            return date.fromisoformat(said)
        except ValueError:
            pass
    raise HolidayListRefused(f"“{shortened(said)}”不是有效的日期,请写成 2026-10-01。")
