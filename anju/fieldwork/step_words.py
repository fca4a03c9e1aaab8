"""What the fields of a kept step say, for a supervisor who decides on it."""

from collections.abc import Callable

from anju.fieldwork.queries.finding import checklist_in, item_said, price_item_in
from anju.fieldwork.states import CheckState, LeftCause, PhotoKind
from anju.offline.steps import Act

LABELS = {
    "item": "检查项",
    "reason": "说明",
    "kind": "类别",
    "cause": "原因",
    "words": "说明",
    "checklist": "检查表",
    "name": "名称",
    "quantity": "数量",
    "unit": "单位",
    "price_item": "价目表项目",
    "minutes": "用时(分钟)",
    "signed_name": "签字人",
    "result": "处理结果",
    "gap_reason": "未做的原因",
    "photo": "照片",
    "signature": "业主签字",
}


def in_words(act: Act) -> list[tuple[str, str]]:
    """Return what the fields say, numbers of things as their names."""
    said = []
    for name, value in act.fields.items():
        if name in LABELS and value:
            said.append((LABELS[name], _named(act, name, value)))
    return said


def _named(act: Act, name: str, value: str) -> str:
    if name == "kind":
        kinds = {**dict(PhotoKind.choices), **dict(CheckState.choices), "UNSIGNED": "业主未签字"}
        return str(kinds.get(value, value))
    if name == "cause":
        return str(dict(LeftCause.choices).get(value, value))
    if not value.isdigit():
        return value
    finders: dict[str, Callable[[Act, int], object]] = {
        "item": lambda act, pk: item_said(act.project, pk),
        "checklist": lambda act, pk: checklist_in(act.project, pk),
        "price_item": lambda act, pk: price_item_in(act.project, pk),
    }
    found = finders[name](act, int(value)) if name in finders else value
    return str(found or value)
