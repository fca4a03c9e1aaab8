"""A digest edited, signed, read: who may, what two at once see, what the screens say."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from anju.audit.models import Event
from anju.core.errors import ForbiddenTransition, StaleEdit
from anju.digests.commands.scrubbing import scrub_digests
from anju.digests.commands.signing import (
    NothingWritten,
    OnlyDraftsChange,
    TooEarly,
    acknowledge_digest,
    edit_digest,
    set_hour,
    sign_digest,
)
from anju.digests.models import Digest, DigestTerms
from anju.digests.queries.digests import digest_list
from anju.digests.tasks import tell_of_digest
from anju.messaging.models import StaffMessage
from anju.residents.commands.erasing import erase_person
from tests import world
from tests.digests.evenings import EVENING, only
from tests.residents import town
from tests.tickets import shift

pytestmark = pytest.mark.django_db


def url(name: str, digest: Digest) -> str:
    return reverse(f"digests:{name}", args=["green", digest.day])


def signed() -> Digest:
    return sign_digest(digest=only(), by=shift.desk(), at=EVENING)


def test_the_way_through_is_draft_signed_read_and_no_other() -> None:
    digest, by = only(), shift.desk()
    with pytest.raises(ForbiddenTransition):
        acknowledge_digest(digest=digest, by=by, at=EVENING)
    digest = sign_digest(digest=digest, by=by, at=EVENING)
    with pytest.raises(ForbiddenTransition):
        sign_digest(digest=digest, by=by, at=EVENING)
    with pytest.raises(OnlyDraftsChange):
        edit_digest(digest=digest, body="改", seen=None, by=by, at=EVENING)
    read = acknowledge_digest(
        digest=digest, remark="加派巡查", by=world.by(world.manager()), at=EVENING
    )

    assert (read.state, read.read_by_name, read.remark) == ("READ", "林建国", "加派巡查")


def test_a_stale_edit_shows_both_texts_and_loses_none() -> None:
    digest = only()
    client = town.signed_in(world.supervisor())
    edit_digest(digest=digest, body="同事写的", seen=1, by=shift.desk(), at=EVENING)

    stale = client.post(url("edit", digest), {"body": "我写的", "seen": "1"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "同事写的" in page and "我写的" in page
    digest.refresh_from_db()
    assert digest.body == "同事写的"
    seen = str(digest.edition)
    assert client.post(url("edit", digest), {"body": "我写的", "seen": seen}).status_code == 302


def test_what_is_signed_is_what_was_read() -> None:
    digest = only()
    edit_digest(digest=digest, body="同事写的", seen=1, by=shift.desk(), at=EVENING)
    with pytest.raises(StaleEdit):
        sign_digest(digest=digest, seen=1, by=shift.desk(), at=EVENING)

    answer = town.signed_in(world.supervisor()).post(url("sign", digest), {"seen": "1"})
    assert answer.status_code == 409
    assert "同事写的" in answer.content.decode()
    digest.refresh_from_db()
    assert digest.state == "DRAFT"


def test_an_empty_text_is_refused_in_words() -> None:
    digest = only()
    with pytest.raises(NothingWritten):
        edit_digest(digest=digest, body="  ", seen=1, by=shift.desk(), at=EVENING)
    client = town.signed_in(world.supervisor())
    assert client.post(url("edit", digest), {"body": "", "seen": "1"}).status_code == 422


def test_drafts_are_seen_by_those_who_edit_and_the_signed_by_readers() -> None:
    digest = only()
    reader = town.only("reader", "digests.read")
    rows = reverse("digests:digests", args=["green"])

    assert reader.get(url("digest", digest)).status_code == 404
    assert str(digest) not in reader.get(rows).content.decode()
    assert town.signed_in(world.receptionist()).get(rows).status_code == 403
    sign_digest(digest=digest, by=shift.desk(), at=EVENING)
    assert reader.get(url("digest", digest)).status_code == 200
    assert reader.get(url("print", digest)).status_code == 200
    assert reader.post(url("sign", digest)).status_code == 403
    supervisor = town.signed_in(world.supervisor())
    assert supervisor.post(url("acknowledge", digest)).status_code == 403
    assert supervisor.get(reverse("digests:digest", args=["green", "gestern"])).status_code == 404


def test_the_manager_is_told_reads_and_the_signer_sees_it() -> None:
    manager = world.manager()
    digest = signed()
    tell_of_digest(Event.objects.get(verb="digests.signed").pk)
    [message] = StaffMessage.objects.filter(user=manager)
    assert message.url == url("digest", digest)

    client = town.signed_in(manager)
    assert "批阅" in client.get(message.url).content.decode()
    client.post(url("acknowledge", digest), {"remark": "加派巡查"})

    page = town.signed_in(world.supervisor()).get(url("digest", digest)).content.decode()
    assert "林建国" in page and "加派巡查" in page


def test_the_hour_is_set_by_who_may_and_not_by_two_at_once() -> None:
    world.project()
    client = town.signed_in(world.supervisor())
    address = reverse("digests:hour", args=["green"])
    assert client.post(address, {"hour": "17:30", "seen": "0"}).status_code == 302
    assert DigestTerms.objects.get().hour == time(17, 30)
    stale = client.post(address, {"hour": "19:00", "seen": "0"})
    assert stale.status_code == 409
    assert "17:30" in stale.content.decode()
    with pytest.raises(TooEarly):
        set_hour(project=world.project(), hour=time(3), by=shift.desk(), at=world.AT)
    assert client.post(address, {"hour": "03:00", "seen": "1"}).status_code == 422


def test_the_list_costs_the_same_for_one_and_for_three() -> None:
    digest = signed()

    def work() -> object:
        return list(digest_list(world.project(), drafts_too=True))

    for_one = world.queries(work)
    for days in (1, 2):
        copy = Digest.objects.get(pk=digest.pk)
        copy.pk, copy.day = None, copy.day.replace(day=copy.day.day - days)
        copy.save(force_insert=True)
    assert world.queries(work) == for_one


def test_an_erased_persons_name_is_taken_out_of_digests() -> None:
    who = town.person("李秀兰", "13812345678", form_of_address="李阿姨")
    digest = only()
    said = "李阿姨(13812345678)今天又来,李秀兰要见经理"
    edit_digest(digest=digest, body=said, seen=1, by=shift.desk(), at=EVENING)

    erase_person(data_request=town.asks(who), by=town.by(), at=EVENING)

    digest.refresh_from_db()
    assert digest.body == "(已删除)((已删除))今天又来,(已删除)要见经理"
    assert scrub_digests(project=world.project(), words=["没有"], by=town.by(), at=EVENING) == 0


def test_a_strangers_project_shows_nothing() -> None:
    digest = only()
    client: Client = town.signed_in(world.stranger())
    assert client.get(url("digest", digest)).status_code == 404
