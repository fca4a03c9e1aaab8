"""The trail: written in the change's transaction, never changed, told to screens and tasks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from anju.audit.models import Event
from anju.audit.record import record, topics_of
from anju.audit.timeline import lines, timeline, trail_of
from anju.core.actors import Actor
from anju.organization.verbs import OrganizationVerb
from tests import world

pytestmark = pytest.mark.django_db


def _event(**more: object) -> Event:
    project = world.project()
    facts = {"by": Actor(7, "陈静怡"), "at": world.AT, "project_id": project.pk, **more}
    return record(OrganizationVerb.PROJECT_CHANGED, subject=project, **facts)  # type: ignore[arg-type]


def test_keeps_who_what_when_and_only_what_changed() -> None:
    event = _event(changes={"name": ("旧名", "新名"), "phone": ("1", "1")}, reason="更名")

    assert (event.by_name, event.at, event.reason) == ("陈静怡", world.AT, "更名")
    assert event.changes == {"name": ["旧名", "新名"]}
    line = timeline(world.project())[0]
    assert (line.who, line.did, line.changes) == ("陈静怡", "修改项目", [("名称", "旧名", "新名")])


def test_shows_for_whom_somebody_stood_in() -> None:
    event = _event(by=Actor(7, "王婷", absent_id=8, absent_name="陈静怡"))

    assert lines([event])[0].who == "王婷(代 陈静怡)"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET by_name = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_refuses_to_be_changed(statement: str) -> None:
    _event()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_touches_its_app_the_trail_and_its_subject() -> None:
    project = world.project()

    assert topics_of(_event()) == [
        f"project:{project.pk}:organization",
        f"project:{project.pk}:trail",
        f"organization.project:{project.pk}",
    ]


def test_defers_reactions_by_name_in_the_same_transaction() -> None:
    project, before = world.project(), ProcrastinateJob.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(
            "notices.published",
            subject=project,
            project_id=project.pk,
            by=Actor(1, "x"),
            at=world.AT,
        )
        assert ProcrastinateJob.objects.count() == before + 1
        raise RuntimeError
    assert ProcrastinateJob.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_reaction_deferred_within_a_worker_vanishes_with_its_transaction() -> None:
    project, before = world.project(), ProcrastinateJob.objects.count()
    actor = Actor(1, "x")

    def recorded() -> None:
        record("notices.published", subject=project, project_id=project.pk, by=actor, at=world.AT)

    worker = app.connector.get_worker_connector()
    with app.replace_connector(worker), app.open():
        with pytest.raises(RuntimeError), transaction.atomic():
            recorded()
            raise RuntimeError
        assert ProcrastinateJob.objects.count() == before
        with transaction.atomic():
            recorded()
        assert ProcrastinateJob.objects.count() == before + 1
    ProcrastinateJob.objects.filter(task_name="notices.tell_staff").delete()


def test_moments_are_shown_in_local_time() -> None:
    event = _event(changes={"ends_at": (None, world.AT)})

    assert lines([event])[0].changes == [("结束时间", "(空)", "2026-11-23 10:00")]


def test_narrows_by_words_and_days() -> None:
    project = world.project()
    event = _event(reason="台风停课")
    later = world.AT + timedelta(days=1)

    assert list(trail_of(project.pk, words="台风")) == [event]
    assert list(trail_of(project.pk, words="台风", since=later)) == []
    assert list(trail_of(project.pk, words="台风", until=world.AT)) == []


def test_another_projects_events_stay_unseen() -> None:
    _event()
    elsewhere = world.project("cloud", "云栖大厦")

    assert "修改项目" not in {line.did for line in lines(trail_of(elsewhere.pk))}


@pytest.mark.django_db(transaction=True)
def test_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        _event()
