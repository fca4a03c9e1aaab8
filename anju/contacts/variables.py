"""The variables of message templates: which there are, what must be there, filling in. Pure."""

import re
from collections.abc import Collection, Mapping

from anju.core.errors import DomainError

SAMPLES: dict[str, str] = {
    "称呼": "李阿姨",
    "事项": "厨房下水堵塞",
    "编号": "GD-2026-0128",
    "时间": "今天 15:30 前",
    "原时间": "今天 15:30",
    "地点": "3栋2单元501",
    "部门": "工程部",
    "师傅": "赵师傅",
    "结果": "下水管已疏通,试水正常",
    "进度": "配件已订,明天上午到货",
    "原因": "配件未到货",
    "费用": "¥60.00",
    "范围": "3栋、4栋",
    "项目": "绿苑小区",
    "客服电话": "服务中心电话",
    "进度链接": "进度网址",
    "意见卡链接": "意见卡网址",
}
"""Every variable with a value to show it by."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")
SMS_PART = 67  # characters of one part of a long Chinese short message
SMS_WHOLE = 70


class TextRefused(DomainError):
    """A template's text cannot be sent as it stands."""


def variables_in(text: str) -> list[str]:
    """Return the variables of a text in their order, each once."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def check_text(text: str, required: Collection[str]) -> None:
    """Refuse a text with a brace alone, an unknown variable, or a required one missing.

    :raises TextRefused: naming the variable.
    """
    if any(brace in _VARIABLE.sub("", text) for brace in "{}"):
        raise TextRefused("有一个大括号没有成对,请写成 {称呼} 这样。")
    found = variables_in(text)
    strange = [name for name in found if name not in SAMPLES]
    if strange:
        raise TextRefused(f"没有 {{{strange[0]}}} 这个变量。可以用的有:{'、'.join(SAMPLES)}。")
    missing = [f"{{{name}}}" for name in required if name not in found]
    if missing:
        raise TextRefused(f"缺少必须的变量 {'、'.join(missing)},请写进内容后再保存。")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled in; what has no value stays as {名称}."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def read_back(text: str, said: str) -> dict[str, str] | None:
    """Return with which values a template's text reads as was said; None if with none.

    So a text that a person has completed by hand still goes out as the provider's template.
    """
    seen: set[str] = set()
    pattern, last = "", 0
    for index, found in enumerate(_VARIABLE.finditer(text)):
        name = found[1]
        pattern += re.escape(text[last : found.start()])
        pattern += f"(?P=v_{_order(text, name)})" if name in seen else f"(?P<v_{index}>.+?)"
        seen.add(name)
        last = found.end()
    pattern += re.escape(text[last:])
    match = re.fullmatch(pattern, said.strip(), re.DOTALL)
    if match is None:
        return None
    values = {name: match[f"v_{_order(text, name)}"] for name in seen}
    return None if any("{" in value or "}" in value for value in values.values()) else values


def _order(text: str, name: str) -> int:
    """Return which of the places for variables is the first of this name."""
    return _VARIABLE.findall(text).index(name)


def sms_parts(text: str) -> int:
    """Return as how many short messages a text is charged."""
    return 1 if len(text) <= SMS_WHOLE else -(-len(text) // SMS_PART)
