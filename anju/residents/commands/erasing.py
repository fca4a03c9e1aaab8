"""Forgetting somebody (PIPL 47): wholly, or out of use while a law wants something kept."""

from datetime import datetime

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.periods import local_date
from anju.core.spelling import sort_key
from anju.residents.commands.keeping import index_people, scrubbed
from anju.residents.commands.requesting import close_request, refuse_closed
from anju.residents.hooks import forget, reasons_to_keep
from anju.residents.models import (
    ContactGround,
    DataRequest,
    DataRequestKind,
    DataRequestState,
    EmergencyContact,
    Occupancy,
    Person,
    PersonChange,
    PersonState,
    Pet,
    Phone,
    Vehicle,
)
from anju.residents.verbs import ResidentVerb as Verb

PSEUDONYM = "已删除住户"
FORGOTTEN = "已删除"


class MustBeKept(DomainError):
    """A law or a contract wants something of this person kept."""


class NothingToKeep(DomainError):
    """Nothing speaks against erasing: putting out of use would be less than what was asked."""


@transaction.atomic
def restrict_person(*, data_request: DataRequest, by: Actor, at: datetime) -> Person:
    """Put a person's data out of use, for they ask to be erased and something must be kept.

    The search, the lists and the units' pages leave them out; the reasons are the answer.

    :raises NothingToKeep: if nothing has to be kept.
    :raises ForbiddenTransition: if the request is closed or asks for something else.
    """
    data_request, person = _locked(data_request)
    refuse_closed(data_request)
    reasons = reasons_to_keep(person, local_date(at))
    if not reasons:
        raise NothingToKeep("没有需要保留的理由,请直接删除。")
    person.state = PersonState.RESTRICTED
    person.save(update_fields=["state"])
    index_people(person.project, [person.pk], at=at)
    close_request(data_request, DataRequestState.RESTRICTED, ";".join(reasons), at=at)
    for subject in (person, data_request):
        record(
            Verb.RESTRICTED,
            subject=subject,
            project_id=person.project_id,
            by=by,
            at=at,
            reason=";".join(reasons)[:300],
        )
    return person


@transaction.atomic
def release_person(*, person: Person, reason: str, by: Actor, at: datetime) -> Person:
    """Take a person's data into use again, at their own wish (they stay after all).

    :raises ForbiddenTransition: if it is not out of use.
    """
    person = Person.objects.locked().get(pk=person.pk)
    if person.state != PersonState.RESTRICTED:
        raise ForbiddenTransition("这位住户的信息没有停止使用,不用恢复。")
    person.state = PersonState.ACTIVE
    person.save(update_fields=["state"])
    index_people(person.project, [person.pk], at=at)
    record(
        Verb.RELEASED,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        reason=scrubbed(reason, person),
    )
    return person


@transaction.atomic
def erase_person(*, data_request: DataRequest, by: Actor, at: datetime) -> Person:
    """Put a pseudonym in a person's place and empty everything that says who they were.

    Occupancies and holdings stay, so that figures stay right; so does that the request was
    answered, without its words. Entries merged into this one are emptied with it, and every app
    empties what it holds by value (`hooks.forget`). There is no way back.

    :raises MustBeKept: while something must be kept; `restrict_person` is the answer then.
    :raises ForbiddenTransition: if the request is done, refused, or asks for something else.
    """
    data_request, person = _locked(data_request)
    if data_request.state not in (DataRequestState.OPEN, DataRequestState.RESTRICTED):
        refuse_closed(data_request)
    reasons = reasons_to_keep(person, local_date(at))
    if reasons:
        raise MustBeKept(f"现在还不能删除:{';'.join(reasons)}。可先停止使用,理由消失后再删除。")
    forget(person, by, at)
    entries = [person, *Person.objects.filter(merged_into=person).locked()]
    for entry in entries:
        _empty(entry)
    index_people(person.project, [entry.pk for entry in entries], at=at)
    close_request(data_request, DataRequestState.DONE, FORGOTTEN, at=at)
    requests = DataRequest.objects.filter(project=person.project_id, person__in=entries)
    requests.update(wish="", proof=FORGOTTEN)
    requests.exclude(answer="").update(answer=FORGOTTEN)
    for subject in (person, data_request):
        record(Verb.ERASED, subject=subject, project_id=person.project_id, by=by, at=at)
    return person


def _locked(data_request: DataRequest) -> tuple[DataRequest, Person]:
    data_request = DataRequest.objects.select_for_update(of=("self",)).get(pk=data_request.pk)
    if data_request.kind != DataRequestKind.ERASURE:
        raise ForbiddenTransition(f"{data_request.number} 不是删除请求,不能据此删除。")
    return data_request, Person.objects.locked().get(pk=data_request.person_id)


def _empty(person: Person) -> None:
    for model in (Phone, EmergencyContact, Vehicle, Pet, PersonChange):
        model._default_manager.filter(project=person.project_id, person=person).delete()
    Occupancy.objects.filter(project=person.project_id, person=person).update(note="")
    person.name, person.name_key = PSEUDONYM, sort_key(PSEUDONYM)
    person.form_of_address, person.habits, person.do_not_disturb = "", "", ""
    person.email, person.languages = "", []
    person.quiet_from, person.quiet_until = None, None
    person.preferred_channel, person.contact_ground = "", ContactGround.NONE
    person.consent_version, person.consented_on = "", None
    person.identity_kind, person.identity_tail = "", ""
    person.identity_sealed, person.identity_index = b"", None
    if person.state != PersonState.MERGED:
        person.state = PersonState.ERASED
    person.version += 1
    person.save()
