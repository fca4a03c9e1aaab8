"""脚本: the list, a script's page with its history, and the editor."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.core.errors import DomainError
from anju.handbook.commands import scripts as commands
from anju.handbook.contents import LineDraft
from anju.handbook.forms.entries import ReasonForm
from anju.handbook.forms.scripts import ScriptForm
from anju.handbook.models import Script
from anju.handbook.permissions import HandbookPermission as May
from anju.handbook.queries.scripts import drafts_of, editions_of, script_in, script_list
from anju.handbook.queries.speaking import Facts, previewed, spoken, values_for
from anju.handbook.states import Situation
from anju.handbook.variables import SAMPLES, filled
from anju.handbook.views.editing import edit, live_topics, url_of, wants_retired
from anju.organization.doors import StaffRequest, staff_view
from anju.ui.responses import done, page


@staff_view(May.READ)
def scripts(request: StaffRequest) -> HttpResponseBase:
    """Show the scripts, found by code, words, clause, pinyin and its initials."""
    retired, situation = wants_retired(request), request.GET.get("situation", "")
    words = request.GET.get("words", "").strip()[:30]
    rows = script_list(request.project, retired=retired, situation=situation, words=words)
    values = values_for(request.project, sample_facts(request), at=request.at)
    firsts = [filled(row.lines[0].text, values) if row.lines else "" for row in rows]
    context = {
        "rows": list(zip(rows, firsts, strict=True)),
        "is_retired": retired,
        "situation": situation,
        "situations": Situation.choices,
        "words": words,
    }
    return page(request, "handbook/scripts.html", context, part="rows", live=live_topics(request))


@staff_view(May.READ)
def script(request: StaffRequest, script_id: int) -> HttpResponseBase:
    """Show a script as the viewer would speak it now, with every earlier edition."""
    found = _script_or_404(request, script_id)
    context = {
        "script": found,
        "spoken": spoken(request.project, found, sample_facts(request), at=request.at),
        "editions": editions_of(request.project, found),
        "back": url_of(request, "scripts"),
    }
    return page(request, "handbook/script.html", context)


@staff_view(May.MANAGE)
@require_POST
def preview(request: StaffRequest) -> HttpResponseBase:
    """Show lines that are being typed as one would speak them; changes nothing."""
    form = ScriptForm(request.POST)
    return page(request, "handbook/preview.html", _preview(request, form))


@staff_view(May.MANAGE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Add a script."""
    form = ScriptForm(request.POST or None)

    def save() -> str:
        made = commands.add_script(
            project=request.project, by=request.by, at=request.at, **form.facts()
        )
        return f"已新建“{made}”,编号 {made.code}。"

    lead = "同一场合有几个脚本时,排在最前的自动显示。"
    context = {"title": "新建脚本", "lead": lead, **_preview(request, form)}
    return edit(request, form, to=url_of(request, "scripts"), save=save, context=context)


@staff_view(May.MANAGE)
def change(request: StaffRequest, script_id: int) -> HttpResponseBase:
    """Save a script's next edition."""
    found = _script_or_404(request, script_id)
    lines = drafts_of(request.project, found)
    form = ScriptForm(request.POST or None, initial=ScriptForm.of(found, lines))

    def save() -> str:
        changed = commands.change_script(
            script=found,
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
            **form.facts(),
        )
        return f"“{changed}”已保存,现在是第 {changed.edition} 版。"

    def theirs() -> tuple[int, dict[str, object]]:
        return found.edition, {**found.said(), "lines": "\n".join(line.said for line in lines)}

    lead = f"{found.code} {found},现在是第 {found.edition} 版;旧版本都留着,可以恢复。"
    to = url_of(request, "script", found.pk)
    context = {"title": "修改脚本", "lead": lead, **_preview(request, form, lines)}
    return edit(request, form, to=to, save=save, theirs=theirs, context=context)


@staff_view(May.MANAGE)
@require_POST
def revert(request: StaffRequest, script_id: int, number: int) -> HttpResponseBase:
    """Speak an earlier edition again."""
    found = _script_or_404(request, script_id)
    to = url_of(request, "script", found.pk)
    try:
        changed = commands.revert_script(script=found, number=number, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=f"已恢复第 {number} 版的内容,现在是第 {changed.edition} 版。")


@staff_view(May.MANAGE)
def retire(request: StaffRequest, script_id: int) -> HttpResponseBase:
    """Retire a script, with the reason."""
    found = _script_or_404(request, script_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        commands.retire_script(script=found, reason=reason, by=request.by, at=request.at)
        return f"“{found}”已停用。"

    lead = "停用后屏幕上不再出现;同一场合还有别的脚本时改用别的。"
    context = {"title": f"停用:{found}", "lead": lead, "verb": "停用", "is_end": True}
    return edit(request, form, to=url_of(request, "scripts"), save=save, context=context)


@staff_view(May.MANAGE)
@require_POST
def restore(request: StaffRequest, script_id: int) -> HttpResponseBase:
    """Bring a retired script back."""
    found = _script_or_404(request, script_id)
    to = url_of(request, "scripts")
    try:
        commands.restore_script(script=found, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=f"{to}?show=retired", said=str(refusal), tone="error")
    return done(request, to=to, said=f"“{found}”已恢复。")


def sample_facts(request: StaffRequest) -> Facts:
    """Return samples with the viewer's own name and post, for reading a script by itself."""
    post = request.access.posts[0].name if request.access.posts else ""
    return Facts(
        name=request.user.name,
        post=post,
        called=SAMPLES["称呼"],
        matter=SAMPLES["事项"],
        promised=SAMPLES["承诺时间"],
        language=SAMPLES["语言"],
        colleague=SAMPLES["同事"],
    )


def _preview(
    request: StaffRequest, form: ScriptForm, lines: Sequence[LineDraft] = ()
) -> dict[str, Any]:
    """Return typed lines filled with samples, and what is still wrong with them."""
    wrong = list(form.errors.get("lines", ())) if form.is_bound else []
    typed = form.typed if form.is_bound else lines
    return {
        "preview": previewed(request.project, typed, sample_facts(request), at=request.at),
        "preview_url": url_of(request, "preview_script"),
        "wrong": wrong,
    }


def _script_or_404(request: StaffRequest, script_id: int) -> Script:
    found = script_in(request.project, script_id)
    if found is None:
        raise Http404
    return found
