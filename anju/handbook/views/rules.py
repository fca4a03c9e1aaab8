"""用语规则: the list with a box to try a text in, and the editor."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.handbook.commands import rules as commands
from anju.handbook.forms.entries import ReasonForm, RuleForm
from anju.handbook.language import check, pieces, strictest
from anju.handbook.models import LanguageRule
from anju.handbook.permissions import HandbookPermission as May
from anju.handbook.queries.rules import rule_in, rule_list, rules_of
from anju.handbook.states import RuleKind
from anju.handbook.views.editing import edit, live_topics, url_of, wants_retired
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page

LONGEST_TRY = 600


@staff_view(May.READ)
def rules(request: StaffRequest) -> HttpResponseBase:
    """Show the rules by kind."""
    retired, kind = wants_retired(request), request.GET.get("kind", "")
    words = request.GET.get("words", "").strip()[:30]
    context = {
        "rows": rule_list(request.project, retired=retired, kind=kind, words=words),
        "is_retired": retired,
        "kind": kind,
        "kinds": RuleKind.choices,
        "words": words,
    }
    return page(request, "handbook/rules.html", context, part="rows", live=live_topics(request))


@staff_view(May.READ)
def try_rules(request: StaffRequest) -> HttpResponseBase:
    """Show what the rules find in a text; nothing is saved. Posted, as texts name people."""
    text = request.POST.get("text", "").replace("\r\n", "\n")[:LONGEST_TRY]
    findings = check(text, rules=rules_of(request.project)) if text.strip() else []
    context = {
        "text": text,
        "findings": findings,
        "pieces": list(pieces(text, findings)),
        "strictest": strictest(findings),
        "back": url_of(request, "rules"),
    }
    return page(request, "handbook/try.html", context, part="result")


@staff_view(May.MANAGE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Add a rule."""
    form = RuleForm(request.POST or None)

    def save() -> str:
        made = commands.add_rule(
            project=request.project, facts=form.facts(), by=request.by, at=request.at
        )
        return f"已新建规则“{made}”。"

    context = {"title": "新建用语规则", "lead": "发出给业主的文字都按规则检查。"}
    return edit(request, form, to=url_of(request, "rules"), save=save, context=context)


@staff_view(May.MANAGE)
def change(request: StaffRequest, rule_id: int) -> HttpResponseBase:
    """Save a rule."""
    found = _rule_or_404(request, rule_id)
    form = RuleForm(request.POST or None, initial=RuleForm.of(found))

    def save() -> str:
        changed = commands.change_rule(
            rule=found,
            facts=form.facts(found.shape),
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
        )
        return f"规则“{changed}”已保存。"

    context = {"title": f"修改规则:{found}", "lead": "", "lines": timeline(found)}
    return edit(
        request,
        form,
        to=url_of(request, "rules"),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


@staff_view(May.MANAGE)
def retire(request: StaffRequest, rule_id: int) -> HttpResponseBase:
    """Retire a rule, with the reason."""
    found = _rule_or_404(request, rule_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        commands.retire_rule(rule=found, reason=reason, by=request.by, at=request.at)
        return f"规则“{found}”已停用。"

    lead = "停用后不再检查这个说法。"
    context = {"title": f"停用规则:{found}", "lead": lead, "verb": "停用", "is_end": True}
    return edit(request, form, to=url_of(request, "rules"), save=save, context=context)


@staff_view(May.MANAGE)
@require_POST
def restore(request: StaffRequest, rule_id: int) -> HttpResponseBase:
    """Bring a retired rule back."""
    found = _rule_or_404(request, rule_id)
    to = url_of(request, "rules")
    try:
        commands.restore_rule(rule=found, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=f"{to}?show=retired", said=str(refusal), tone="error")
    return done(request, to=to, said=f"规则“{found}”已恢复。")


def _rule_or_404(request: StaffRequest, rule_id: int) -> LanguageRule:
    found = rule_in(request.project, rule_id)
    if found is None:
        raise Http404
    return found
