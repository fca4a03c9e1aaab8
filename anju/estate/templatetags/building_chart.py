"""The grid of a building chart as HTML: thousands of doors, so written by hand, not by template."""

from collections.abc import Iterator

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from anju.estate.chart import Column, Door, Row
from anju.estate.queries.chart import BuildingChart, Chart, LegendLine

register = template.Library()

ROOMY, EASY = 12, 20  # doors across for which there is room to read their numbers easily
TALL = 26  # floors beyond which a row is low, so that 34 of them stand on one screen


@register.simple_tag
def chart_grid(chart: Chart, shown: BuildingChart, *, units_url: str = "") -> SafeString:
    """Draw a building: a row for every floor, a door for every unit.

    :param units_url: where the units' pages are; empty for paper, where nothing opens.
    """
    looks = {line.mark: line for line in chart.legend}
    width = shown.grid.width
    size = " floors--roomy" if width <= ROOMY else " floors--easy" if width <= EASY else ""
    if len(shown.grid.rows) > TALL:
        size += " floors--tall"
    rows = "\n".join(_row(row, looks, escape(units_url)) for row in shown.grid.rows)
    head = "".join(_heads(shown.grid.columns))
    caption = escape(f"{shown.building.name},从上到下是楼层,从左到右是户号")
    html = (
        f'<table class="floors{size}"><caption class="visually-hidden">{caption}</caption>'
        f'<thead><tr><th scope="col"><span class="visually-hidden">楼层</span></th>{head}</tr>'
        f"</thead><tbody>\n{rows}\n</tbody></table>"
    )
    return mark_safe(html)  # noqa: S308  every value in it is escaped above and below


def _heads(columns: list[Column]) -> Iterator[str]:
    for place, column in enumerate(columns):
        if place:
            yield '<td class="floors__gap"></td>'
        name = escape(column.name or "各户")
        yield f'<th scope="colgroup" colspan="{column.width}">{name}</th>'


def _row(row: Row, looks: dict[int, LegendLine], units_url: str) -> str:
    gap = '<td class="floors__gap"></td>'
    groups = ("".join(_cell(door, looks, units_url) for door in doors) for doors in row.doors)
    return f'<tr><th scope="row">{row.name}</th>{gap.join(groups)}</tr>'


def _cell(door: Door | None, looks: dict[int, LegendLine], units_url: str) -> str:
    if door is None:
        return "<td></td>"
    line, room = looks[door.mark], escape(door.room)
    look = f"door m{door.mark} {line.look}"
    if not units_url:
        return f'<td><span class="{look}">{room}</span></td>'
    return (
        f'<td><a id="u{door.id}" class="{look}" href="{units_url}{door.id}/"'
        f' aria-label="{escape(door.code)} {line.words}">{room}</a></td>'
    )
