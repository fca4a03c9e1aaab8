"""Two entries of one person become one: everything moves to the one that is kept."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError
from anju.core.sealing import blind_index, seal, unseal
from anju.estate.models import Unit
from anju.residents.commands.identifying import IDENTITY_COLUMNS, INDEX_PURPOSE
from anju.residents.commands.keeping import index_people, keep_before, locked_person, scrubbed
from anju.residents.commands.occupying import overlaps, refuse_impossible
from anju.residents.models import (
    DataRequest,
    DataRequestState,
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
from anju.residents.verbs import ResidentVerb as Verb

FIELDS = (
    "name",
    "form_of_address",
    "languages",
    "habits",
    "do_not_disturb",
    "quiet_from",
    "quiet_until",
    "email",
    "preferred_channel",
    "contact_ground",
    "consent_version",
    "consented_on",
)
# What is chosen together, for half of it would say something else.
TOGETHER = {
    "quiet_from": ("quiet_from", "quiet_until"),
    "consent_version": ("consent_version", "consented_on"),
}
CHOICES = tuple(name for name in FIELDS if name not in ("quiet_until", "consented_on"))


class CannotMerge(DomainError):
    """The two entries cannot become one as they stand."""


@transaction.atomic
def merge_people(
    *,
    kept: Person,
    gone: Person,
    take: Collection[str] = (),
    reason: str = "",
    key: bytes,
    by: Actor,
    at: datetime,
) -> Person:
    """Move everything of `gone` to `kept`; `gone` leads to it from now on.

    Values that neither entry goes on with stay in the history of the kept one. Where both were
    owners of a unit for the same period, their shares are added up.

    :param take: the fields (of `CHOICES`) whose value comes from `gone`; the others stay, and an
        empty one is filled.
    :param key: the data key, for the identity number that moves.
    :raises CannotMerge: for two identity numbers, an open data request, or owners' periods that
        overlap without being the same.
    """
    units = Occupancy.objects.filter(project=kept.project_id, person__in=[kept, gone])
    list(Unit.objects.filter(pk__in=units.values("unit")).locked())
    first, second = sorted((kept, gone), key=lambda person: person.pk)
    locked = {person.pk: locked_person(person) for person in (first, second)}
    kept, gone = locked[kept.pk], locked[gone.pk]
    _refuse_unmergeable(kept, gone)
    reason = scrubbed(reason, kept, gone)
    named = (str(kept), str(gone))
    _take_fields(kept, gone, take, by, at)
    _move_identity(kept, gone, key)
    _move_occupancies(kept, gone)
    _move_holdings(kept, gone)
    _move_belongings(kept, gone)
    _leave_behind(gone, kept)
    index_people(kept.project, [kept.pk, gone.pk], at=at)
    record(
        Verb.MERGED,
        subject=kept,
        project_id=kept.project_id,
        by=by,
        at=at,
        changes={"merged": (None, named[1])},
        reason=reason,
    )
    record(
        Verb.MERGED,
        subject=gone,
        project_id=kept.project_id,
        by=by,
        at=at,
        changes={"merged_into": (None, named[0])},
        reason=reason,
    )
    return kept


def _refuse_unmergeable(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk or kept.project_id != gone.project_id:
        raise CannotMerge("请选择同一项目的两位不同住户。")
    if kept.kind != gone.kind:
        raise CannotMerge("一位是个人、一位是单位,不能合并。请先更正类别。")
    if kept.has_identity and gone.has_identity and kept.identity_index != gone.identity_index:
        raise CannotMerge("两位住户的证件号码不同,不是同一个人。如号码登记有误,请先更正。")
    requests = DataRequest.objects.filter(project=kept.project_id, person__in=[kept, gone])
    waiting = requests.filter(state=DataRequestState.OPEN).order_by("pk").first()
    if waiting is not None:
        raise CannotMerge(f"个人信息请求 {waiting.number} 尚未办结,请先办结再合并。")


def _take_fields(
    kept: Person, gone: Person, take: Collection[str], by: Actor, at: datetime
) -> None:
    """Choose each field's value; what is not taken stays in the history."""
    lost: dict[str, str] = {}
    for choice in CHOICES:
        names = TOGETHER.get(choice, (choice,))
        mine, theirs = getattr(kept, choice), getattr(gone, choice)
        takes = choice in take or (not mine and bool(theirs))
        for name in names:
            ours, other = getattr(kept, name), getattr(gone, name)
            if takes:
                setattr(kept, name, other)
            dropped = ours if takes else other
            if dropped and dropped != getattr(kept, name):
                lost[name] = "、".join(dropped) if isinstance(dropped, list) else str(dropped)
        if choice == "name" and takes:
            kept.name_key = gone.name_key
    kept.version += 1
    kept.save(update_fields=[*FIELDS, "name_key", "version"])
    keep_before(kept, lost, by=by, at=at)


