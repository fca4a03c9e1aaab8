"""What stands in the way of undoing an import: what was built on it, or changed since."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.apps import apps
from django.db import models

from anju.audit.models import Event
from anju.imports.models import Import
from anju.organization.models import Project

# Looking at something changes nothing.
LOOKING = ("_revealed", ".exported", "_exported", ".exported_whole", "_handed_out", "_printed")
NAMES = {
    "estate.building": "楼栋",
    "estate.entrance": "单元",
    "estate.unit": "房屋",
    "estate.parkingspace": "车位",
    "estate.storageroom": "储藏室",
    "estate.place": "公共部位",
    "estate.meter": "计量表",
    "estate.buildingcare": "责任楼栋",
    "residents.person": "住户",
    "residents.phone": "电话",
    "residents.occupancy": "入住关系",
    "residents.holding": "车位使用",
    "residents.vehicle": "车辆",
    "residents.pet": "宠物",
    "residents.emergencycontact": "紧急联系人",
    "residents.datarequest": "个人信息请求",
}


def obstacles(project: Project, kept: Import) -> list[str]:
    """Return why an applied import cannot be undone, one sentence each; none: it can."""
    created: Mapping[str, Sequence[int]] = kept.traces.get("created", {})
    before: Mapping[str, Mapping[str, object]] = kept.traces.get("before", {})
    found = [*_built_on(created), *_changed_since(project, kept, created, before)]
    return [*found, *_ended(created)]


def _built_on(created: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield what other rows hang on what was created, whatever app they belong to."""
    hanging: Counter[str] = Counter()
    for label, ids in created.items():
        for relation in apps.get_model(label)._meta.related_objects:
            other = relation.related_model
            assert isinstance(other, type) and issubclass(other, models.Model)
            rows = other._default_manager.filter(**{f"{relation.field.name}__in": ids})
            own = created.get(other._meta.label_lower, ())
            count = rows.exclude(pk__in=own).count()
            if count:
                hanging[NAMES.get(other._meta.label_lower, "其他登记")] += count
    if hanging:
        said = "、".join(f"{name} {count} 条" for name, count in hanging.items())
        yield f"导入之后,又在这些资料上登记了{said}。"


def _changed_since(
    project: Project,
    kept: Import,
    created: Mapping[str, Sequence[int]],
    before: Mapping[str, Mapping[str, object]],
) -> Iterator[str]:
    looking = models.Q()
    for ending in LOOKING:
        looking |= models.Q(verb__endswith=ending)
    names: list[str] = []
    for label in sorted({*created, *before}):
        ids = [*created.get(label, ()), *map(int, before.get(label, {}))]
        events = Event.objects.of_project(project.pk).filter(
            subject_type=label, subject_id__in=ids, pk__gt=kept.traces["event"]
        )
        names += list(
            events.exclude(looking).order_by("subject_id").values_list("subject_name", flat=True)
        )
    names = list(dict.fromkeys(names))
    if names:
        more = f"等 {len(names)} 项" if len(names) > 5 else ""
        yield f"导入之后,有人修改过{'、'.join(names[:5])}{more}。"


def _ended(created: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield what was ended or left since: relations and vehicles have no page of their own."""
    ends = {"residents.occupancy": "ends_on", "residents.vehicle": "left_on"}
    for label, field in ends.items():
        rows = apps.get_model(label)._default_manager.filter(pk__in=created.get(label, ()))
        count = rows.count()
        gone = len(created.get(label, ())) - count
        ended = rows.exclude(**{field: None}).count() + gone
        if ended:
            yield f"导入之后,有 {ended} 条{NAMES[label]}已经结束或删除。"
