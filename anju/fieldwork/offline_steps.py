"""The steps of a visit that may be taken without a network: what each form says and does."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from anju.fieldwork.commands.checking import add_sheet, explain, tick, untick
from anju.fieldwork.commands.doing import drop_material, keep_minutes, start_work, use_material
from anju.fieldwork.commands.ending import finish_visit, keep_unsigned, sign
from anju.fieldwork.commands.going import arrive, leave, set_out
from anju.fieldwork.commands.showing import add_photos
from anju.fieldwork.hands import Hand, Missing, lock_in_hand
from anju.fieldwork.queries.finding import (
    checklist_in,
    order_of_step,
    price_item_in,
)
from anju.fieldwork.states import CHOSEN_CAUSES, CheckState, LeftCause, PhotoKind
from anju.fieldwork.step_words import LABELS, in_words
from anju.offline.steps import Act, Step, TakenAway
from anju.tickets.commands.dispatching import locked_order
from anju.tickets.commands.working import accept_order
from anju.tickets.models import WorkOrder
from anju.tickets.refusals import NotYours
from anju.tickets.states import OrderState

SUBJECT = "tickets.workorder"
TAKEN_ON = (OrderState.ACCEPTED, OrderState.STARTED, OrderState.DONE, OrderState.CHECKED)


def _accept(act: Act) -> str:
    order, hand = locked_order(_order(act)), _hand(act)
    if order.assignee_id == act.user.pk and order.state in TAKEN_ON:
        return f"已接单:{order.task}。"
    if order.state not in (OrderState.ASSIGNED, OrderState.WAITING):
        lock_in_hand(order, hand, act.at)
    try:
        accept_order(order=order, worker=act.user, offline=act.offline, by=act.by, at=act.at)
    except NotYours as refusal:
        if act.is_adopted:
            raise
        raise TakenAway(str(refusal)) from refusal
    return f"已接单:{order.task}。"


def _set_out(act: Act) -> str:
    set_out(order=_order(act), hand=_hand(act), happened_at=act.happened_at, by=act.by, at=act.at)
    return "已记下出发时间,路上注意安全。"


def _arrive(act: Act) -> str:
    arrive(order=_order(act), hand=_hand(act), happened_at=act.happened_at, by=act.by, at=act.at)
    return "已记下到达时间。"


def _tick(act: Act) -> str:
    if act.fields.get("kind") in (CheckState.SKIPPED, CheckState.FAILED):
        return _explain(act)
    check = tick(
        order=_order(act),
        item_id=_number(act, "item"),
        hand=_hand(act),
        photos=act.files.get("photo", ()),
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return f"✓ {check.item.text}"


def _untick(act: Act) -> str:
    order, item = _order(act), _number(act, "item")
    untick(order=order, item_id=item, hand=_hand(act), by=act.by, at=act.at)
    return "已撤销。"


def _explain(act: Act) -> str:
    state = CheckState.FAILED if act.fields.get("kind") == "FAILED" else CheckState.SKIPPED
    explain(
        order=_order(act),
        item_id=_number(act, "item"),
        hand=_hand(act),
        state=state,
        reason=act.fields.get("reason", ""),
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return "已记下不合格,可以另派一张工单。" if state == CheckState.FAILED else "已记下原因。"


def _photo(act: Act) -> str:
    kind = act.fields.get("kind", "")
    add_photos(
        order=_order(act),
        hand=_hand(act),
        kind=PhotoKind(kind) if kind in PhotoKind.values else PhotoKind.CHECK,
        item_id=_number(act, "item") if act.fields.get("item") else None,
        photos=act.files.get("photo", ()),
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return "照片已存。"


def _add_sheet(act: Act) -> str:
    checklist = checklist_in(act.project, _number(act, "checklist"))
    if checklist is None:
        raise Missing("请选择要加用的检查表。")
    add_sheet(order=_order(act), checklist=checklist, hand=_hand(act), by=act.by, at=act.at)
    return f"已加用“{checklist.name}”。"


def _start(act: Act) -> str:
    start_work(
        order=_order(act),
        hand=_hand(act),
        offline=act.offline,
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return "已开工。"


def _material(act: Act) -> str:
    item = act.fields.get("price_item", "")
    price = price_item_in(act.project, int(item)) if item.isdigit() else None
    used = use_material(
        order=_order(act),
        hand=_hand(act),
        name=act.fields.get("name", "") or (price.service if price else ""),
        quantity=_quantity(act.fields.get("quantity", "")),
        unit=act.fields.get("unit", "") or (price.measure if price else ""),
        price_item=price,
        by=act.by,
        at=act.at,
    )
    return f"已记用料:{used}。"


def _drop_material(act: Act) -> str:
    name, unit = act.fields.get("name", ""), act.fields.get("unit", "")
    order, hand = _order(act), _hand(act)
    drop_material(order=order, hand=hand, name=name, unit=unit, by=act.by, at=act.at)
    return f"已删去{name}。"


def _minutes(act: Act) -> str:
    minutes = _number(act, "minutes")
    keep_minutes(order=_order(act), hand=_hand(act), minutes=minutes, by=act.by, at=act.at)
    return f"用时 {minutes} 分钟。"


def _sign(act: Act) -> str:
    if act.fields.get("kind") == "UNSIGNED":
        return _unsigned(act)
    files = act.files.get("signature", ())
    sign(
        order=_order(act),
        hand=_hand(act),
        picture=files[0] if files else None,
        name=act.fields.get("signed_name", ""),
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return "业主已签字。"


def _unsigned(act: Act) -> str:
    reason = act.fields.get("reason", "")
    keep_unsigned(order=_order(act), hand=_hand(act), reason=reason, by=act.by, at=act.at)
    return "已记下未签字的原因。"


def _finish(act: Act) -> str:
    order = finish_visit(
        order=_order(act),
        hand=_hand(act),
        result=act.fields.get("result", ""),
        gap_reason=act.fields.get("gap_reason", ""),
        offline=act.offline,
        by=act.by,
        at=act.at,
    )
    return f"已完成:{order.task}。请业主扫码填意见卡。"


def _leave(act: Act) -> str:
    cause = act.fields.get("cause", "")
    if cause not in CHOSEN_CAUSES:
        raise Missing("请选择没有做完就离开的原因。")
    leave(
        order=_order(act),
        hand=_hand(act),
        cause=LeftCause(cause),
        words=act.fields.get("words", ""),
        happened_at=act.happened_at,
        by=act.by,
        at=act.at,
    )
    return "已记下离开,派工单还在您手上。改日再来的,请点“延期”。"


def _order(act: Act) -> WorkOrder:
    order = order_of_step(act.project, act.subject_id)
    if order is None:
        raise Missing("派工单不在本项目,请联系前台。")
    return order


def _hand(act: Act) -> Hand:
    return Hand(act.user, is_adopted=act.is_adopted)


def _number(act: Act, field: str) -> int:
    typed = act.fields.get(field, "").strip()
    if not typed.isdigit() or len(typed) > 9:
        raise Missing(f"“{LABELS[field]}”要填数字,请检查。")
    return int(typed)


def _quantity(typed: str) -> Decimal:
    try:
        quantity = Decimal(typed.strip() or "1")
    except InvalidOperation as error:
        raise Missing("数量要填数字,例如 1 或 2.5。") from error
    if not quantity.is_finite() or not Decimal("0.01") <= quantity < 10**7:
        raise Missing("数量要大于 0,最多两位小数。")
    return quantity.quantize(Decimal("0.01"))


def _step(name: str, label: str, apply: Callable[[Act], str], *files: str) -> Step:
    return Step(
        name=f"fieldwork.{name}",
        label=label,
        subject=SUBJECT,
        apply=apply,
        file_fields=files,
        in_words=in_words,
        labels=LABELS,
    )


STEPS = [
    _step("accept", "接单", _accept),
    _step("set_out", "出发", _set_out),
    _step("arrive", "到达", _arrive),
    _step("tick", "检查项打勾", _tick, "photo"),
    _step("untick", "撤销检查项", _untick),
    _step("explain", "检查项说明", _explain),
    _step("photo", "拍照", _photo, "photo"),
    _step("add_sheet", "加用检查表", _add_sheet),
    _step("start", "开工", _start),
    _step("material", "登记用料", _material),
    _step("drop_material", "删除用料", _drop_material),
    _step("minutes", "登记用时", _minutes),
    _step("sign", "业主签字", _sign, "signature"),
    _step("unsigned", "业主未签字", _unsigned),
    _step("finish", "完成", _finish),
    _step("leave", "未完成离开", _leave),
]
