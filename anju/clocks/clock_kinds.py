"""The service desk's kinds of deadlines with the defaults of clocks.md."""

from anju.clocks.kinds import ClockKind, DefaultPolicy
from anju.clocks.reckoning.targets import Duration, Promise

_HANDBOOK_DAY = 12 * 60  # one day of the desk

KINDS = (
    ClockKind(
        "respond",
        "首次回应",
        pauses=False,
        by_a_person=True,
        defaults=(DefaultPolicy("30 分钟内首次回应", Duration(30)),),
    ),
    ClockKind(
        "own",
        "接单",
        pauses=False,
        defaults=(
            DefaultPolicy(
                "紧急:15 分钟内接单(全天候)", Duration(15), "24x7", {"level": ["emergency"]}
            ),
            DefaultPolicy("15 分钟内接单", Duration(15)),
        ),
    ),
    ClockKind(
        "act",
        "到场处理",
        defaults=(
            DefaultPolicy(
                "紧急:15 分钟内到场(全天候)", Duration(15), "24x7", {"level": ["emergency"]}
            ),
        ),
    ),
    ClockKind(
        "assist",
        "协助部门答复",
        pauses=False,
        defaults=(DefaultPolicy("15 分钟内答复协助请求", Duration(15)),),
    ),
    ClockKind(
        "promise",
        "承诺",
        pauses=False,
        is_promise=True,
        defaults=(DefaultPolicy("次日 17:30 前答复", Promise()),),
    ),
    ClockKind(
        "resolve",
        "办结",
        defaults=(
            DefaultPolicy(
                "突发、重大:一个前台工作日内办结",
                Duration(_HANDBOOK_DAY),
                "desk",
                {"level": ["emergency", "重大"]},
            ),
            # 小修 within three days, complaints closed within three (domain, 5.3 and 2.4).
            DefaultPolicy(
                "报修、投诉、建议:三个前台工作日内办结",
                Duration(3 * _HANDBOOK_DAY),
                "desk",
                {"kind": ["报修", "投诉", "建议"]},
            ),
            DefaultPolicy("一个前台工作日内办结", Duration(_HANDBOOK_DAY)),
        ),
    ),
    ClockKind(
        "follow-up",
        "回访",
        pauses=False,
        defaults=(
            DefaultPolicy(
                "投诉:答复后 3 天内回访", Promise(3), "desk", {"category": ["complaint"]}
            ),
            DefaultPolicy("差评:1 天内回访", Promise(1), "desk", {"category": ["bad_card"]}),
            DefaultPolicy("维修抽样:7 天内回访", Promise(7), "desk", {"category": ["repair"]}),
            DefaultPolicy("3 天内回访", Promise(3)),
        ),
    ),
    ClockKind(
        "rework",
        "返工",
        defaults=(DefaultPolicy("一个前台工作日内返工完成", Duration(_HANDBOOK_DAY)),),
    ),
)