def _move_identity(kept: Person, gone: Person, key: bytes) -> None:
    """Seal the number anew: a seal opens only for the row it was made for."""
    if not gone.has_identity:
        return
    kind, sealed = gone.identity_kind, bytes(gone.identity_sealed)
    tail = gone.identity_tail
    gone.identity_kind, gone.identity_tail = "", ""
    gone.identity_sealed, gone.identity_index = b"", None
    gone.save(update_fields=IDENTITY_COLUMNS)
    if kept.has_identity:
        return
    number = unseal(sealed, key=key, purpose=f"{INDEX_PURPOSE}:{gone.pk}")
    kept.identity_kind, kept.identity_tail = kind, tail
    kept.identity_sealed = seal(number, key=key, purpose=f"{INDEX_PURPOSE}:{kept.pk}")
    kept.identity_index = blind_index(number, key=key, purpose=INDEX_PURPOSE)
    kept.save(update_fields=IDENTITY_COLUMNS)


def _move_occupancies(kept: Person, gone: Person) -> None:
    mine = list(Occupancy.objects.filter(project=kept.project_id, person=kept))
    theirs = Occupancy.objects.filter(project=kept.project_id, person=gone)
    for entry in theirs.select_related("unit").order_by("pk"):
        same = [
            each
            for each in mine
            if (each.unit_id, each.role) == (entry.unit_id, entry.role) and overlaps(each, entry)
        ]
        if not same:
            entry.person = kept
            entry.save(update_fields=["person"])
            mine.append(entry)
            continue
        Occupancy.objects.filter(pk=entry.pk).delete()
        _unite(same, entry)
        mine = [each for each in mine if each is same[0] or each not in same]


def _unite(same: list[Occupancy], entry: Occupancy) -> None:
    """Let one entry hold for all the periods that touch; an owner's shares are added up."""
    first = same[0]
    if entry.share is not None:
        if any((each.starts_on, each.ends_on) != (entry.starts_on, entry.ends_on) for each in same):
            raise CannotMerge(
                f"两条 {entry.unit} 的业主登记期间有重叠但不相同,不能自动合并。请先更正其中一条。"
            )
        part = (first.share or Fraction()) + entry.share
        first.share_part, first.share_of = part.numerator, part.denominator
    together = [*same, entry]
    starts = [each.starts_on for each in together]
    ends = [each.ends_on for each in together]
    first.starts_on = None if None in starts else min(day for day in starts if day)
    first.ends_on = None if None in ends else max(day for day in ends if day)
    first.lives_in = any(each.lives_in for each in together)
    for each in same[1:]:
        Occupancy.objects.filter(pk=each.pk).delete()
    refuse_impossible(first)
    first.save()


def _move_holdings(kept: Person, gone: Person) -> None:
    mine = list(Holding.objects.filter(project=kept.project_id, person=kept))
    for entry in Holding.objects.filter(project=kept.project_id, person=gone).order_by("pk"):
        what = (entry.space_id, entry.storage_id, entry.ground)
        twin = next(
            (
                each
                for each in mine
                if (each.space_id, each.storage_id, each.ground) == what
                and (
                    each.ends_on is None
                    or entry.starts_on is None
                    or each.ends_on > entry.starts_on
                )
                and (
                    entry.ends_on is None
                    or each.starts_on is None
                    or entry.ends_on > each.starts_on
                )
            ),
            None,
        )
        if twin is None:
            entry.person = kept
            entry.save(update_fields=["person"])
            mine.append(entry)
            continue
        Holding.objects.filter(pk=entry.pk).delete()
        starts, ends = (twin.starts_on, entry.starts_on), (twin.ends_on, entry.ends_on)
        twin.starts_on = None if None in starts else min(day for day in starts if day)
        twin.ends_on = None if None in ends else max(day for day in ends if day)
        twin.save(update_fields=["starts_on", "ends_on"])


def _move_belongings(kept: Person, gone: Person) -> None:
    known = set(Phone.objects.filter(person=kept).values_list("number", flat=True))
    rank = len(known)
    for phone in Phone.objects.filter(person=gone):
        if phone.number in known:
            phone.delete()
            continue
        rank += 1
        phone.person, phone.rank = kept, rank
        phone.save(update_fields=["person", "rank"])
    contacts = set(EmergencyContact.objects.filter(person=kept).values_list("name", "phone"))
    for contact in EmergencyContact.objects.filter(person=gone):
        if (contact.name, contact.phone) in contacts:
            contact.delete()
            continue
        contact.person = kept
        contact.save(update_fields=["person"])
    for model in (Vehicle, Pet, PersonChange, DataRequest):
        model._default_manager.filter(project=kept.project_id, person=gone).update(person=kept)


def _leave_behind(gone: Person, kept: Person) -> None:
    """Leave of the entry only its number, its name and where it went."""
    Person.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.state, gone.merged_into = PersonState.MERGED, kept
    gone.form_of_address, gone.habits, gone.do_not_disturb = "", "", ""
    gone.email, gone.languages, gone.quiet_from, gone.quiet_until = "", [], None, None
    gone.preferred_channel, gone.consent_version, gone.consented_on = "", "", None
    gone.version += 1
    gone.save()
