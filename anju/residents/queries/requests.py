"""Requests of people about their data, and everything that is held about one of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from anju.audit.timeline import Line, timeline
from anju.core.masking import mask_phone
from anju.core.periods import SHANGHAI
from anju.organization.models import Project
from anju.residents.models import (
    Channel,
    ContactGround,
    DataRequest,
    DataRequestState,
    IdentityKind,
    Person,
    PersonChange,
    PersonKind,
    Pet,
)
from anju.residents.models.shares import spoken_share
from anju.residents.queries.people import PersonPage, person_page

FIELD_NAMES = {
    "name": "姓名",
    "kind": "类别",
    "form_of_address": "称呼",
    "languages": "语言、方言",
    "habits": "习惯和注意事项",
    "do_not_disturb": "免打扰说明",
    "quiet_from": "免打扰从",
    "quiet_until": "免打扰到",
    "email": "电子邮箱",
    "preferred_channel": "首选联系方式",
    "contact_ground": "联系依据",
    "consent_version": "同意书版本",
    "consented_on": "同意日期",
    "phone": "电话",
    "contact": "紧急联系人",
    "plate": "车牌号",
    "pet": "宠物",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything held about one person, in sections of (what, value); nobody else's data."""

    person: Person
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        return [(title, what, value) for title, rows in self.sections for what, value in rows]


def requests_in(project: Project, *, state: str = "") -> QuerySet[DataRequest]:
    """Return the requests, open ones first by when they are due, then the newest."""
    found = DataRequest.objects.filter(project=project).select_related("person", "taken_by")
    if state in DataRequestState.values:
        return found.filter(state=state).order_by("due_on", "pk")
    return found.order_by(F("answered_at").desc(nulls_first=True), "due_on", "pk")


def open_requests(project: Project) -> int:
    """Return how many requests wait for an answer."""
    return DataRequest.objects.filter(project=project, state=DataRequestState.OPEN).count()


def request_of(project: Project, number: str) -> DataRequest | None:
    """Return one request by its number, else None."""
    found = DataRequest.objects.filter(project=project, number=number)
    return found.select_related("person__project", "taken_by").first()


def requests_by(person: Person) -> list[DataRequest]:
    """Return a person's own requests, newest first."""
    found = DataRequest.objects.filter(project=person.project_id, person=person)
    return list(found.order_by("-received_on", "-pk"))


def sheet_of(project: Project, person: Person, *, identity: str, day: date) -> Sheet:
    """Return everything held about a person, for themselves (PIPL 45).

    Co-owners, family and neighbours are left out, and so are the names of staff; the telephones
    of their emergency contacts, who are other people, come masked.

    :param identity: the opened identity number; empty for none.
    """
    shown = person_page(project, person, day=day)
    history = PersonChange.objects.filter(project=project, person=person).order_by("-at", "-pk")
    sections = [
        ("基本信息", _basics(person, identity)),
        ("联系", _contact(person, shown)),
        ("房屋", _homes(shown)),
        ("车位、储藏室、车辆、宠物", _things(project, person, shown)),
        ("您的请求", [(each.number, _asked(each)) for each in requests_by(person)]),
        (
            "更改前的内容",
            [(_changed(each), _before(each)) for each in history],
        ),
        ("使用记录", [_used(line) for line in timeline(person, *shown.merged, limit=500)]),
    ]
    return Sheet(person, [(title, rows) for title, rows in sections if rows])


def _basics(person: Person, identity: str) -> list[tuple[str, str]]:
    kind = str(IdentityKind(person.identity_kind).label) if person.identity_kind else ""
    rows = [
        ("类别", str(PersonKind(person.kind).label)),
        ("姓名", person.name),
        ("称呼", person.form_of_address),
        (kind or "证件", identity),
        ("语言、方言", "、".join(person.languages)),
        ("习惯和注意事项", person.habits),
        ("免打扰说明", person.do_not_disturb),
        ("免打扰时段", person.quiet_hours),
        ("电子邮箱", person.email),
        ("登记日期", f"{person.registered_at.astimezone(SHANGHAI):%Y-%m-%d}"),
    ]
    return [(what, value) for what, value in rows if value]


def _contact(person: Person, shown: PersonPage) -> list[tuple[str, str]]:
    channel = dict(Channel.choices).get(person.preferred_channel, "")
    consented = f"{person.consented_on:%Y-%m-%d}" if person.consented_on else ""
    rows = [
        *((f"电话 {each.label}".strip(), each.number) for each in shown.phones),
        *(
            (f"紧急联系人 {each.relation}".strip(), f"{each.name} {mask_phone(each.phone)}")
            for each in shown.contacts
        ),
        ("首选联系方式", str(channel)),
        ("联系依据", str(ContactGround(person.contact_ground).label)),
        ("同意书", f"{person.consent_version} {consented}".strip()),
    ]
    return [(what, value) for what, value in rows if value]


def _homes(shown: PersonPage) -> list[tuple[str, str]]:
    rows = []
    for each in [*shown.occupancies, *shown.past]:
        share = f" {spoken_share(each.share)}" if each.share else ""
        rows.append((each.unit.spoken, f"{each.role_name}{share},{each.lasts} {each.note}".strip()))
    return rows


def _things(project: Project, person: Person, shown: PersonPage) -> list[tuple[str, str]]:
    held = [*shown.holdings, *shown.past_holdings]
    cars = [*shown.vehicles, *shown.left_vehicles]
    pets = Pet.objects.filter(project=project, person=person)
    return [
        *((str(each.thing), f"{each.ground_name},{each.lasts}") for each in held),
        *(("车辆", " ".join(filter(None, (c.plate, c.brand, c.colour)))) for c in cars),
        *(("宠物", " ".join(filter(None, (p.kind, p.name, p.licence, p.note)))) for p in pets),
    ]


def _changed(change: PersonChange) -> str:
    day = f"{change.at.astimezone(SHANGHAI):%Y-%m-%d}"
    return f"{day} {FIELD_NAMES.get(change.field, change.field)}"


def _before(change: PersonChange) -> str:
    """Return an old value; the number of whom to call is somebody else's and comes masked."""
    if change.field != "contact":
        return change.before
    return re.sub(r"\d{5,}", lambda number: mask_phone(number[0]), change.before)


def _asked(request: DataRequest) -> str:
    kind, state = request.get_kind_display(), request.get_state_display()
    asked = f"{kind},{request.received_on:%Y-%m-%d} 收到,{state}"
    return ":".join(part for part in (asked, f"{request.wish} {request.answer}".strip()) if part)


def _used(line: Line) -> tuple[str, str]:
    reason = f",原因:{line.reason}" if line.reason else ""
    return f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", f"{line.did}{reason}"
