"""What tests of the handbook look up: its shipped scripts and clauses in 绿苑小区."""

from typing import Any

from django.urls import reverse

from anju.core.actors import SYSTEM
from anju.handbook.models import Clause, LanguageRule, Script
from anju.handbook.states import Situation
from tests import world

NOW: dict[str, Any] = {"by": SYSTEM, "at": world.AT}


def script(situation: Situation = Situation.COMPLAINT) -> Script:
    """Return the living script of a situation."""
    found: Script = Script.objects.of(world.project()).live().get(situation=situation)
    return found


def clause(code: str = "6.15.4") -> Clause:
    found: Clause = Clause.objects.of(world.project()).live().get(code=code)
    return found


def rule(phrase: str = "不归我管") -> LanguageRule:
    found: LanguageRule = LanguageRule.objects.of(world.project()).live().get(phrase=phrase)
    return found


def url(name: str, *words: object) -> str:
    return reverse(f"handbook:{name}", args=["green", *words])
