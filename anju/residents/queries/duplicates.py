"""Entries that are probably one person, and what they would be together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from anju.organization.models import Project
from anju.residents.models import Channel, ContactGround, Person
from anju.residents.queries.people import people_by_id

CERTAIN, LIKELY, MAYBE = "同名同电话", "同名同房", "仅电话相同"

_SAME_PHONE = """
    SELECT DISTINCT a.person_id, b.person_id, x.name_key = y.name_key AND x.name = y.name
    FROM residents_phone a
    JOIN residents_phone b
        ON b.project_id = a.project_id AND b.number = a.number AND b.person_id > a.person_id
    JOIN residents_person x ON x.id = a.person_id AND x.state = 'ACTIVE'
    JOIN residents_person y ON y.id = b.person_id AND y.state = 'ACTIVE' AND y.kind = x.kind
    WHERE a.project_id = %s
"""
_SAME_NAME_AND_UNIT = """
    SELECT DISTINCT x.id, y.id
    FROM residents_person x
    JOIN residents_person y
        ON y.project_id = x.project_id AND y.name_key = x.name_key AND y.name = x.name
        AND y.id > x.id AND y.state = 'ACTIVE' AND y.kind = x.kind
    JOIN residents_occupancy a ON a.person_id = x.id AND a.project_id = x.project_id
    JOIN residents_occupancy b ON b.person_id = y.id AND b.unit_id = a.unit_id
    WHERE x.project_id = %s AND x.state = 'ACTIVE'
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, the older first, and why they may be one person."""

    first: Person
    second: Person
    reasons: list[str]

    @property
    def is_likely(self) -> bool:
        return self.reasons != [MAYBE]


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field of two entries: what each says, and whether one has to choose."""

    name: str
    label: str
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.gone) and self.kept != self.gone

    @property
    def fills(self) -> bool:
        """The kept entry says nothing, the other something: it is taken over."""
        return bool(self.gone) and not self.kept


def duplicates_in(project: Project, *, day: date, maybe_too: bool = False) -> list[Pair]:
    """Return pairs of entries that are probably one person, the surest first.

    :param maybe_too: families often share a number; such pairs only if asked for.
    """
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SAME_PHONE, [project.pk])
        for first, second, same_name in cursor.fetchall():
            reasons[first, second].append(CERTAIN if same_name else MAYBE)
        cursor.execute(_SAME_NAME_AND_UNIT, [project.pk])
        for first, second in cursor.fetchall():
            reasons[first, second].append(LIKELY)
    wanted = {pair: why for pair, why in reasons.items() if maybe_too or why != [MAYBE]}
    people = people_by_id(project, sorted({pk for pair in wanted for pk in pair}), day=day)
    by_id = {person.pk: person for person in people}
    pairs = [
        Pair(by_id[first], by_id[second], sorted(why, key=(CERTAIN, LIKELY, MAYBE).index))
        for (first, second), why in wanted.items()
    ]
    rank = (CERTAIN, LIKELY, MAYBE).index
    return sorted(
        pairs, key=lambda pair: (rank(pair.reasons[0]), pair.first.name_key, pair.first.pk)
    )


def choices_between(project: Project, kept: Person, gone: Person) -> Sequence[FieldChoice]:
    """Return what two entries say, field by field, for the preview of their merging."""
    channel, ground = dict(Channel.choices), dict(ContactGround.choices)

    def said(person: Person) -> list[tuple[str, str, str]]:
        consent = " ".join(
            part
            for part in (
                person.consent_version,
                f"{person.consented_on:%Y-%m-%d}" if person.consented_on else "",
            )
            if part
        )
        return [
            ("name", "姓名", person.name),
            ("form_of_address", "称呼", person.form_of_address),
            ("languages", "语言、方言", "、".join(person.languages)),
            ("habits", "习惯和注意事项", person.habits),
            ("do_not_disturb", "免打扰说明", person.do_not_disturb),
            ("quiet_from", "免打扰时段", person.quiet_hours),
            ("email", "电子邮箱", person.email),
            ("preferred_channel", "首选联系方式", str(channel.get(person.preferred_channel, ""))),
            ("contact_ground", "联系依据", str(ground[person.contact_ground])),
            ("consent_version", "同意书", consent),
        ]

    return [
        FieldChoice(name, label, mine, theirs)
        for (name, label, mine), (_, _, theirs) in zip(said(kept), said(gone), strict=True)
    ]
