"""Policies as people read them: every kind's ordered list, one kind with its editions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase

from anju.clocks.contents import PolicyDraft
from anju.clocks.forms.lists import Drafts, drafts_of, seal_list, unseal_list
from anju.clocks.hooks import clock_kinds
from anju.clocks.kinds import ClockKind
from anju.clocks.models import PolicyVersion
from anju.clocks.permissions import ClocksPermission as May
from anju.clocks.queries.calendars import calendars_of
from anju.clocks.queries.policies import (
    policies_of,
    policies_of_editions,
    policy_board,
    policy_versions,
)
from anju.clocks.reckoning.checking import promise_warnings
from anju.clocks.reckoning.targets import Promise
from anju.clocks.views.editions import Edition, history_of
from anju.clocks.views.spoken import BY_HAND, SaidRung, said_conditions, said_rung, said_target
from anju.organization.doors import StaffRequest, staff_view
from anju.organization.queries.staff import posts_in_order
from anju.ui.lists import one_page
from anju.ui.responses import page

HIDDEN_BEHIND = "它没有条件,排在后面的规则永远用不到。请把它移到最后,或给它加上条件。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A policy in words."""

    rank: int
    draft: PolicyDraft
    target: str
    conditions: list[str]
    rungs: list[SaidRung]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind with its list in words."""

    kind: ClockKind
    number: int
    policies: list[Shown]


@staff_view(May.READ)
def policies(request: StaffRequest) -> HttpResponseBase:
    """List every kind with its policies, in the order in which they are tried."""
    posts = post_names()
    board = [
        ShownKind(
            found.kind,
            found.version.number if found.version else 0,
            shown_list(drafts_of(found.policies), posts),
        )
        for found in policy_board(request.project)
    ]
    live = [f"project:{request.project.pk}:clocks"]
    return page(request, "clocks/policies.html", {"board": board}, part="rows", live=live)


@staff_view(May.READ)
def kind(request: StaffRequest, kind: str) -> HttpResponseBase:
    """Show one kind's list, also while it is being edited, and its editions."""
    found = kind_or_404(kind)
    drafts, seen, is_edited = list_in(request, found)
    posts = post_names()
    history = one_page(request, policy_versions(request.project, found.code), per=10)
    context = {
        "kind": found,
        "policies": shown_list(drafts, posts),
        "number": seen,
        "is_edited": is_edited,
        "edit": seal_list(request.project, found.code, drafts, seen),
        "history": history,
        "editions": _editions(request, found, list(history.object_list), posts),
    }
    return page(request, "clocks/kind.html", context)


def _editions(
    request: StaffRequest,
    kind: ClockKind,
    versions: Sequence[PolicyVersion],
    posts: Mapping[str, str],
) -> list[Edition]:
    """Return the editions of a page with what each changed; one query for all of them."""
    if not versions:
        return []
    newest, oldest = versions[0].number, versions[-1].number
    stored = policies_of_editions(request.project, kind.code, first=oldest - 1, last=newest)
    lists = {number: drafts_of(policies) for number, policies in stored.items()}
    return history_of(versions, lists, posts)


def kind_or_404(code: str) -> ClockKind:
    """Return a registered kind."""
    found = next((each for each in clock_kinds() if each.code == code), None)
    if found is None:
        raise Http404
    return found


def list_in(request: StaffRequest, kind: ClockKind) -> tuple[Drafts, int, bool]:
    """Return the list being edited (in the address or the form), else the one that holds.

    Beside it the edition it began from, and whether it is an edited one.
    """
    asked = request.POST.get("edit") or request.GET.get("edit", "")
    if asked:
        calendars = calendars_of(request.project)
        edited = unseal_list(request.project, kind.code, asked, calendars)
        if edited is None:
            raise Http404
        return (*edited, True)
    stored = policies_of(request.project, kind.code)
    number = stored[0].version.number if stored else 0
    return drafts_of(stored), number, False


def shown_list(drafts: Sequence[PolicyDraft], posts: Mapping[str, str]) -> list[Shown]:
    """Return a list in words, with what one should know of it."""
    shown = []
    for rank, draft in enumerate(drafts, start=1):
        warnings = []
        if isinstance(draft.target, Promise):
            warnings += promise_warnings(draft.calendar.reckoned(), draft.target)
        if not draft.conditions and rank < len(drafts):
            warnings.append(HIDDEN_BEHIND)
        shown.append(
            Shown(
                rank,
                draft,
                BY_HAND if draft.target is None else said_target(draft.target),
                said_conditions(draft.conditions),
                [said_rung(rung, posts) for rung in draft.rungs],
                warnings,
            )
        )
    return shown


def post_names() -> dict[str, str]:
    """Return the posts' names by code."""
    return {post.code: post.name for post in posts_in_order()}
