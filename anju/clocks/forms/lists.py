"""A kind's list of policies while it is being edited: carried in the address, saved as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anju.clocks.contents import PolicyDraft
from anju.clocks.forms.edits import seal, unseal
from anju.clocks.models import ClockPolicy, WorkCalendar
from anju.clocks.reckoning.stored import target_from_dict
from anju.clocks.rungs import rung_from_dict
from anju.organization.models import Project

Drafts = list[PolicyDraft]


def drafts_of(policies: Iterable[ClockPolicy]) -> Drafts:
    """Return stored policies as drafts."""
    return [
        PolicyDraft(
            name=policy.name,
            target=None if policy.target.get("by_hand") else target_from_dict(policy.target),
            calendar=policy.calendar,
            conditions=dict(policy.conditions),
            rungs=policy.rungs,
        )
        for policy in policies
    ]


def seal_list(project: Project, kind: str, drafts: Sequence[PolicyDraft], seen: int) -> str:
    """Return an edited list as text for an address; `seen` is the edition it began from."""
    said = [
        {
            "name": draft.name,
            "target": draft.stored_target,
            "calendar": draft.calendar.code,
            "conditions": draft.conditions,
            "stages": draft.stored_stages,
        }
        for draft in drafts
    ]
    return seal(_of(project, kind), {"policies": said, "seen": seen})


def unseal_list(
    project: Project, kind: str, text: str, calendars: Iterable[WorkCalendar]
) -> tuple[Drafts, int] | None:
    """Return the edited list and the edition it began from; None for what `seal_list` wrote not."""
    found = unseal(_of(project, kind), text)
    if found is None:
        return None
    by_code = {calendar.code: calendar for calendar in calendars}
    drafts = [_draft(said, by_code) for said in found["policies"]]
    return drafts, int(found["seen"])


def with_draft(drafts: Drafts, rank: int, draft: PolicyDraft) -> Drafts:
    """Return the list with the policy at a rank (from 1) replaced; 0 adds it.

    A new one with conditions stands before the one for all other cases.
    """
    if rank:
        return [*drafts[: rank - 1], draft, *drafts[rank:]]
    if draft.conditions and drafts and not drafts[-1].conditions:
        return [*drafts[:-1], draft, drafts[-1]]
    return [*drafts, draft]


def moved(drafts: Drafts, rank: int, step: int) -> Drafts:
    """Return the list with the policy at a rank moved up (-1) or down (1), not beyond the ends."""
    here, there = rank - 1, rank - 1 + step
    if not (0 <= here < len(drafts) and 0 <= there < len(drafts)):
        return drafts
    found = list(drafts)
    found[here], found[there] = found[there], found[here]
    return found


def without(drafts: Drafts, rank: int) -> Drafts:
    """Return the list without the policy at a rank."""
    return [draft for place, draft in enumerate(drafts, start=1) if place != rank]


def _draft(said: Mapping[str, Any], calendars: Mapping[str, WorkCalendar]) -> PolicyDraft:
    target = said["target"]
    return PolicyDraft(
        name=said["name"],
        target=None if target.get("by_hand") else target_from_dict(target),
        calendar=calendars[said["calendar"]],
        conditions=said["conditions"],
        rungs=tuple(rung_from_dict(stage) for stage in said["stages"]),
    )


def _of(project: Project, kind: str) -> str:
    return f"policies:{project.pk}:{kind}"
