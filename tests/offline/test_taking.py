"""The phones' way in: a plain form, and an entry in JSON, as browsers post them."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from anju.archives.queries import files_of
from anju.drafts.models import Draft
from anju.offline.commands.settling import discard_entry
from anju.offline.models import OfflineEntry
from anju.organization.models import Membership
from tests import world
from tests.offline import work

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.offline.work")]
JSON = {"Accept": "application/json"}


def place_of(worker: world.User) -> Draft:
    return work.new_work(worker)


def phone(user: world.User, **how: bool) -> Client:
    return world.sign_in(Client(**how), user)


def post(client: Client, place: Draft, step: str, fields: dict[str, Any]) -> HttpResponse:
    url = reverse("test-step", args=["green", place.pk, f"test.{step}"])
    return client.post(url, fields, headers=JSON)


def told(answer: HttpResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_plain_form_is_taken_and_goes_on() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    url = reverse("test-step", args=["green", place.pk, "test.photo"])

    answer = client.post(url, {"photo": work.picture()})

    assert answer.status_code == 302
    assert work.done_of(place) == ["photo 1"]
    assert OfflineEntry.objects.count() == 0


def test_an_entry_is_answered_and_its_repetition_the_same() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    fields = work.envelope(worker, uuid4())

    first, again = (post(client, place, "begin", fields) for _ in range(2))

    assert told(first) == told(again) == {"state": "taken", "said": "已开始。"}
    assert first["Cache-Control"] == "no-store"
    assert work.done_of(place) == ["begin"]


def test_an_entry_keeps_the_forms_own_fields_and_not_the_envelope() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    post(client, place, "begin", begun := work.envelope(worker, uuid4()))
    fields = work.envelope(worker, uuid4(), after=begun["entry"], words="换了阀芯")

    answer = post(client, place, "tick", fields)

    assert told(answer)["said"] == "已勾选换了阀芯。"
    assert OfflineEntry.objects.get(step="test.tick").fields == {"words": ["换了阀芯"]}


def test_a_photo_sent_twice_is_on_the_work_once() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    fields = work.envelope(worker, uuid4())

    for _ in range(2):
        post(client, place, "photo", {**fields, "photo": work.picture()})

    assert work.done_of(place) == ["photo 1"]
    assert files_of(place).count() == 1


def test_a_photo_that_is_none_is_refused_with_the_sentence_and_kept_known() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    bad = work.picture()
    bad.file.seek(0)
    bad.file.write(b"MZ no picture at all")
    bad.file.seek(0)

    answer = post(client, place, "photo", {**work.envelope(worker, uuid4()), "photo": bad})

    assert answer.status_code == 200 and told(answer)["state"] == "refused"
    assert work.done_of(place) == []
    assert OfflineEntry.objects.get().state == "REFUSED"


def test_an_entry_before_its_predecessor_waits() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    begun = uuid4()
    late = work.envelope(worker, uuid4(), after=begun, words="甲")

    assert told(post(client, place, "tick", late))["state"] == "waiting"
    post(client, place, "begin", work.envelope(worker, begun))

    assert told(post(client, place, "tick", late))["state"] == "taken"
    assert work.done_of(place) == ["begin", "tick 甲"]


def test_what_was_taken_away_is_held_and_a_discarded_one_says_why() -> None:
    worker, supervisor = world.engineer(), world.supervisor()
    place, client = place_of(worker), phone(worker)
    work.change(place, hands=supervisor.pk)
    fields = work.envelope(worker, uuid4())

    held = told(post(client, place, "begin", fields))
    entry = OfflineEntry.objects.get()
    discard_entry(entry=entry, reason="已重做", by=world.by(supervisor), at=world.AT)

    assert held["state"] == "held"
    assert held["said"] == "这项工作已改派给别人。您登记的内容和照片已转主管处理(补录)。"
    assert told(post(client, place, "begin", fields))["said"] == "主管已作废:已重做"


def test_another_login_does_not_send_what_is_not_its_own() -> None:
    worker, other = world.engineer(), world.person("sun", "孙立", post="engineering")
    place = place_of(worker)
    fields = work.envelope(worker, uuid4())

    answer = post(phone(other), place, "begin", fields)

    assert answer.status_code == 409 and "其本人登录" in told(answer)["error"]
    assert OfflineEntry.objects.count() == 0


def test_somebody_elses_number_is_answered_to_nobody() -> None:
    worker, other = world.engineer(), world.person("sun", "孙立", post="engineering")
    place = place_of(worker)
    fields = work.envelope(worker, uuid4())
    post(phone(worker), place, "begin", fields)

    answer = post(phone(other), place, "begin", {**fields, "owner": other.pk})

    assert answer.status_code == 409
    assert "已开始" not in answer.content.decode()


def test_an_expired_session_is_told_so_in_json() -> None:
    worker = world.engineer()
    place = place_of(worker)

    answer = post(Client(), place, "begin", work.envelope(worker, uuid4()))

    assert answer.status_code == 401 and told(answer)["error"] == "登录已过期,请重新登录。"
    assert OfflineEntry.objects.count() == 0


def test_a_project_one_has_left_answers_json_too() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    Membership.objects.filter(user=worker).update(ends_on=world.LONG_AGO)

    answer = post(client, place, "begin", work.envelope(worker, uuid4()))

    assert answer.status_code in (401, 404)
    assert "error" in told(answer)


@pytest.mark.parametrize(
    "broken",
    [
        {"entry": "1"},
        {"made_at": "yesterday"},
        {"owner": ""},
        {"offset": "9" * 30},
        {"after": "x"},
        {"seen_at": "9999-99-99"},
    ],
)
def test_an_envelope_that_cannot_be_read_is_said_so(broken: dict[str, str]) -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)

    answer = post(client, place, "begin", {**work.envelope(worker, uuid4()), **broken})

    assert answer.status_code == 422 and "无法识别" in told(answer)["error"]


@pytest.mark.parametrize(
    ("times", "hour"),
    [
        # an hour ahead of us, corrected by what the device knew
        ({"made_at": "2026-11-23T10:30:00+08:00", "offset": "-3600000"}, "09:30"),
        # wrong by years, and nobody knew: not before what it had last seen
        ({"made_at": "1970-01-01T00:00:00Z", "seen_at": "2026-11-23T08:00:00+08:00"}, "08:00"),
    ],
)
def test_the_devices_clock_is_corrected(times: dict[str, str], hour: str) -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)

    post(client, place, "begin", work.envelope(worker, uuid4(), **times))

    happened = OfflineEntry.objects.get().happened_at.astimezone(world.AT.tzinfo)
    assert f"{happened:%H:%M}" == hour


def test_nothing_happens_after_it_reached_us() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker)
    ahead = {"made_at": "2099-01-01T00:00:00Z", "seen_at": "2099-01-01T00:00:00Z"}

    post(client, place, "begin", work.envelope(worker, uuid4(), **ahead))

    entry = OfflineEntry.objects.get()
    assert entry.happened_at == entry.received_at


def test_a_fresh_token_from_the_ping_lets_a_kept_entry_in() -> None:
    worker = world.engineer()
    place, client = place_of(worker), phone(worker, enforce_csrf_checks=True)
    fields = work.envelope(worker, uuid4())

    assert post(client, place, "begin", fields).status_code == 403
    ping = told(client.get(reverse("offline:ping", args=["green"]), headers=JSON))
    url = reverse("test-step", args=["green", place.pk, "test.begin"])
    answer = client.post(url, fields, headers={**JSON, "X-CSRFToken": ping["csrf"]})

    assert told(answer)["state"] == "taken"
    assert (ping["user"], ping["name"]) == (worker.pk, "赵志强")


def test_the_ping_is_told_to_nobody_outside() -> None:
    world.project()
    url = reverse("offline:ping", args=["green"])

    assert Client().get(url, headers=JSON).status_code == 401
    assert phone(world.stranger()).get(url, headers=JSON).status_code == 404


def test_two_subjects_do_not_wait_for_each_other() -> None:
    worker = world.engineer()
    client = phone(worker)
    one, two = work.new_work(worker, name="one"), work.new_work(worker, name="two")
    begun: UUID = uuid4()

    post(client, one, "begin", work.envelope(worker, begun))
    answer = told(post(client, two, "begin", work.envelope(worker, uuid4(), after=begun)))

    assert answer["state"] == "waiting"
