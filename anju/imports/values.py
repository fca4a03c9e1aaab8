"""What cells say, as values of the register; a text that says nothing is empty. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from anju.core.phones import PhoneNumber, parse_phone
from anju.core.workbooks import text_of
from anju.estate.models import DeliveryState, MeterKind, OccupancyState, SpaceKind, UnitUse
from anju.residents.models import HoldingGround, IdentityKind, OccupancyRole, PersonKind
from anju.residents.models.identity import fault_of_identity, plain_identity

EMPTY = re.compile(r"[\s\-—/\\.。?*]*|无|没有|暂无|不详|未知|未填|none|null|n/a|na", re.IGNORECASE)
COMPANY = re.compile(
    r"公司|集团|合伙|事务所|有限|银行|酒店|宾馆|医院|学校|幼儿园|委员会|街道办|经营部|工作室|商行|超市"
    r"|(?<=..)(中心|支行|分行|门市部|合作社|管理处|研究所|研究院|基金会|协会|餐厅|饭店|药店|诊所)$"
)
PLACEHOLDER_PHONES = frozenset(
    {"18999999999", "13800000000", "12345678900", "12345678901", "13888888888", "13999999999"}
)
NAME_MARKS = re.compile(r"\s*[、,,;;/|&+#\n]\s*")
LIST_MARKS = re.compile(r"[、,,;;|&+#\n]+")
USES = (
    (r"商|铺|店|门面|网点|底商", UnitUse.SHOP),
    (r"办公|写字|公寓式办公", UnitUse.OFFICE),
    (r"住|宅|公寓|别墅|宿舍|洋房|高层|小高层|多层|排屋|叠墅", UnitUse.HOME),
)
# Word in a state → delivery and occupancy; the first that fits counts.
STATES: tuple[tuple[str, DeliveryState | None, OccupancyState | None], ...] = (
    (r"未销售|未售|待售|在售", DeliveryState.WAITING, OccupancyState.VACANT),
    (r"未交|待交", DeliveryState.WAITING, OccupancyState.VACANT),
    (r"未入住|未住", DeliveryState.DELIVERED, OccupancyState.VACANT),
    (r"出租|租赁|已租|租住", DeliveryState.DELIVERED, OccupancyState.LET),
    (r"空闲|空置|闲置|空关|^空$", None, OccupancyState.VACANT),
    (r"入住|自住|自用|居住|常住", DeliveryState.DELIVERED, OccupancyState.OWN),
    (r"已交|交付|交房|收房|装修|接房", DeliveryState.DELIVERED, None),
    (r"已售|出售", None, None),
)
ROLES = (
    (r"租", OccupancyRole.TENANT),
    (
        r"家庭|家属|家人|配偶|子|女|父|母|夫|妻|爱人|老公|老婆|兄|弟|姐|妹|祖|孙|亲属|成员|婆|媳|婿",
        OccupancyRole.FAMILY,
    ),
    (r"代理|受托|委托|联系人", OccupancyRole.AGENT),
    (r"店员|员工|职员|店长", OccupancyRole.SHOP_STAFF),
    (r"业主|产权|户主|房主|本人|共有|房东|权利人", OccupancyRole.OWNER),
)
METER_KINDS = (
    (r"热|暖", MeterKind.HEAT),
    (r"气|燃", MeterKind.GAS),
    (r"水", MeterKind.WATER),
    (r"电", MeterKind.POWER),
)


def said(cell: Any, codes: Mapping[str, str] | None = None) -> str:
    """Return a cell's text, its code replaced by the code's word; empty if it says nothing."""
    text = text_of(cell)
    if EMPTY.fullmatch(text):
        return ""
    return (codes or {}).get(text.upper(), text)


def became_a_date(cell: Any) -> bool:
    """Tell whether Excel made a date of what was a code: `1-2` → 1月2日."""
    return isinstance(cell, date | datetime)


def area_of(cell: Any) -> Decimal | None:
    """Return square metres with two decimals.

    :raises ValueError: for what is no number, not above 0, or beyond reason.
    """
    text = re.sub(r"(平方米|平米|㎡|m2|m²|平)$", "", said(cell).lower().replace(",", "")).strip()
    if not text:
        return None
    try:
        area = Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not 0 < area < 1_000_000:
        raise ValueError(text)
    return area


def whole_of(cell: Any, *, most: int, least: int = 0) -> int | None:
    """Return a whole number: `33`, `33层`, `负1`, `B1` (−1).

    :raises ValueError: for anything else.
    """
    text = re.sub(r"(层|楼|F|位|倍)$", "", said(cell).upper()).removeprefix("第")
    text = re.sub(r"^(负|B|地下|-)\s*", "-", text)
    if not text:
        return None
    number = float(text)
    if number != int(number) or not least <= number <= most:
        raise ValueError(text)
    return int(number)


def share_of(cell: Any) -> Fraction | None:
    """Return an owner's part: `50%`, `1/2`, `0.5`, `全部`.

    :raises ValueError: for what is no part of the whole.
    """
    text = said(cell).replace("份", "")
    if not text or text in ("共有", "共同共有"):
        return None
    if text in ("全部", "单独所有", "单独"):
        return Fraction(1)
    try:
        if text.endswith("%"):
            part = Fraction(text[:-1]) / 100
        else:
            part = Fraction(text.replace("之", "/"))
    except ZeroDivisionError as error:
        raise ValueError(text) from error
    part = part.limit_denominator(10_000)
    if not 0 < part <= 1:
        raise ValueError(text)
    return part


def use_of(word: str) -> UnitUse | None:
    return next((use for pattern, use in USES if re.search(pattern, word)), None)


def state_of(word: str) -> tuple[DeliveryState | None, OccupancyState | None] | None:
    """Return delivery and occupancy that a state's word tells; None for an unknown word."""
    for pattern, delivery, occupancy in STATES:
        if re.search(pattern, word):
            return delivery, occupancy
    return None


