"""A backup of a real cluster, restored into a fresh data folder."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime import backup as backup_module
from runtime.backup import BackupReport, backups_in, run_backup
from runtime.database import FILES_LOCK, database
from runtime.home import CHECKOUT, Home, open_home, try_lock
from runtime.placing import discard_cluster
from runtime.postgres import embedded
from runtime.refusal import Refusal
from runtime.restore import RestoreReport, restore
from runtime.secrets import DATA_KEY, SECRET_KEY, secret
from runtime.version import VERSION


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, str]]:
    """A data folder whose database has a row, and the database's URL."""
    programs = Path(os.environ.get("ANJU_PROGRAMS") or CHECKOUT / "var")
    home = Home(tmp_path_factory.mktemp("source") / "home", programs)
    open_home(home)
    secret(home, SECRET_KEY)
    secret(home, DATA_KEY)
    with embedded(home, durable=False) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            connection.execute("CREATE TABLE notice (title text)")
            connection.execute("INSERT INTO notice VALUES ('停水通知')")
            connection.execute("CREATE TABLE django_migrations (app text, name text)")
            connection.execute("INSERT INTO django_migrations VALUES ('notices', '0001_notices')")
        yield home, server.url
    discard_cluster(home)


@pytest.fixture
def home(source: tuple[Home, str]) -> Home:
    """The data folder to save, with one stored file and no backups yet."""
    home, _ = source
    for folder in (home.backups, home.files):
        shutil.rmtree(folder)
        folder.mkdir(mode=0o700)
    store(home, b"a drawing")
    return home


@pytest.fixture
def filled(source: tuple[Home, str]) -> str:
    """The URL of the database to save."""
    return source[1]


def store(home: Home, content: bytes) -> Path:
    name = hashlib.sha256(content).hexdigest()
    path = home.files / "1" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def restored(home: Home, report: BackupReport, *, replace: bool = False) -> RestoreReport:
    return restore(home, report.folder, replace=replace, migrate=lambda url: None, environ={})


def titles(home: Home) -> list[tuple[str]]:
    with database(home, {}) as url, psycopg.connect(url) as connection:
        return connection.execute("SELECT title FROM notice").fetchall()


def test_comes_back_whole_in_a_fresh_folder(home: Home, filled: str, fresh: Home) -> None:
    migrated: list[str] = []
    report = run_backup(home, filled, environ={})

    told = restore(fresh, report.folder, replace=False, migrate=migrated.append, environ={})

    assert titles(fresh) == [("停水通知",)]
    (file,) = (path for path in fresh.files.rglob("*") if path.is_file())
    assert file.read_bytes() == b"a drawing"
    for name in (SECRET_KEY, DATA_KEY):
        assert secret(fresh, name) == secret(home, name)
        assert (fresh.secrets / name).stat().st_mode & 0o777 == 0o600
    assert (told.files, told.keys, told.aside, len(migrated)) == (1, True, "", 1)
    assert not fresh.restoring.exists()


def test_says_what_it_holds(home: Home, filled: str) -> None:
    report = run_backup(home, filled, environ={})

    manifest = json.loads((report.folder / "manifest.json").read_text())
    assert (manifest["format"], manifest["anju"]) == (1, VERSION)
    assert manifest["migrations"] == {"notices": "0001_notices"}
    for part in manifest["parts"]:
        content = (report.folder / part["path"]).read_bytes()
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        assert part["size"] == len(content)
    assert (report.files, report.damaged, report.removed) == (1, [], [])
    assert report.folder.stat().st_mode & 0o077 == 0


def test_links_what_the_previous_one_has_and_copies_the_rest(home: Home, filled: str) -> None:
    first = run_backup(home, filled, environ={})
    store(home, b"another drawing")

    second = run_backup(home, filled, environ={})

    links = {path.name: path.stat().st_nlink for path in (second.folder / "files").rglob("?" * 64)}
    assert sorted(links.values()) == [1, 2]
    assert first.folder != second.folder


def test_keeps_the_newest_only(home: Home, filled: str) -> None:
    made = [run_backup(home, filled, environ={"ANJU_BACKUPS_KEPT": "2"}) for _ in range(3)]

    assert backups_in(home.backups) == [made[1].folder, made[2].folder]
    assert made[2].removed == [made[0].folder.name]


