"""手册: its clauses, the scripts that serve them, the rules of language, who speaks what."""

from anju.handbook.models.clauses import Clause, ClauseEdition
from anju.handbook.models.languages import SpokenLanguage
from anju.handbook.models.rules import LanguageRule
from anju.handbook.models.scripts import Script, ScriptEdition, ScriptLine

__all__ = [
    "Clause",
    "ClauseEdition",
    "LanguageRule",
    "Script",
    "ScriptEdition",
    "ScriptLine",
    "SpokenLanguage",
]
