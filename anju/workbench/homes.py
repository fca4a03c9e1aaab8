"""What each post of the handbook finds on its first screen, in the order of its day.

A section that nothing fills yet says what will be there. An app that comes later fills its
section by its key in `queries.home_sections`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a home: its key, heading, symbol, and what it will hold while it is empty.

    :param is_wide: it takes the whole width.
    """

    key: str
    title: str
    symbol: str
    will_hold: str
    is_wide: bool = False


NOTICES = Section("notices", "公告", "speakerphone", "项目公告栏上最近发布的通知会列在这里。")
DEPUTIES = Section("deputies", "今天的职务代理", "arrows-exchange", "今天谁代谁,会列在这里。")
TODAY = Section(
    "today",
    "今日",
    "gauge",
    "今天必须答复的、已破诺的、无人接单的和重大的,会在这里数给您看。",
    True,
)
INTAKE = Section(
    "intake", "来电来访", "phone-call", "来电、来访的登记和未接来电会列在这里,一屏办完接待。"
)
PROMISES = Section("promises", "今天到期的承诺", "calendar", "答应业主今天答复的事项会列在这里。")
SHIFT = Section("shift", "交接班", "switch-horizontal", "上一班留下的未了事项会列在这里。")
MY_BUILDINGS = Section(
    "my_buildings", "我负责的楼栋", "building", "您负责楼栋的在办事项、欠费和待回访会列在这里。"
)
VISITS = Section("visits", "待回访", "phone", "到期的回访和抽样回访会列在这里。")
DEPARTMENTS = Section(
    "departments",
    "各部门在办",
    "list-check",
    "现在没有部门有在办的派工单。有了以后按时长排在这里,点开即可改派、催办。",
)
LOAD = Section("load", "各人在手", "users", "当值同事手上的派工单会列在这里。")
ESCALATED = Section(
    "escalated",
    "昨夜升级",
    "alert-triangle",
    "昨天下班以来没有超时升级的事项。有了以后连同后来的处理列在这里。",
    True,
)
DIGEST = Section("digest", "待签阅日报", "clipboard-list", "日报到点起草好后在这里签阅。")
KEYS = Section("keys", "钥匙", "key", "借出未还的钥匙会列在这里。")
ARCHIVES = Section("archives", "待归档", "archive", "等待归档、借出未还的档案会列在这里。")
FEES = Section("fees", "今日收款", "clipboard-list", "今天的收款和日结会列在这里。")
ORDERS = Section("orders", "我的工单", "list-check", "派给您的工单按时间排列,一次只显示下一步。")
ROUNDS = Section("rounds", "今天的巡查", "clipboard-list", "今天的巡查路线和点位会列在这里。")
REQUESTS = Section(
    "requests",
    "个人信息请求",
    "shield-lock",
    "住户要求查阅、更正或删除个人信息的,按期限列在这里。",
)
DUTY = Section("duty", "我的值班", "calendar-check", "您的班次会列在这里。")
PRAISE = Section("praise", "收到的表扬", "id-badge-2", "业主表扬您的话会列在这里。")
TARGETS = Section("targets", "本月指标", "list-check", "承诺兑现、收缴率和满意度会列在这里。")

HOMES: dict[str, tuple[Section, ...]] = {
    "manager": (
        *(TODAY, ESCALATED, DEPARTMENTS, LOAD, DIGEST, TARGETS, DEPUTIES, REQUESTS),
        NOTICES,
    ),
    "supervisor": (
        *(TODAY, DEPARTMENTS, LOAD, ESCALATED, PROMISES, DIGEST, DEPUTIES, REQUESTS),
        NOTICES,
    ),
    "assistant": (PROMISES, MY_BUILDINGS, VISITS, ROUNDS, DUTY, PRAISE, NOTICES),
    "receptionist": (INTAKE, PROMISES, SHIFT, KEYS, DUTY, PRAISE, NOTICES),
    "archivist": (ARCHIVES, REQUESTS, KEYS, NOTICES),
    "cashier": (FEES, NOTICES),
    "engineering": (ORDERS, DUTY, PRAISE, NOTICES),
    "security": (ORDERS, ROUNDS, DUTY, PRAISE, NOTICES),
    "cleaning": (ORDERS, DUTY, PRAISE, NOTICES),
    "greening": (ORDERS, DUTY, PRAISE, NOTICES),
}
OTHERS = (NOTICES, DEPUTIES)


def sections_for(post_codes: list[str]) -> list[Section]:
    """Return the sections of all posts somebody holds, the first post's first, none twice."""
    found = [section for code in post_codes for section in HOMES.get(code, ())]
    return list(dict.fromkeys(found or OTHERS))
