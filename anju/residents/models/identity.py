"""Identity numbers: their forms and check characters (GB 11643, GB 32100). Pure."""

import re
import unicodedata
from datetime import date

from anju.residents.models.people import IdentityKind

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CREDIT_MARKS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OTHER_FORMS = {
    IdentityKind.PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    IdentityKind.HK_MACAO: re.compile(r"[HM]?[0-9]{8,10}"),
    IdentityKind.TAIWAN: re.compile(r"[A-Z0-9]{8,12}"),
}


def plain_identity(text: str) -> str:
    """Return a number in half-width capitals without spaces and dashes."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def fault_of_identity(kind: str, number: str) -> str:
    """Return what is wrong with a plain number of a kind, as a sentence; empty if nothing."""
    match kind:
        case IdentityKind.NONE:
            return "请选择证件类型。" if number else ""
        case IdentityKind.ID_CARD:
            return _fault_of_id_card(number)
        case IdentityKind.COMPANY:
            marked = re.fullmatch(rf"[{CREDIT_MARKS}]{{18}}", number) is not None
            return (
                ""
                if marked and _credit_check(number)
                else "统一社会信用代码有误:应为 18 位,且最后一位校验相符。请核对。"
            )
        case _:
            right = OTHER_FORMS[IdentityKind(kind)].fullmatch(number)
            return "" if right else f"{IdentityKind(kind).label}号码的格式不对,请对照证件核对。"


def is_of_a_man(number: str) -> bool | None:
    """Tell from a resident identity card's number; None for other numbers."""
    if len(number) != 18 or not number[16].isdigit():
        return None
    return int(number[16]) % 2 == 1


def _fault_of_id_card(number: str) -> str:
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return f"身份证号应为 18 位(最后一位可为 X),现在是 {len(number)} 位。请核对。"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号第 7 至 14 位不是一个日期,请核对。"
    if born.year < 1900:
        return "身份证号里的出生年份早于 1900 年,请核对。"
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    if CHECKS[total % 11] != number[17]:
        return "身份证号最后一位校验不符,多半有一位写错了,请对照证件核对。"
    return ""


def _credit_check(number: str) -> bool:
    total = sum(
        CREDIT_MARKS.index(mark) * pow(3, place, 31) for place, mark in enumerate(number[:17])
    )
    return CREDIT_MARKS[(31 - total % 31) % 31] == number[17]
