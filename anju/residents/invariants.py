"""What must hold of residents and the database cannot hold by itself."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from anju.organization.models import Project
from anju.residents.models import (
    DataRequest,
    EmergencyContact,
    Holding,
    Occupancy,
    Person,
    PersonChange,
    PersonState,
    Pet,
    Phone,
    Vehicle,
)
from anju.residents.models.shares import Share, first_overfull, spoken_share
from anju.residents.queries.finding import SUBJECT, entries_of
from anju.search.models import Term

OF_A_PERSON = (Phone, EmergencyContact, Vehicle, Pet, Holding, Occupancy, DataRequest, PersonChange)
ERASED_NAME = "已删除住户"


def broken(*, deep: bool = False) -> Iterator[str]:
    """Yield a sentence for everything about residents that contradicts itself.

    :param deep: compare every term of the search with what it should be, not only who is in it.
    """
    yield from _shares_beyond_the_whole()
    yield from _across_the_border()
    yield from _chains_of_mergers()
    yield from _left_of_the_erased()
    yield from _out_of_the_index()
    if deep:
        yield from _terms_out_of_step()


def _shares_beyond_the_whole() -> Iterator[str]:
    owned: dict[int, list[Share]] = defaultdict(list)
    names: dict[int, str] = {}
    owners = Occupancy.objects.owners().select_related("unit__project").order_by("unit", "pk")
    for each in owners.iterator(chunk_size=2000):
        if each.share is not None:
            owned[each.unit_id].append(Share(each.share, each.starts_on, each.ends_on))
            names[each.unit_id] = f"{each.unit.project.name} {each.unit}"
    for unit, shares in owned.items():
        overfull = first_overfull(shares)
        if overfull is not None:
            total = spoken_share(overfull.total)
            yield f"{names[unit]} 业主份额合计 {total},超过全部({overfull.day:%Y-%m-%d} 起)。"


def _across_the_border() -> Iterator[str]:
    for model in OF_A_PERSON:
        strays = model._default_manager.exclude(person__project=F("project"))
        for pk in strays.order_by("pk").values_list("pk", flat=True):
            yield f"{model._meta.label} {pk} 与其住户不在同一个项目。"
    for occupancy in Occupancy.objects.exclude(unit__project=F("project")).order_by("pk"):
        yield f"入住关系 {occupancy.pk} 与其房屋不在同一个项目。"


def _chains_of_mergers() -> Iterator[str]:
    merged = Person.objects.filter(state=PersonState.MERGED).select_related("merged_into")
    for person in merged.exclude(merged_into__merged_into=None).order_by("pk"):
        yield f"住户 {person.pk} 并入的住户 {person.merged_into_id} 自己也已并入他人。"
    left = Occupancy.objects.filter(person__state=PersonState.MERGED)
    for occupancy in left.order_by("pk"):
        yield f"入住关系 {occupancy.pk} 还留在已合并的住户 {occupancy.person_id} 名下。"


def _left_of_the_erased() -> Iterator[str]:
    erased = Person.objects.filter(state=PersonState.ERASED)
    for model in (Phone, EmergencyContact, Vehicle, Pet, PersonChange):
        left = model._default_manager.filter(person__state=PersonState.ERASED)
        for pk in left.order_by("pk").values_list("pk", flat=True):
            yield f"{model._meta.label} {pk} 属于已删除的住户,应当已清除。"
    for person in erased.exclude(name=ERASED_NAME, identity_index=None).order_by("pk"):
        yield f"已删除的住户 {person.pk} 还留有姓名或证件。"


def _out_of_the_index() -> Iterator[str]:
    terms = Term.objects.filter(subject_type=SUBJECT, subject_id=OuterRef("pk"))
    terms = terms.filter(project=OuterRef("project"))
    for person in Person.objects.active().exclude(Exists(terms)).order_by("pk"):
        yield f"住户 {person.pk} 在册,搜索里却没有。"
    for person in (
        Person.objects.exclude(state=PersonState.ACTIVE).filter(Exists(terms)).order_by("pk")
    ):
        yield f"住户 {person.pk} 已不在册,搜索里却还有。"


def _terms_out_of_step() -> Iterator[str]:
    day = timezone.localdate()
    for project in Project.objects.order_by("pk"):
        rows = Term.objects.filter(project=project, subject_type=SUBJECT)
        there = set(rows.values_list("subject_id", "kind", "term", "permission").iterator())
        wanted = {
            (entry.subject_id, *row)
            for entry in entries_of(project, day=day)
            for row in entry.rows()
        }
        for subject_id in sorted({row[0] for row in there ^ wanted}):
            yield f"{project.name}住户 {subject_id} 的搜索词与资料不一致,请重建搜索。"
