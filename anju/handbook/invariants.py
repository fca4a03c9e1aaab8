"""What the database cannot hold by itself about the handbook."""

from collections.abc import Iterator

from django.db.models import F

from anju.core.errors import DomainError
from anju.handbook.contents import check_lines
from anju.handbook.language import check
from anju.handbook.models import Clause, ClauseEdition, LanguageRule, Script, SpokenLanguage
from anju.handbook.queries.scripts import drafts_of
from anju.handbook.states import Situation


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every script that cannot be spoken and every rule that finds nothing."""
    for script in Script.objects.live().select_related("project").order_by("pk"):
        try:
            check_lines(Situation(script.situation), drafts_of(script.project, script))
        except DomainError as refusal:
            yield f"脚本 {script.pk}({script}):{refusal}"
    present = ClauseEdition.objects.filter(number=F("clause__edition")).values("clause")
    for clause in Clause.objects.exclude(pk__in=present).order_by("pk"):
        yield f"条款 {clause.pk}({clause})没有现行版本。"
    for rule in LanguageRule.objects.live().filter(shape="WORDS").order_by("pk"):
        if not check(rule.phrase, rules=[rule.as_rule()]):
            yield f"用语规则 {rule.pk}({rule})查不出它自己的说法。"
    for each in SpokenLanguage.objects.filter(language="").order_by("pk"):
        yield f"会说的语言 {each.pk} 是空的。"
