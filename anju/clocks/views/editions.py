"""What changed between two editions of a kind's list of policies, in words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anju.clocks.contents import PolicyDraft
from anju.clocks.forms.lists import Drafts
from anju.clocks.models import PolicyVersion
from anju.clocks.views.spoken import BY_HAND, said_conditions, said_rung, said_target

OTHERS = "其他所有情况"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition with what it changed of the one before it."""

    version: PolicyVersion
    said: list[str]


def history_of(
    versions: Sequence[PolicyVersion],
    lists: Mapping[int, Drafts],
    posts: Mapping[str, str],
) -> list[Edition]:
    """Return editions with what each changed.

    :param lists: the lists by number, the edition before the oldest shown included.
    :param posts: the posts' names by code.
    """
    return [
        Edition(
            version,
            differences(lists.get(version.number - 1, []), lists[version.number], posts)
            if version.number > 1
            else ["第一版"],
        )
        for version in versions
    ]


def differences(before: Drafts, after: Drafts, posts: Mapping[str, str]) -> list[str]:
    """Return in words what is different between two lists; empty if nothing is.

    Policies are known by their names; one that is new where another is gone was renamed.
    """
    pairs = _pairs(before, after)
    kept = {id(old) for old, _ in pairs}, {id(new) for _, new in pairs}
    said = [f"新增“{each.name}”:{_whole(each)}" for each in after if id(each) not in kept[1]]
    said += [f"停用“{each.name}”" for each in before if id(each) not in kept[0]]
    for old, new in pairs:
        if old.name != new.name:
            said.append(f"名称:“{old.name}” → “{new.name}”")
        said += [f"“{new.name}”{line}" for line in _changes(old, new, posts)]
    order = [id(new) for _, new in pairs]
    if order != [id(each) for each in after if id(each) in kept[1]]:
        said.append(f"顺序改为:{'、'.join(each.name for each in after)}")
    return said


def _pairs(before: Drafts, after: Drafts) -> list[tuple[PolicyDraft, PolicyDraft]]:
    """Return the policies that stand in both lists, in the order of the earlier one."""
    by_name = {each.name: each for each in after}
    names = {each.name for each in before}
    pairs = []
    for rank, old in enumerate(before):
        new = by_name.get(old.name)
        if new is None and rank < len(after) and after[rank].name not in names:
            new = after[rank]
        if new is not None:
            pairs.append((old, new))
    return pairs


def _changes(old: PolicyDraft, new: PolicyDraft, posts: Mapping[str, str]) -> Iterator[str]:
    if old.stored_target != new.stored_target:
        yield f"时间:{_target(old)} → {_target(new)}"
    if old.calendar.pk != new.calendar.pk:
        yield f"日历:{old.calendar.name} → {new.calendar.name}"
    if old.conditions != new.conditions:
        yield f"适用:{_conditions(old)} → {_conditions(new)}"
    yield from _rungs(old, new, posts)


def _rungs(old: PolicyDraft, new: PolicyDraft, posts: Mapping[str, str]) -> Iterator[str]:
    """Yield what changed of the chain; a rung is the same one by its key (ADR 0014)."""

    def said(draft: PolicyDraft) -> dict[str, str]:
        rungs = {rung.key: said_rung(rung, posts) for rung in draft.rungs}
        return {
            key: f"{each.when}通知{each.whom}" + (f"并{each.acts}" if each.acts else "")
            for key, each in rungs.items()
        }

    first, then = said(old), said(new)
    yield from (
        f"提醒:{first[key]} → {then[key]}"
        for key in then
        if key in first and first[key] != then[key]
    )
    yield from (f"新增提醒:{then[key]}" for key in then if key not in first)
    yield from (f"取消提醒:{first[key]}" for key in first if key not in then)


def _whole(draft: PolicyDraft) -> str:
    return f"{_target(draft)},日历{draft.calendar.name},适用{_conditions(draft)}"


def _target(draft: PolicyDraft) -> str:
    return BY_HAND if draft.target is None else said_target(draft.target)


def _conditions(draft: PolicyDraft) -> str:
    return ";".join(said_conditions(draft.conditions)) or OTHERS
