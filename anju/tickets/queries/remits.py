"""Who may answer what by themselves, and which remit says so."""

from dataclasses import dataclass

from anju.organization.models import Post, Project
from anju.tickets.models import Category, Remit, path_of
from anju.tickets.states import MatterKind, May


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a post deals with a matter by itself.

    :param remit: what says so; None where nothing does, and then the matter goes up.
    :param goes_to: the superior post it goes up to; None within the remit, or at the top.
    """

    is_within: bool
    remit: Remit | None
    goes_to: Post | None
    why: str

    def __bool__(self) -> bool:
        return self.is_within


def is_within_remit(
    project: Project, post: Post, category: Category | None, kind: MatterKind
) -> Ruling:
    """Tell whether a post may deal with a matter alone, and the remit that decides.

    The nearest branch wins; of two of one branch, the one that names the kind. A post without a
    superior deals with everything. Where no remit speaks of the matter, it goes up.
    """
    superior = post.reports_to
    near = {each.pk: depth for depth, each in enumerate(path_of(category), start=1)}
    remits = Remit.objects.of(project).live().filter(post=post, kind__in=("", kind))
    fitting = [
        remit
        for remit in remits.select_related("post", "category").in_order()
        if remit.category_id is None or remit.category_id in near
    ]
    found = max(
        fitting,
        key=lambda remit: (near.get(remit.category_id or 0, 0), bool(remit.kind)),
        default=None,
    )
    why = f"责任范围“{found}”" if found else f"{post.name}没有关于{kind.label}的责任范围"
    if superior is None:
        return Ruling(True, found, None, f"{post.name}没有上级岗位,自行处理。")
    if found is not None and found.may == May.ALONE:
        return Ruling(True, found, None, f"{why}。")
    return Ruling(False, found, superior, f"{why},报{superior.name}。")


def remit_list(project: Project, *, retired: bool = False) -> list[Remit]:
    """Return the remits in force by post and branch, or those retired."""
    remits = Remit.objects.of(project).filter(retired_at__isnull=not retired)
    return list(remits.select_related("post__reports_to", "category").in_order())


def remit_in(project: Project, remit_id: int) -> Remit | None:
    """Return one remit of the project, else None."""
    found = Remit.objects.of(project).select_related("post", "category", "project")
    remit: Remit | None = found.filter(pk=remit_id).first()
    return remit