def test_leaves_the_keys_out_on_demand(home: Home, filled: str, fresh: Home) -> None:
    report = run_backup(home, filled, with_keys=False, environ={})

    assert not (report.folder / "keys").exists()
    assert not restored(fresh, report).keys


def test_tells_of_a_stored_file_that_the_disk_damaged(home: Home, filled: str) -> None:
    store(home, b"sound").write_bytes(b"rotten")

    report = run_backup(home, filled, environ={})

    assert len(report.damaged) == 1


def test_waits_for_no_deletion_to_run_between_dump_and_copy(
    home: Home, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[bool] = []
    copy = backup_module._copy_files

    def copy_while_another_deletes(*words: object) -> object:
        with psycopg.connect(filled) as other:
            row = other.execute("SELECT pg_try_advisory_lock(%s)", [FILES_LOCK]).fetchone()
            got.append(bool(row and row[0]))
        return copy(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_module, "_copy_files", copy_while_another_deletes)

    run_backup(home, filled, environ={})

    assert got == [False]


def test_a_full_disk_leaves_nothing_under_a_final_name(
    home: Home, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "files")

    monkeypatch.setattr(shutil, "copyfile", fail)

    with pytest.raises(Refusal, match="The disk is full"):
        run_backup(home, filled, environ={})

    assert backups_in(home.backups) == []
    assert list(home.backups.glob(".partial-*")) == []


def test_a_damaged_one_is_refused_before_anything_is_written(
    home: Home, filled: str, fresh: Home
) -> None:
    report = run_backup(home, filled, environ={})
    dump = report.folder / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)

    with pytest.raises(Refusal, match=r"damaged: database\.dump does not match its checksum"):
        restored(fresh, report)

    assert not fresh.cluster.exists()


def test_a_part_outside_of_it_is_refused(home: Home, filled: str, fresh: Home) -> None:
    report = run_backup(home, filled, environ={})
    path = report.folder / "manifest.json"
    path.write_text(path.read_text().replace("keys/data-key", "files/../../../run/serve.lock"))

    with pytest.raises(Refusal, match="lies outside of it"):
        restored(fresh, report)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (f'"anju": "{VERSION}"', '"anju": "99.0"', r"made by Anju 99\.0, which is newer"),
        ('"format": 1', '"format": 2', "which is newer"),
        ("{", "", "is damaged and cannot be read"),
    ],
)
def test_a_newer_or_unreadable_one_is_refused(
    home: Home, filled: str, fresh: Home, old: str, new: str, sentence: str
) -> None:
    report = run_backup(home, filled, environ={})
    path = report.folder / "manifest.json"
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(Refusal, match=sentence):
        restored(fresh, report)


def test_data_that_is_there_is_refused_or_kept_aside(home: Home, filled: str, fresh: Home) -> None:
    report = run_backup(home, filled, environ={})
    restored(fresh, report)
    mine = store(fresh, b"mine")

    with pytest.raises(Refusal, match="already holds data"):
        restored(fresh, report)
    told = restored(fresh, report, replace=True)

    assert titles(fresh) == [("停水通知",)]
    assert not mine.exists()
    aside = Path(told.aside)
    assert (aside / mine.relative_to(fresh.folder)).read_bytes() == b"mine"
    shutil.rmtree((aside / "pg").resolve())


def test_a_broken_off_restore_begins_anew(home: Home, filled: str, fresh: Home) -> None:
    report = run_backup(home, filled, environ={})

    def fail(url: str) -> None:
        raise Refusal("the power went")

    with pytest.raises(Refusal, match="the power went"):
        restore(fresh, report.folder, replace=False, migrate=fail, environ={})
    assert fresh.restoring.exists()
    restored(fresh, report)

    assert titles(fresh) == [("停水通知",)]


def test_is_not_restored_into_a_running_house(home: Home, filled: str, fresh: Home) -> None:
    report = run_backup(home, filled, environ={})
    running = try_lock(fresh.run / "serve.lock")
    assert running is not None

    with pytest.raises(Refusal, match="Stop it before restoring"):
        restored(fresh, report)

    os.close(running)
