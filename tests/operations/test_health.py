"""Every check, well and failing; nothing of ours is replaced by a stand-in."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from anju.clocks.commands.sweeping import note_sweep
from anju.operations import checks
from anju.operations.commands import beat, note_backup, note_failed_backup
from anju.operations.models import BackupRun
from anju.operations.queries import last_backup_at
from runtime.manifest import NAME
from tests import world

pytestmark = pytest.mark.django_db


class Answering(BaseHTTPRequestHandler):
    """A hub that says what its server was told to say."""

    def do_GET(self) -> None:
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def hub() -> Iterator[HTTPServer]:
    """Something that answers where the hub should."""
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        server.status = 200
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def well(hub: HTTPServer, settings: Settings, tmp_path: Path) -> HTTPServer:
    """A house in which everything runs."""
    settings.ANJU_LIVE_PORT = hub.server_port
    settings.ANJU_BACKUPS = tmp_path
    now = timezone.now()
    beat(name="worker", at=now)
    note_sweep(looked_at=0, failed=0, at=now)
    backed_up(now)
    return hub


def backed_up(at: datetime) -> BackupRun:
    return note_backup(started_at=at, folder="anju-x", size=1, sentence="", by=world.SYSTEM, at=at)


def ask(client: Client) -> tuple[int, dict[str, str]]:
    """Return the status and the sentences of what is wrong."""
    response = client.get("/healthz")
    said = response.json()
    assert said["ok"] == (response.status_code == 200)
    assert [check["name"] for check in said["checks"]] == [
        *("database", "migrations", "worker", "backup", "outbox", "hub", "disk")
    ]
    wrong = {check["name"]: check["sentence"] for check in said["checks"] if not check["ok"]}
    return response.status_code, wrong


def test_a_house_that_is_well(client: Client, well: HTTPServer) -> None:
    assert ask(client) == (200, {})


def test_a_worker_that_stands_still(client: Client, well: HTTPServer) -> None:
    at = timezone.now() + timedelta(minutes=9)

    assert checks.worker(at=at).sentence == "后台任务已停 9 分钟,请联系系统管理员。"
    assert not checks.worker(at=at).ok


def test_a_hub_that_is_away_or_deaf(client: Client, well: HTTPServer) -> None:
    well.status = 503
    status, wrong = ask(client)
    assert status == 503
    assert "听不到数据库" in wrong["hub"]

    well.shutdown()
    well.server_close()
    status, wrong = ask(client)
    assert (status, list(wrong)) == (503, ["hub"])
    assert "没有回应" in wrong["hub"]


def test_tables_that_are_behind(client: Client, well: HTTPServer) -> None:
    MigrationRecorder.Migration.objects.filter(app="operations").delete()

    status, wrong = ask(client)

    assert (status, list(wrong)) == (503, ["migrations"])
    assert "bin/anju migrate" in wrong["migrations"]


def test_a_backup_that_is_old(client: Client, well: HTTPServer) -> None:
    BackupRun.objects.all().delete()
    backed_up(timezone.now() - timedelta(hours=27))
    note_failed_backup(
        started_at=timezone.now(), sentence="磁盘已满", by=world.SYSTEM, at=timezone.now()
    )

    status, wrong = ask(client)

    assert (status, list(wrong)) == (503, ["backup"])
    assert "27 小时前" in wrong["backup"]


def test_no_backup_is_an_alarm_only_after_the_first_night(client: Client, well: HTTPServer) -> None:
    BackupRun.objects.all().delete()
    assert ask(client) == (200, {})

    MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(hours=27))

    status, wrong = ask(client)
    assert (status, list(wrong)) == (503, ["backup"])
    assert "还没有任何备份" in wrong["backup"]


def test_a_backup_made_by_hand_counts(well: HTTPServer, tmp_path: Path) -> None:
    BackupRun.objects.all().delete()
    folder = tmp_path / "anju-20261123T183000Z"
    folder.mkdir()
    (folder / NAME).write_text("{}")

    assert last_backup_at(tmp_path) == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = type(shutil.disk_usage(tmp_path))
    sizes = {"bad": (100, 0.5), "warn": (10, 1.5), "good": (100, 50)}

    for tone, (total, free) in sizes.items():
        told = usage(int(total * 1024**3), 0, int(free * 1024**3))
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, told=told: told)
        assert checks.disk(tmp_path).tone == tone


def test_a_database_that_is_away(settings: Settings) -> None:
    told = checks._looked(
        "worker",
        "后台任务",
        lambda: checks.worker(at=timezone.now()),
        checks.Check("database", "数据库", "bad", ""),
    )

    assert (told.ok, told.sentence) == (False, "数据库没有回应,无法检查。")


def test_a_broken_transaction_is_no_crash() -> None:
    with pytest.raises(Exception, match="division"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")

    assert not checks.database().ok
    assert not checks._looked("worker", "", lambda: checks.worker(at=timezone.now()), _good()).ok
    connection.needs_rollback = True


def test_the_supervisors_question_asks_nothing(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz/live")

    assert (response.status_code, response.json()) == (200, {"ok": True})


def _good() -> checks.Check:
    return checks.Check("database", "数据库", "good", "正常")
