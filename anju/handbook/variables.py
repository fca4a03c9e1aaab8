"""The variables of scripts: which there are, greeting by the hour, filling in. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime

from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI

SAMPLES: dict[str, str] = {
    "问候": "上午好",
    "称呼": "李阿姨",
    "项目": "绿苑小区",
    "岗位": "前台接待员",
    "姓名": "王婷",
    "事项": "厨房下水堵塞",
    "承诺时间": "明天 17:30 前",
    "客服电话": "服务中心电话",
    "语言": "粤语",
    "同事": "何雨桐",
}
"""Every variable with a value to show it by."""

UNKNOWN: dict[str, str] = {
    "称呼": "",
    "岗位": "",
    "事项": "您说的这件事",
    "承诺时间": "说好的时间",
    "客服电话": "服务中心电话",
    "语言": "家乡话",
    "同事": "",
}
"""What is said while a value is not known; the sentence still reads."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_HOURS = ((5, "晚上好"), (9, "早上好"), (12, "上午好"), (14, "中午好"), (18, "下午好"))
_LONELY = re.compile(r"^[,、。!]+")


class TextRefused(DomainError):
    """A line cannot be filled as it stands."""


def greeting(at: datetime) -> str:
    """Return the greeting of the hour in Shanghai: 早上好 from 5, then 上午好, 中午好…"""
    hour = at.astimezone(SHANGHAI).hour
    return next((said for until, said in _HOURS if hour < until), "晚上好")


def check_text(text: str) -> None:
    """Refuse a text with a brace alone or an unknown variable.

    :raises TextRefused: naming the variable.
    """
    if any(brace in _VARIABLE.sub("", text) for brace in "{}"):
        raise TextRefused("有一个大括号没有成对,请写成 {称呼} 这样。")
    strange = [name for name in _VARIABLE.findall(text) if name not in SAMPLES]
    if strange:
        raise TextRefused(f"没有 {{{strange[0]}}} 这个变量。可以用的有:{'、'.join(SAMPLES)}。")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled in, so that it can be read out as it stands.

    What is not known becomes what one says instead (您说的这件事), or nothing with the comma
    that belonged to it.
    """
    said = _VARIABLE.sub(lambda found: values.get(found[1]) or UNKNOWN.get(found[1], ""), text)
    said = _LONELY.sub("", said)
    if not values.get("称呼"):
        said = said.replace("请问您是本人吗?", "请问是业主家吗?")
    return said
