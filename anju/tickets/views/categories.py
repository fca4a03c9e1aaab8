"""事项分类: the tree, its editor, and trying what a sentence leads to."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from anju.audit.timeline import timeline
from anju.core.errors import DomainError
from anju.organization.doors import StaffRequest, staff_view
from anju.tickets.commands import categories as commands
from anju.tickets.forms.categories import CategoryForm, HangForm, SearchForm
from anju.tickets.models import Category
from anju.tickets.permissions import TicketPermission as May
from anju.tickets.queries.categories import (
    category_in,
    retired_categories,
    suggested_categories,
    tree_of,
)
from anju.tickets.states import Level, MatterKind
from anju.tickets.views.editing import edit, live_topics, url_of, wants_retired
from anju.ui.responses import done, page

EDITOR = "tickets/category.html"


@staff_view(May.READ_CATALOGUE)
def categories(request: StaffRequest) -> HttpResponseBase:
    """Show the whole tree, or what of it a filter leaves; else what was retired."""
    words, kind = request.GET.get("words", "").strip(), request.GET.get("kind", "")
    nodes = tree_of(request.project).nodes()
    shown = [
        node
        for node in nodes
        if (not kind or kind in node.category.kinds)
        and (not words or words in node.path or words in node.category.keywords)
    ]
    context = {
        "nodes": shown,
        "leaves": sum(node.is_leaf for node in shown),
        "retired": retired_categories(request.project) if wants_retired(request) else None,
        "words": words,
        "kind": kind,
        "kinds": MatterKind.choices,
        "urgent": Level.URGENT,
    }
    live = live_topics(request)
    return page(request, "tickets/categories.html", context, part="rows", live=live)


@staff_view(May.MANAGE_CATALOGUE)
def add(request: StaffRequest) -> HttpResponseBase:
    """Add an entry at the top."""
    return _add(request, None)


@staff_view(May.MANAGE_CATALOGUE)
def add_below(request: StaffRequest, category_id: int) -> HttpResponseBase:
    """Add an entry below another."""
    return _add(request, _category_or_404(request, category_id))


@staff_view(May.MANAGE_CATALOGUE)
def change(request: StaffRequest, category_id: int) -> HttpResponseBase:
    """Change what an entry says."""
    found = _category_or_404(request, category_id)
    tree = tree_of(request.project)
    initial = CategoryForm.of(found)
    form = CategoryForm(request.POST or None, project=request.project, initial=initial)

    def save() -> str:
        changed = commands.change_category(
            category=found,
            facts=form.facts(),
            seen=form.cleaned_data["seen"],
            by=request.by,
            at=request.at,
        )
        return f"“{changed.name}”已保存。"

    def theirs() -> tuple[int, dict[str, object]]:
        now = _category_or_404(request, category_id)
        return now.edition, now.said()

    context = {
        "category": found,
        "path": tree.said(found.pk),
        "hang": HangForm(tree=tree, category=found, initial={"parent": found.parent_id or ""}),
        "lines": timeline(found),
    }
    to = f"{url_of(request, 'categories')}#category-{found.pk}"
    return edit(request, form, template=EDITOR, to=to, save=save, theirs=theirs, context=context)


@staff_view(May.MANAGE_CATALOGUE)
@require_POST
def move(request: StaffRequest, category_id: int) -> HttpResponseBase:
    """Move an entry one up or down among its own."""
    found = _category_or_404(request, category_id)
    step = -1 if request.POST.get("step") == "up" else 1
    to = f"{url_of(request, 'categories')}#category-{found.pk}"
    try:
        commands.move_category(category=found, step=step, by=request.by, at=request.at)
    except DomainError as refusal:
        return done(request, to=to, said=str(refusal), tone="error")
    return done(request, to=to, said=f"“{found.name}”已{'上' if step < 0 else '下'}移。")


@staff_view(May.MANAGE_CATALOGUE)
def hang(request: StaffRequest, category_id: int) -> HttpResponseBase:
    """Put an entry with all below it under another parent."""
    found = _category_or_404(request, category_id)
    tree = tree_of(request.project)
    form = HangForm(request.POST or None, tree=tree, category=found)

    def save() -> str:
        chosen = form.cleaned_data["parent"]
        parent = tree.path(int(chosen))[-1] if chosen else None
        commands.hang_category(category=found, parent=parent, by=request.by, at=request.at)
        return f"“{found.name}”已移到{f'“{parent.name}”下面' if parent else '最上级'}。"

    to = f"{url_of(request, 'categories')}#category-{found.pk}"
    context = {"title": "换上级", "lead": tree.said(found.pk), "verb": "移动"}
    return edit(request, form, template="tickets/edit.html", to=to, save=save, context=context)


@staff_view(May.READ_CATALOGUE)
def try_suggestions(request: StaffRequest) -> HttpResponseBase:
    """Show what a sentence of a resident would be taken for; changes nothing."""
    form = SearchForm(request.GET if "text" in request.GET else None)
    found = None
    if form.is_valid():
        said = form.cleaned_data
        found = suggested_categories(request.project, said["text"], said["kind"], 8)
    context = {"form": form, "found": found}
    return page(request, "tickets/suggest.html", context, part="found", status=form.status)


def _add(request: StaffRequest, parent: Category | None) -> HttpResponseBase:
    initial = CategoryForm.below(parent)
    form = CategoryForm(request.POST or None, project=request.project, initial=initial)
    to = url_of(request, "categories")

    def save() -> str:
        made = commands.add_category(
            project=request.project,
            parent=parent,
            facts=form.facts(),
            by=request.by,
            at=request.at,
        )
        return f"已新建“{made.name}”。"

    path = tree_of(request.project).said(parent.pk) if parent else ""
    return edit(
        request, form, template=EDITOR, to=to, save=save, context={"parent": parent, "path": path}
    )


def _category_or_404(request: StaffRequest, category_id: int) -> Category:
    found = category_in(request.project, category_id)
    if found is None:
        raise Http404
    return found
