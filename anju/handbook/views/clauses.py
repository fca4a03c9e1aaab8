"""手册条款: the list, a clause with its history and the scripts that serve it, the editor."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.handbook.commands import clauses as commands
from anju.handbook.forms.entries import ClauseForm
from anju.handbook.models import Clause
from anju.handbook.permissions import HandbookPermission as May
from anju.handbook.queries.clauses import clause_editions, clause_in, clause_list
from anju.handbook.queries.scripts import script_list
from anju.handbook.states import ClauseGroup
from anju.handbook.views.editing import edit, live_topics, url_of
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page


@staff_view(May.READ)
def clauses(request: StaffRequest) -> HttpResponseBase:
    """Show the clauses, found by code, words, pinyin and its initials."""
    group, words = request.GET.get("group", ""), request.GET.get("words", "").strip()[:30]
    context = {
        "rows": clause_list(request.project, group=group, words=words),
        "group": group,
        "groups": ClauseGroup.choices,
        "words": words,
    }
    return page(request, "handbook/clauses.html", context, part="rows", live=live_topics(request))


@staff_view(May.READ)
def clause(request: StaffRequest, clause_id: int) -> HttpResponseBase:
    """Show a clause with its earlier editions and the lines that serve it."""
    found = _clause_or_404(request, clause_id)
    serving = [
        (row.script, [line for line in row.lines if found.code in line.clauses])
        for row in script_list(request.project)
        if found.code in row.clauses
    ]
    context = {
        "clause": found,
        "serving": serving,
        "editions": clause_editions(request.project, found),
        "back": url_of(request, "clauses"),
    }
    return page(request, "handbook/clause.html", context)


@staff_view(May.MANAGE)
def change(request: StaffRequest, clause_id: int) -> HttpResponseBase:
    """Save a clause's next edition."""
    found = _clause_or_404(request, clause_id)
    form = ClauseForm(request.POST or None, initial=ClauseForm.of(found))

    def save() -> str:
        changed = commands.change_clause(
            clause=found, by=request.by, at=request.at, **form.cleaned_data
        )
        return f"{changed}已保存,现在是第 {changed.edition} 版。"

    lead = "用自己的话写清要求;规定用语照手册原文,一字不改。"
    context = {"title": f"修改{found}", "lead": lead}
    return edit(
        request,
        form,
        to=url_of(request, "clause", found.pk),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


@staff_view(May.MANAGE)
@require_POST
def revert(request: StaffRequest, clause_id: int, number: int) -> HttpResponseBase:
    """Let an earlier edition hold again."""
    found = _clause_or_404(request, clause_id)
    to = url_of(request, "clause", found.pk)
    try:
        changed = commands.revert_clause(clause=found, number=number, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=f"已恢复第 {number} 版的内容,现在是第 {changed.edition} 版。")


def _clause_or_404(request: StaffRequest, clause_id: int) -> Clause:
    found = clause_in(request.project, clause_id)
    if found is None:
        raise Http404
    return found
