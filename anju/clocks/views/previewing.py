"""The open deadlines that a change would move, as the preview shows and exports them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page

from anju.audit.hooks import Title, describe
from anju.clocks.forms.edits import fingerprint
from anju.clocks.hooks import kind_label
from anju.clocks.models import Clock
from anju.clocks.queries.previews import Touched
from anju.organization.doors import StaffRequest
from anju.organization.models import Project
from anju.ui.lists import Column, one_page

SHOWN = 50  # of all projects' deadlines: enough to see what a list does
Titles = dict[tuple[str, int], Title]


@dataclass(frozen=True, slots=True)
class Row:
    """A touched deadline with its case's name."""

    touched: Touched
    title: Title

    @property
    def clock(self) -> Clock:
        return self.touched.clock

    @property
    def kind(self) -> str:
        return kind_label(self.clock.kind)

    @property
    def effect(self) -> str:
        """What saving does to it, in words."""
        if self.touched.asks_renewal:
            return "不移动,需要改约"
        if self.touched.due_to is None:
            return "超出 400 天"
        return "提前" if self.touched.due_to < self.touched.due_from else "推后"

    @property
    def tone(self) -> str:
        return {"不移动,需要改约": "warn", "超出 400 天": "bad"}.get(self.effect, "info")


COLUMNS: list[Column[Row]] = [
    Column("事项", lambda row: row.title.text, 36),
    Column("时限", lambda row: row.kind, 14),
    Column("第几次", lambda row: row.clock.instance, 8),
    Column("现在到期", lambda row: row.touched.due_from, 18),
    Column("保存后到期", lambda row: _after(row.touched), 18),
    Column("影响", lambda row: row.effect, 18),
    Column("承办人", lambda row: row.clock.holder.name if row.clock.holder else "", 12),
]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything the second step shows of what saving would do."""

    page: Page[Any]
    rows: list[Row]
    moving: int
    staying: int
    fingerprint: str

    @property
    def count(self) -> int:
        return self.moving + self.staying


@dataclass(frozen=True, slots=True)
class OfProject:
    """The touched deadlines of one project: how many, and the first of them."""

    project: Project
    count: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class PreviewAcross:
    """What a change would do in all projects; of the deadlines the first `SHOWN` are listed."""

    projects: list[OfProject]
    moving: int
    staying: int
    fingerprint: str

    @property
    def count(self) -> int:
        return self.moving + self.staying

    @property
    def unlisted(self) -> int:
        """How many of them are counted only."""
        return self.count - sum(len(each.rows) for each in self.projects)


def preview_across(touched: Mapping[Project, Sequence[Touched]]) -> PreviewAcross:
    """Return the touched deadlines by project; names cost one query per kind of case."""
    everything = [each for those in touched.values() for each in those]
    listed = {row.clock.pk: row for row in rows_of(everything[:SHOWN])}
    projects = [
        OfProject(
            project,
            len(those),
            [listed[each.clock.pk] for each in those if each.clock.pk in listed],
        )
        for project, those in touched.items()
    ]
    staying = sum(1 for each in everything if each.asks_renewal)
    return PreviewAcross(projects, len(everything) - staying, staying, fingerprint(everything))


def preview_of(request: StaffRequest, touched: Sequence[Touched]) -> Preview:
    """Return the page of touched deadlines that is asked for; names cost one query per kind."""
    shown = one_page(request, touched)
    staying = sum(1 for each in touched if each.asks_renewal)
    moving = len(touched) - staying
    return Preview(shown, rows_of(shown.object_list), moving, staying, fingerprint(touched))


def result_of(shown: Preview | PreviewAcross) -> str:
    """Return in words what saving has done."""
    told = f",{shown.staying} 个承诺不移动,已请承办人改约" if shown.staying else ""
    return f"{shown.moving} 个时限已重新计算{told}。" if shown.count else "没有时限受影响。"


def rows_of(touched: Iterable[Touched]) -> list[Row]:
    """Return touched deadlines with the names of their cases."""
    touched = list(touched)
    titles = titles_of(each.clock for each in touched)
    return [Row(each, title_in(titles, each.clock)) for each in touched]


def titles_of(clocks: Iterable[Clock]) -> Titles:
    """Return the names and links of clocks' cases, asked once per type of case."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for clock in clocks:
        wanted[clock.subject_type].add(clock.subject_id)
    return {
        (kind, number): title
        for kind, numbers in wanted.items()
        for number, title in describe(kind, numbers).items()
    }


def title_in(titles: Titles, clock: Clock) -> Title:
    """Return a clock's case; one that no app knows any more is shown by its number."""
    known = titles.get((clock.subject_type, clock.subject_id))
    return known or Title(f"事项 {clock.subject_id}")


def _after(touched: Touched) -> Any:
    if touched.asks_renewal:
        return touched.due_from
    return touched.due_to
