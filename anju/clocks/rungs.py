"""Rungs of an escalation chain: when, whom to tell, and what else is asked for (rule 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anju.clocks.reckoning.errors import QuestionRefused
from anju.clocks.reckoning.targets import Stage, Unit

HOLDER = "holder"  # whoever holds the case; without one, its department
POST = "post:"  # post:supervisor
DEPARTMENT = "department:"  # department:工程部

ACTS = {"raise": "升一级", "dispatch": "重新派单", "reason": "要求说明原因"}


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage of a policy: an offset from due, whom it tells, what it asks the case's app for.

    `key` names the rung across editions of a policy: one that has fired does not fire again after
    a retarget (rule 6).

    :raises QuestionRefused: for a key, a recipient or an act that is none.
    """

    key: str
    stage: Stage
    tell: str = HOLDER
    acts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.key) <= 40 or self.key.startswith("morning:"):
            raise QuestionRefused("每级提醒都要有名称(不超过 40 字),且不以 morning: 开头。")
        prefixes = (POST, DEPARTMENT)
        known = any(self.tell.startswith(each) and self.tell != each for each in prefixes)
        if self.tell != HOLDER and not known:
            raise QuestionRefused("提醒对象须是承办人、某个岗位或某个部门,请重新选择。")
        if set(self.acts) - set(ACTS):
            raise QuestionRefused("升级动作只有“升一级”“重新派单”“要求说明原因”,请重新选择。")


def rung_to_dict(rung: Rung) -> dict[str, Any]:
    """Return a rung as JSON can hold it."""
    return {
        "key": rung.key,
        "minutes": rung.stage.minutes,
        "unit": rung.stage.unit.value,
        "tell": rung.tell,
        "acts": list(rung.acts),
    }


def rung_from_dict(said: Mapping[str, Any]) -> Rung:
    """Return the rung that `rung_to_dict` wrote.

    :raises QuestionRefused: if the data is none.
    """
    try:
        stage = Stage(said["minutes"], Unit(said["unit"]))
        return Rung(said["key"], stage, said["tell"], tuple(said.get("acts", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise QuestionRefused("提醒与升级的设置不完整,请重新填写。") from error
