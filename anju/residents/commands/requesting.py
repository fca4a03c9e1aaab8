"""What people ask of their own data (PIPL 44–47): taken, answered within 30 days."""

from datetime import date, datetime, timedelta

from django.db import transaction

from anju.audit.record import record
from anju.core.actors import Actor
from anju.core.errors import DomainError, ForbiddenTransition
from anju.core.numbering import human_number
from anju.core.periods import local_date
from anju.organization.commands.founding import next_number
from anju.organization.models import Project
from anju.residents.commands.keeping import NotInRegister, scrubbed
from anju.residents.models import (
    DataRequest,
    DataRequestKind,
    DataRequestState,
    Person,
    PersonState,
)
from anju.residents.verbs import ResidentVerb as Verb

PREFIX = "GR"  # 个人信息请求
TERM = timedelta(days=30)


class ReceivedLater(DomainError):
    """A request cannot have come in after today."""


class AnswerMissing(DomainError):
    """Who closes a request says with what."""


class ProofMissing(DomainError):
    """Nobody gets at data without proving who they are."""


@transaction.atomic
def take_request(
    *,
    person: Person,
    kind: str,
    wish: str,
    proof: str,
    received_on: date,
    once: str = "",
    by: Actor,
    at: datetime,
) -> DataRequest:
    """Take what a person asks of their data; it is due 30 days after it came in.

    :param proof: how it was made sure that it is them (or a close relative of the dead, PIPL 49).
    :param once: the key that the form carried; the same form sent again gets the same request.
    :raises ReceivedLater: for a day after today.
    :raises ProofMissing: without a proof.
    """
    assert by.id is not None, "a request is taken by a person"
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=person.project_id)
    requests = DataRequest.objects.filter(project=project)
    made = requests.filter(once=once).exclude(once="").first()
    if made is not None:
        return made
    person = Person.objects.locked().get(pk=person.pk)
    if person.state not in (PersonState.ACTIVE, PersonState.RESTRICTED):
        raise NotInRegister("这位住户的信息已合并或删除,不能再受理请求。")
    if received_on > local_date(at):
        raise ReceivedLater("收到日期不能晚于今天,请检查。")
    if len(proof.strip()) < 2:
        raise ProofMissing("请写明怎样核验了身份,例如“本人到前台,核对身份证原件”。")
    count = next_number(project, prefix=PREFIX, year=local_date(at).year)
    made = DataRequest.objects.create(
        project=project,
        number=human_number(PREFIX, year=local_date(at).year, count=count),
        person=person,
        kind=kind,
        wish=wish.strip(),
        proof=proof.strip(),
        received_on=received_on,
        due_on=received_on + TERM,
        taken_by_id=by.id,
        once=once,
    )
    changes = {
        "person": (None, person),
        "kind": (None, DataRequestKind(kind).label),
        "due_on": (None, made.due_on),
    }
    record(
        Verb.REQUEST_TAKEN,
        subject=made,
        project_id=project.pk,
        by=by,
        at=at,
        changes=changes,
    )
    return made


@transaction.atomic
def answer_request(
    *, data_request: DataRequest, is_refused: bool = False, answer: str, by: Actor, at: datetime
) -> DataRequest:
    """Close a request: done, or refused for a stated reason (PIPL 50).

    An erasure is done by `erase_person` or `restrict_person`; here it can only be refused.

    :raises ForbiddenTransition: if it is closed already, or an erasure is called done.
    :raises AnswerMissing: without an answer.
    """
    data_request = DataRequest.objects.select_for_update(of=("self",)).get(pk=data_request.pk)
    refuse_closed(data_request)
    if data_request.kind == DataRequestKind.ERASURE and not is_refused:
        raise ForbiddenTransition("删除请求要用“删除”或“停止使用”办理,不能直接办结。")
    if len(answer.strip()) < 2:
        raise AnswerMissing("请写明办理结果或不予办理的理由,会告知本人。")
    state = DataRequestState.REFUSED if is_refused else DataRequestState.DONE
    close_request(data_request, state, answer, at=at)
    record(
        Verb.REQUEST_ANSWERED,
        subject=data_request,
        project_id=data_request.project_id,
        by=by,
        at=at,
        changes={"state": (DataRequestState.OPEN.label, state.label)},
        reason=scrubbed(answer, data_request.person),
    )
    return data_request


@transaction.atomic
def hand_out_sheet(
    *, person: Person, form: str, data_request: DataRequest | None = None, by: Actor, at: datetime
) -> Person:
    """Keep in the trail that a person got a copy of everything held about them (PIPL 45).

    :param form: on paper or as a workbook, in Chinese.
    """
    changes = {"form": (None, form), "number": (None, data_request)}
    record(
        Verb.SHEET_HANDED_OUT,
        subject=person,
        project_id=person.project_id,
        by=by,
        at=at,
        changes=changes,
    )
    return person


def refuse_closed(data_request: DataRequest) -> None:
    """Refuse a request that is closed; no event, writes nothing."""
    if data_request.state != DataRequestState.OPEN:
        state = DataRequestState(data_request.state).label
        raise ForbiddenTransition(f"{data_request.number} {state},不能再次办理。请刷新页面。")


def close_request(
    data_request: DataRequest, state: DataRequestState, answer: str, *, at: datetime
) -> None:
    """Write how a request ended; no event: whoever calls it records one."""
    data_request.state, data_request.answer = state, answer.strip()[:300]
    data_request.answered_at = at
    data_request.save(update_fields=["state", "answer", "answered_at"])
