"""The head office's page about the running house, and the night's backup."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from pytest_django import Settings

from anju.audit.models import Event
from anju.core.actors import SYSTEM
from anju.operations import tasks
from anju.operations.commands import note_backup, note_restoration
from anju.operations.invariants import broken
from anju.operations.models import BackupRun
from anju.operations.queries import failed_jobs, queue
from tests import world

pytestmark = pytest.mark.django_db
URL = "/office/operations/"


def fail(job_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job_id])


def test_shows_how_the_house_runs_and_no_arguments(client: Client) -> None:
    job_id = app.configure_task("messaging.tell_of_deputyship").defer(event_id=424242)
    fail(job_id)
    browser = world.sign_in(client, world.head_office())

    response = browser.get(URL)

    assert response.status_code == 200
    assert "messaging.tell_of_deputyship" in response.text
    assert "424242" not in response.text
    for words in ("系统运行", "检查结果", "PostgreSQL", "还没有自动备份"):
        assert words in response.text


def test_the_queue_counts_what_waits_and_what_failed() -> None:
    before = queue(at=world.AT)
    waiting = app.configure_task("operations.beat").defer(timestamp=0)
    fail(app.configure_task("drafts.sweep").defer(timestamp=0))

    after = queue(at=world.AT)

    assert (after.waiting - before.waiting, after.failed - before.failed) == (1, 1)
    assert waiting not in [job.pk for job in failed_jobs()]


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("staff", 404), ("reader", 403), ("admin", 200)]
)
def test_is_for_the_head_office_with_the_right(client: Client, who: str, status: int) -> None:
    match who:
        case "staff":
            world.sign_in(client, world.manager())
        case "reader":
            world.sign_in(client, world.head_office(role="office_reader"))
        case "admin":
            world.sign_in(client, world.head_office())

    assert client.get(URL).status_code == status


@pytest.mark.django_db(transaction=True)
def test_the_nightly_backup_is_made_noted_and_found(settings: Settings, home: Path) -> None:
    world.project()

    tasks.back_up_nightly(timestamp=0)

    run = BackupRun.objects.get()
    assert run.succeeded, run.sentence
    assert (settings.ANJU_BACKUPS / run.folder / "manifest.json").is_file()
    assert run.size > 10_000
    assert Event.objects.get(verb="operations.backed_up").subject_id == run.pk
    assert list(broken(deep=True)) == []
    dump = settings.ANJU_BACKUPS / run.folder / "database.dump"
    dump.write_bytes(b"x")
    assert "备份已损坏" in " ".join(broken(deep=True))


def test_a_restored_house_answers_for_its_own_backups_only(client: Client, home: Path) -> None:
    hour = timedelta(hours=1)

    def backed_up(at: datetime) -> None:
        note_backup(started_at=at, folder="anju-elsewhere", size=9, sentence="", by=SYSTEM, at=at)

    backed_up(world.AT)
    assert "不在备份文件夹中" in " ".join(broken())

    note_restoration(folder="anju-elsewhere", by=SYSTEM, at=world.AT + hour)
    assert list(broken(deep=True)) == []
    assert "从备份 anju-elsewhere 恢复" in world.sign_in(client, world.head_office()).get(URL).text

    backed_up(world.AT + 2 * hour)
    assert "不在备份文件夹中" in " ".join(broken())


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_is_noted_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_BACKUPS_KEPT", "many")

    tasks.back_up_nightly(timestamp=0)

    run = BackupRun.objects.get()
    assert (run.succeeded, run.folder) == (False, "")
    assert "ANJU_BACKUPS_KEPT" in run.sentence


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_breaks_is_noted_and_fails_its_job(home: Path) -> None:
    (home / "backups").rmdir()
    (home / "backups").write_text("not a folder")

    with pytest.raises(FileExistsError):
        tasks.back_up_nightly(timestamp=0)

    run = BackupRun.objects.get()
    assert (run.succeeded, run.sentence) == (False, "备份程序出错,请查看服务日志。")


@pytest.mark.django_db(transaction=True)
def test_a_missed_night_is_made_up_for_once(home: Path) -> None:
    tasks.back_up_missed(timestamp=0)
    assert BackupRun.objects.count() == 0  # the tables are younger than a day

    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = applied - interval '3 days'")
    tasks.back_up_missed(timestamp=0)
    tasks.back_up_missed(timestamp=0)

    assert BackupRun.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = applied + interval '3 days'")
