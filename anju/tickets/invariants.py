"""What the database cannot hold by itself about the desk: its catalogue, and its lives."""

from collections.abc import Iterator

from django.db.models import F, Q

from anju.tickets.models import (
    Category,
    Checklist,
    ChecklistItem,
    DispatchEdition,
    DispatchRule,
    Remit,
)
from anju.tickets.queries.categories import DEPTH
from anju.tickets.standing import wrong_lives


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for every row of a foreign project and everything that cannot be used."""
    yield from wrong_lives()
    yield from _tree()
    strange = Q(category__isnull=False) & ~Q(category__project=F("project"))
    for remit in Remit.objects.filter(strange).select_related("post", "category").order_by("pk"):
        yield f"责任范围 {remit.pk}({remit})的事项分类属于另一个项目。"
    yield from _rules(strange)
    for checklist in Checklist.objects.order_by("pk"):
        current = ChecklistItem.objects.filter(
            edition__checklist=checklist, edition__number=checklist.edition
        )
        if not current.exists():
            yield f"检查表 {checklist.pk}({checklist})当前版本没有检查项。"


def _tree() -> Iterator[str]:
    strange = Category.objects.exclude(parent=None).exclude(parent__project=F("project"))
    for category in strange.order_by("pk"):
        yield f"事项分类 {category.pk}({category})的上级属于另一个项目。"
    for category in Category.objects.exclude(department=None).exclude(
        department__project=F("project")
    ):
        yield f"事项分类 {category.pk}({category})的默认部门属于另一个项目。"
    for category in Category.objects.filter(parent__parent__parent__isnull=False):
        yield f"事项分类 {category.pk}({category})超过 {DEPTH} 级。"
    orphans = Category.objects.filter(retired_at=None, parent__retired_at__isnull=False)
    for category in orphans.order_by("pk"):
        yield f"事项分类 {category.pk}({category})在用,但它的上级已停用。"


def _rules(strange: Q) -> Iterator[str]:
    foreign_building = Q(building__isnull=False) & ~Q(building__project=F("project"))
    foreign = strange | ~Q(department__project=F("project")) | foreign_building
    for rule in DispatchRule.objects.filter(foreign).order_by("pk"):
        yield f"派单规则 {rule.pk}({rule})引用了另一个项目的资料。"
    newest: dict[int, int] = {}
    for edition in DispatchEdition.objects.order_by("project_id", "number"):
        newest[edition.project_id] = edition.pk
    closed = Q(department__retired_at__isnull=False) | Q(category__retired_at__isnull=False)
    for rule in DispatchRule.objects.filter(closed, edition__in=newest.values()).order_by("pk"):
        yield f"派单规则 {rule.pk}({rule})的部门或事项分类已停用,请修改。"