def role_of(word: str) -> OccupancyRole | None:
    return next((role for pattern, role in ROLES if re.search(pattern, word)), None)


def meter_kind_of(word: str) -> MeterKind | None:
    return next((kind for pattern, kind in METER_KINDS if re.search(pattern, word)), None)


def space_kind_of(word: str) -> SpaceKind | None:
    if re.search(r"地下|车库|室内|负", word):
        return SpaceKind.UNDERGROUND
    return SpaceKind.GROUND if re.search(r"地上|地面|露天|室外", word) else None


def ground_of(word: str) -> HoldingGround | None:
    if re.search(r"租|^H$", word):
        return HoldingGround.RENTED
    return HoldingGround.OWNED if re.search(r"售|产权|自有|购|^S$|私", word) else None


def names_of(cell: Any) -> list[str]:
    """Return the names in a cell: `张三、李四` are two, `张 三` is one, a company is one."""
    raw = str(cell) if isinstance(cell, str) else text_of(cell)
    text = said(cell)
    if not text:
        return []
    if is_company(text):
        return [text[:60]]
    parts = [text_of(part) for part in NAME_MARKS.split(raw.strip()) if text_of(part)]
    if len(parts) == 1:
        words = parts[0].split(" ")
        if len(words) > 1 and all(re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) for word in words):
            parts = words
    return [_name(part) for part in parts if not EMPTY.fullmatch(part)]


def is_company(name: str) -> bool:
    return bool(COMPANY.search(name))


def kind_of(name: str) -> PersonKind:
    return PersonKind.COMPANY if is_company(name) else PersonKind.PERSON


def phones_of(cell: Any, area_code: str = "") -> tuple[list[PhoneNumber], list[str]]:
    """Return the numbers in a cell, and those of its texts that are none."""
    text = said(cell)
    if not text:
        return [], []
    found = parse_phone(text, area_code=area_code)
    if found is not None:
        return [found], []
    numbers, wrong = [], []
    raw = str(cell) if isinstance(cell, str) else text
    for part in re.split(r"[、,,;;/|&+#\n\s()()]+", raw.strip()):
        plain = re.sub(r"[\u4e00-\u9fff::]+", "", text_of(part))
        if not plain:
            continue
        number = parse_phone(plain, area_code=area_code)
        if number is None:
            wrong.append(plain)
        else:
            numbers.append(number)
    return numbers, wrong or ([] if numbers else [text])


def is_placeholder_phone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return digits in PLACEHOLDER_PHONES or (len(digits) >= 5 and len(set(digits)) == 1)


def is_placeholder_identity(text: str) -> bool:
    plain = plain_identity(text)
    # Excel keeps 15 digits of a number: 111111111111111111 comes as …104.
    return len(plain) > 2 and (len(set(plain[:15])) == 1 or plain.startswith("0000000"))


def is_rounded(cell: Any) -> bool:
    """Tell whether Excel kept a long number as a float and lost its last digits."""
    return isinstance(cell, float) and abs(cell) >= 1e15


def identity_of(text: str, word: str, *, company: bool) -> tuple[IdentityKind, str, str]:
    """Return kind and plain number of an identity number, and what is wrong with it.

    :param word: the kind as the sheet says it; empty where it does not.
    """
    number = plain_identity(text)
    kind = _identity_kind(word, number, company=company)
    return kind, number, fault_of_identity(kind, number)


def _identity_kind(word: str, number: str, *, company: bool) -> IdentityKind:
    if re.search(r"护照", word):
        return IdentityKind.PASSPORT
    if re.search(r"港|澳|回乡", word):
        return IdentityKind.HK_MACAO
    if re.search(r"台", word):
        return IdentityKind.TAIWAN
    if re.search(r"信用|执照|机构", word) or company:
        return IdentityKind.COMPANY
    if not word and re.fullmatch(r"[A-Z]{1,2}\d{7,8}", number):
        return IdentityKind.PASSPORT
    return IdentityKind.ID_CARD


def _name(text: str) -> str:
    if not re.search(r"[A-Za-z]", text):
        text = text.replace(" ", "")  # 王 婷 is spaced out to the width of three characters
    return text.replace("•", "·").replace("・", "·").strip()[:60]
