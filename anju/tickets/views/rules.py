"""责任范围 and 派单规则: their lists, editors, and trying the rules."""

from collections.abc import Sequence

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.core.periods import SHANGHAI
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import posts_in_order
from anju.tickets.commands import remits as commands
from anju.tickets.commands.dispatch import change_dispatch
from anju.tickets.contents import RuleDraft
from anju.tickets.forms.choices import chosen
from anju.tickets.forms.rules import RemitForm, RuleForm, TryForm
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.categories import tree_of
from anju.tickets.queries.dispatch import current_edition, facts_of, rule_for, rules_of
from anju.tickets.queries.remits import is_within_remit, remit_in, remit_list
from anju.tickets.states import MatterKind
from anju.tickets.states import May as MayDo
from anju.tickets.views.editing import edit, live_topics, url_of, wants_retired
from anju.ui.responses import done, page

EDITOR = "tickets/edit.html"


@staff_view(May.READ_CATALOGUE)
def remits(request: StaffRequest) -> HttpResponseBase:
    """List what each post may do by itself."""
    retired = wants_retired(request)
    tree = tree_of(request.project)
    rows = [
        (remit, tree.said(remit.category_id or 0) or (remit.category and remit.category.name))
        for remit in remit_list(request.project, retired=retired)
    ]
    context = {"rows": rows, "is_retired": retired, "alone": MayDo.ALONE}
    live = live_topics(request)
    return page(request, "tickets/remits.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add_remit(request: StaffRequest) -> HttpResponseBase:
    """Say what a post does with a branch of matters."""
    form = RemitForm(request.POST or None, tree=tree_of(request.project))

    def save() -> str:
        made = commands.add_remit(
            project=request.project, by=request.by, at=request.at, **form.facts()
        )
        return f"已新建:{made}。"

    context = {"title": "新建责任范围", "lead": "越具体的分类越优先;没有写到的一律上报。"}
    to = url_of(request, "remits")
    return edit(request, form, template=EDITOR, to=to, save=save, context=context)


@staff_view(May.MANAGE_CATALOGUE)
def change_remit(request: StaffRequest, remit_id: int) -> HttpResponseBase:
    """Change a remit."""
    found = remit_in(request.project, remit_id)
    if found is None:
        raise Http404
    initial = RemitForm.of(found)
    form = RemitForm(request.POST or None, tree=tree_of(request.project), initial=initial)

    def save() -> str:
        seen = form.cleaned_data["seen"]
        changed = commands.change_remit(
            remit=found, seen=seen, by=request.by, at=request.at, **form.facts()
        )
        return f"已改为:{changed}。"

    context = {"title": "修改责任范围", "lead": str(found), "lines": timeline(found)}
    return edit(
        request,
        form,
        template=EDITOR,
        to=url_of(request, "remits"),
        save=save,
        theirs=lambda: (found.edition, found.said()),
        context=context,
    )


@staff_view(May.READ_CATALOGUE)
def dispatch(request: StaffRequest) -> HttpResponseBase:
    """Show the ordered list of rules."""
    tree = tree_of(request.project)
    edition = current_edition(request.project)
    rows = [(rule, tree.said(rule.category_id or 0)) for rule in rules_of(request.project)]
    context = {"rows": rows, "edition": edition, "number": edition.number if edition else 0}
    live = live_topics(request)
    return page(request, "tickets/dispatch.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add_rule(request: StaffRequest) -> HttpResponseBase:
    """Add a rule before the last one that asks nothing, else at the end."""
    drafts = _drafts(request)
    asks_nothing = bool(drafts) and _asks_nothing(drafts[-1])
    place = len(drafts) - 1 if asks_nothing else len(drafts)
    return _edit_rule(request, drafts, place, None)


@staff_view(May.MANAGE_CATALOGUE)
def change_rule(request: StaffRequest, rank: int) -> HttpResponseBase:
    """Change one rule of the list."""
    drafts = _drafts(request)
    if not 1 <= rank <= len(drafts):
        raise Http404
    return _edit_rule(request, drafts, rank - 1, drafts[rank - 1])


@staff_view(May.MANAGE_CATALOGUE)
@require_POST
def arrange(request: StaffRequest) -> HttpResponseBase:
    """Move a rule up or down, or retire it: `do` is up:3, down:3 or retire:3."""
    do, _, said = request.POST.get("do", "").partition(":")
    drafts, seen = _drafts(request), request.POST.get("seen", "")
    place = int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 4 else -1
    to = url_of(request, "dispatch")
    if not 0 <= place < len(drafts) or do not in ("up", "down", "retire"):
        raise Http404
    name, there = drafts[place].name, place
    if do == "retire":
        drafts.pop(place)
    else:
        there = max(0, min(len(drafts) - 1, place + (1 if do == "down" else -1)))
        drafts.insert(there, drafts.pop(place))
    try:
        change_dispatch(
            project=request.project,
            rules=drafts,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
            by=request.by,
            at=request.at,
        )
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    what = {"up": "已上移", "down": "已下移", "retire": "已停用"}[do]
    anchor = "" if do == "retire" else f"#rule-{there + 1}"
    return done(request, to=to + anchor, said=f"“{name}”{what}。")


@staff_view(May.READ_CATALOGUE)
def try_rules(request: StaffRequest) -> HttpResponseBase:
    """Match a made-up matter against rules and remits; changes nothing."""
    tree = tree_of(request.project)
    initial = {"hour": request.at.astimezone(SHANGHAI).time(), "kind": MatterKind.REPAIR}
    asked = request.GET if "hour" in request.GET else None
    form = TryForm(asked, project=request.project, tree=tree, initial=initial)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data
        category = chosen(tree, said["category"])
        facts = facts_of(request.project, category, said["building"], said["hour"])
        found = rule_for(request.project, facts)
        kind = MatterKind(said["kind"])
        context |= {
            "chosen": found,
            "looked": [(each, found.rules[each.index]) for each in found.match.looked],
            "rulings": [
                (post, is_within_remit(request.project, post, category, kind))
                for post in posts_in_order()
                if post.code in ("receptionist", "assistant", "supervisor")
            ],
        }
    return page(request, "tickets/try.html", context, part="result", status=form.status)


def _drafts(request: StaffRequest) -> list[RuleDraft]:
    return [RuleDraft.of(rule) for rule in rules_of(request.project)]


def _asks_nothing(draft: RuleDraft) -> bool:
    return draft.category is None and draft.building is None and draft.starts is None


def _edit_rule(
    request: StaffRequest, drafts: Sequence[RuleDraft], place: int, draft: RuleDraft | None
) -> HttpResponseBase:
    edition = current_edition(request.project)
    number = edition.number if edition else 0
    initial = {"seen": number, **(RuleForm.of(draft) if draft else {})}
    form = RuleForm(
        request.POST or None,
        project=request.project,
        tree=tree_of(request.project),
        initial=initial,
    )

    def save() -> str:
        made, spot = form.draft(), _spot(drafts, place, form.cleaned_data["was"])
        after = [*drafts[:spot], made, *drafts[spot + (draft is not None) :]]
        change_dispatch(
            project=request.project,
            rules=after,
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
        )
        return f"“{made.name}”已保存,排在第 {spot + 1} 条。"

    def theirs() -> tuple[int, dict[str, object]]:
        lines = "\n".join(f"{rank}. {each.name}:{each.said}" for rank, each in enumerate(drafts, 1))
        return number, {"order": lines}

    title = "修改派单规则" if draft else "新建派单规则"
    context = {"title": title, "lead": f"第 {place + 1} 条。从上往下找,第一条符合的决定派给谁。"}
    to = f"{url_of(request, 'dispatch')}#rule-{place + 1}"
    return edit(request, form, template=EDITOR, to=to, save=save, theirs=theirs, context=context)


def _spot(drafts: Sequence[RuleDraft], place: int, was: str) -> int:
    """Return where the rule that was opened stands now; a colleague may have moved the list.

    :raises DomainError: if it is no longer there.
    """
    if not was:
        return place
    spot = next((index for index, each in enumerate(drafts) if each.name == was), None)
    if spot is None:
        raise DomainError(f"“{was}”已被同事停用或改名,请回到列表看现在的规则。")
    return spot
