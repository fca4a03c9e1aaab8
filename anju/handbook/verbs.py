"""What the trail says of the handbook."""

from django.db.models import TextChoices


class HandbookVerb(TextChoices):
    """Events of clauses, scripts, rules of language and who speaks what."""

    LOADED = "handbook.loaded", "载入预置手册"
    CLAUSE_CHANGED = "handbook.clause_changed", "修改条款"
    CLAUSE_REVERTED = "handbook.clause_reverted", "恢复条款的旧版本"
    SCRIPT_ADDED = "handbook.script_added", "新建脚本"
    SCRIPT_CHANGED = "handbook.script_changed", "修改脚本"
    SCRIPT_REVERTED = "handbook.script_reverted", "恢复脚本的旧版本"
    SCRIPT_RETIRED = "handbook.script_retired", "停用脚本"
    SCRIPT_RESTORED = "handbook.script_restored", "恢复脚本"
    RULE_ADDED = "handbook.rule_added", "新建用语规则"
    RULE_CHANGED = "handbook.rule_changed", "修改用语规则"
    RULE_RETIRED = "handbook.rule_retired", "停用用语规则"
    RULE_RESTORED = "handbook.rule_restored", "恢复用语规则"
    LANGUAGES_SET = "handbook.languages_set", "登记会说的语言"
