"""Who is named in a workbook: rows that name the same person share one draft. Pure.

The same person is: the same identity number and name, else the same name and a common telephone,
else the same name in the same unit; an owner's number stands for one person.
"""

from collections import defaultdict
from collections.abc import Iterator

from anju.core.phones import PhoneNumber
from anju.imports import values
from anju.imports.cells import Cells
from anju.imports.drafts import PersonDraft, UnitKey
from anju.imports.fields import Field
from anju.imports.findings import Findings, Place
from anju.residents.models import IdentityKind

NOBODY = frozenset(
    {"空置", "空", "空房", "空关", "未售", "未销售", "待售", "未入住", "无业主", "未交房"}
)
MOST_PHONES = 10
Identity = tuple[IdentityKind, str, Place]
DROPPED_PHONE = "是占位用的号码(如 18999999999),没有登记;同类的不再一一列出。"
DROPPED_IDENTITY = "是占位用的证件号码(如 111111…),没有登记;同类的不再一一列出。"
ROUNDED_IDENTITY = (
    "证件号码被 Excel 存成了数字,末几位已丢失,没有登记。请把这一列设为“文本”后重新填写。"
)


class Naming:
    """The people of a workbook, as they are named row by row."""

    def __init__(self, findings: Findings, *, area_code: str = "") -> None:
        self.findings, self.area_code = findings, area_code
        self.people: list[PersonDraft] = []
        self.numbers: dict[str, PersonDraft] = {}
        self._by_identity: dict[tuple[str, str], PersonDraft] = {}
        self._by_phone: dict[tuple[str, str], PersonDraft] = {}
        self._by_unit: dict[tuple[str, UnitKey], PersonDraft] = {}

    def named(
        self,
        cells: Cells,
        unit: UnitKey | None = None,
        *,
        fields: tuple[Field, Field, Field] = (Field.NAME, Field.PHONE, Field.IDENTITY),
        trust_gender: bool = False,
    ) -> list[PersonDraft]:
        """Return the people that a row names, each once in the whole workbook."""
        name_field, phone_field, identity_field = fields
        if not (cells.all(name_field) or cells.all(phone_field)):
            return []
        names = [name for name in values.names_of(cells.cell(name_field)) if name not in NOBODY]
        phones = self._phones(cells, phone_field)
        if not names:
            if phones:
                self.findings.note_once(
                    "phone-without-name",
                    cells.place(phone_field),
                    "有电话却没有姓名,没有导入。如有需要,请补上姓名。",
                )
            return []
        texts = values.LIST_MARKS.split(str(cells.text(identity_field)))
        if len(names) > 1:
            self._note_several(cells, name_field, len(names), len(phones))
        found = []
        for index, name in enumerate(names):
            own = phones if len(names) == 1 else phones[index : index + 1]
            if len(names) > 1 and len(phones) != len(names):
                own = phones if index == 0 else []
            fits = len(names) == 1 or len(texts) == len(names)
            text = texts[index] if fits and index < len(texts) else ""
            identity = self._identity(name, cells, identity_field, text)
            found.append(self._person(name, own, identity, cells.place(name_field), unit))
        if len(names) == 1 and fields[0] is Field.NAME:
            self._address(found[0], cells, trust_gender=trust_gender)
        return found

    def shared_identities(self) -> Iterator[PersonDraft]:
        """Yield who bears an identity number that somebody of another name bears too; clear it."""
        bearers: dict[str, list[PersonDraft]] = defaultdict(list)
        for person in self.people:
            if person.identity:
                bearers[person.identity].append(person)
        for same in bearers.values():
            if len(same) < 2:
                continue
            rows = "、".join(
                str(person.identity_place.row) for person in same[:5] if person.identity_place
            )
            for person in same:
                assert person.identity_place is not None
                sentence = (
                    f"这个证件号码同时用在 {len(same)} 个人身上(第 {rows} 行"
                    f"{'等' if len(same) > 5 else ''})。请核对;或确认后都留空。"
                )
                self.findings.question("shared-identity", person.identity_place, sentence)
                person.identity, person.identity_kind = "", IdentityKind.NONE
                yield person

    def _person(
        self,
        name: str,
        phones: list[PhoneNumber],
        identity: Identity | None,
        place: Place,
        unit: UnitKey | None,
    ) -> PersonDraft:
        person = self._known(name, phones, identity, unit)
        if person is None:
            person = PersonDraft(name=name, kind=values.kind_of(name), place=place)
            self.people.append(person)
        for phone in phones:
            if len(person.phones) < MOST_PHONES:
                person.phones.setdefault(phone.number, phone)
            self._by_phone.setdefault((name, phone.number), person)
        if identity is not None:
            self._by_identity.setdefault((name, identity[1]), person)
            if not person.identity:
                person.identity_kind, person.identity, person.identity_place = identity
        if unit is not None:
            self._by_unit.setdefault((name, unit), person)
            person.units.add(unit)
        return person

    def _known(
        self,
        name: str,
        phones: list[PhoneNumber],
        identity: Identity | None,
        unit: UnitKey | None,
    ) -> PersonDraft | None:
        if identity is not None and (name, identity[1]) in self._by_identity:
            return self._by_identity[name, identity[1]]
        for phone in phones:
            if (name, phone.number) in self._by_phone:
                return self._by_phone[name, phone.number]
        return self._by_unit.get((name, unit)) if unit is not None else None

    def _identity(self, name: str, cells: Cells, field: Field, text: str) -> Identity | None:
        place, text = cells.place(field), text.strip()
        if not text:
            return None
        if values.is_placeholder_identity(text):
            self.findings.note_once("placeholder-identity", place, DROPPED_IDENTITY)
            return None
        if values.is_rounded(cells.cell(field)):
            self.findings.note("identity-rounded", place, ROUNDED_IDENTITY)
            return None
        word = cells.text(Field.IDENTITY_KIND) if field is Field.IDENTITY else ""
        kind, number, fault = values.identity_of(text, word, company=values.is_company(name))
        if fault:
            self.findings.note("identity-wrong", place, f"{fault}这次没有登记证件号码。")
            return None
        return kind, number, place

    def _phones(self, cells: Cells, field: Field) -> list[PhoneNumber]:
        found: dict[str, PhoneNumber] = {}
        for column, cell in cells.all(field):
            place = cells.table.place(cells.row.number, column)
            if values.is_placeholder_phone(values.said(cell)):
                self.findings.note_once("placeholder-phone", place, DROPPED_PHONE)
                continue
            numbers, wrong = values.phones_of(cell, self.area_code)
            for text in wrong:
                self.findings.error("phone-wrong", place, _wrong_phone(text))
            for number in numbers:
                if not values.is_placeholder_phone(number.number):
                    found.setdefault(number.number, number)
        return list(found.values())

    def _note_several(self, cells: Cells, field: Field, names: int, phones: int) -> None:
        words = f"一格里有 {names} 个姓名,按 {names} 人登记"
        if phones and phones != names:
            words += ",电话都记在第一人名下"
        self.findings.note("several-names", cells.place(field), f"{words}。如有不对,请分行填写。")

    def _address(self, person: PersonDraft, cells: Cells, *, trust_gender: bool) -> None:
        person.form_of_address = person.form_of_address or cells.text(Field.ADDRESS)[:20]
        gender = cells.text(Field.GENDER)
        if trust_gender and gender[:1] in ("男", "女"):
            person.is_man = gender[0] == "男"


def _wrong_phone(text: str) -> str:
    digits = sum(letter.isdigit() for letter in text)
    if text[:1] == "1" and digits == len(text):
        return f"手机号应为 11 位,这里是 {digits} 位。请核对后改正;没有号码就留空。"
    if digits in (7, 8):
        return "固定电话请带区号,例如 0571-88888888。"
    return "不是能拨打的电话号码。请核对后改正,几个号码之间用顿号隔开;没有号码就留空。"
