"""Tying files to things, taking them off, and what becomes of the rest."""

import os
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from django.db import connection

from anju.archives.commands import (
    NotAttachedHere,
    NotToAttach,
    TooManyFiles,
    attach_files,
    detach_file,
    store_upload,
    sweep_orphans,
)
from anju.archives.invariants import broken
from anju.archives.models import Blob, File
from anju.archives.queries import attached_file, files_of, files_of_each
from anju.archives.shelves import path_of
from anju.audit import models as audit
from anju.organization.models import Department, Project, User
from runtime.database import FILES_LOCK
from tests import world
from tests.archives import samples
from tests.threads import at_once

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def store(folder: Path, user: User, project: Project, text: str = "1") -> File:
    return store_upload(
        project=project,
        upload=samples.upload(samples.PDF + text.encode(), f"{text}.pdf"),
        folder=folder,
        by=world.by(user),
        at=world.AT,
    )


def attach(subject: Department, user: User, *files: File) -> list[File]:
    return attach_files(
        subject=subject,
        project=subject.project,
        tokens=[file.token for file in files],
        by=world.by(user),
        at=world.AT,
    )


def test_attaches_ones_own_uploads_and_leaves_one_event(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    subject = world.department(green)
    files = [store(folder, wang, green, text) for text in "ab"]

    attach(subject, wang, *files)

    assert list(files_of(subject)) == files
    assert attached_file(subject, files[0].token) == files[0]
    assert files_of_each([subject]) == {subject.pk: files}
    event = audit.Event.objects.get(verb="archives.files_attached")
    assert (event.subject_type, event.subject_id) == ("organization.department", subject.pk)
    assert event.changes == {"files": [[], ["a.pdf", "b.pdf"]]}


def test_a_form_may_name_its_files_again(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    subject = world.department(green)
    first = store(folder, wang, green)
    attach(subject, wang, first)
    second = store(folder, wang, green, "2")

    new = attach(subject, wang, first, second, second)

    assert new == [second]
    assert list(files_of(subject)) == [first, second]


def test_refuses_what_is_not_ones_own_or_used_elsewhere(folder: Path) -> None:
    green, wang, chen = world.project(), world.receptionist(), world.supervisor()
    subject, other = world.department(green), world.department(green, "工程部")
    used = store(folder, wang, green, "used")
    attach(other, wang, used)
    qian = world.stranger()
    foreign = store(folder, qian, world.project("cloud"))
    colleagues = store(folder, chen, green)
    own = store(folder, wang, green, "own")
    attach(subject, wang, own)

    for file in (used, foreign, colleagues):
        with pytest.raises(NotToAttach, match="重新上传"):
            attach(subject, wang, store(folder, wang, green, "new"), file)
    with pytest.raises(NotToAttach):
        attach_files(
            subject=subject, project=green, tokens=["x" * 22], by=world.by(wang), at=world.AT
        )
    assert list(files_of(subject)) == [own]
    assert list(files_of(other)) == [used]


def test_refuses_more_than_anybody_reads(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    files = [store(folder, wang, green, str(number)) for number in range(31)]
    subject = world.department(green)
    attach(subject, wang, *files[:30])

    with pytest.raises(TooManyFiles, match="30"):
        attach(subject, wang, files[30])


def test_detaches_once(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    subject = world.department(green)
    file = store(folder, wang, green)
    attach(subject, wang, file)

    detach_file(subject=subject, file=file, by=world.by(wang), at=world.AT)

    assert list(files_of(subject)) == []
    assert audit.Event.objects.get(verb="archives.file_detached").changes == {
        "files": [["1.pdf"], []]
    }
    with pytest.raises(NotAttachedHere, match="刷新"):
        detach_file(subject=subject, file=file, by=world.by(wang), at=world.AT)


def test_sweeps_what_belonged_to_nothing_for_a_week(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    subject = world.department(green)
    used, loose = store(folder, wang, green, "used"), store(folder, wang, green, "loose")
    attach(subject, wang, used)
    paths = [path_of(folder, green.pk, file.blob.sha256) for file in (used, loose)]
    long_ago = (world.AT - WEEK).timestamp()
    for path in paths:
        os.utime(path, (long_ago, long_ago))

    assert sweep_orphans(before=world.AT - timedelta(seconds=1), folder=folder) == 0
    while sweep_orphans(before=world.AT + WEEK, folder=folder):
        pass

    assert list(File.objects.all()) == [used]
    assert list(Blob.objects.all()) == [used.blob]
    assert [path.exists() for path in paths] == [True, False]


def test_sweeps_what_a_crash_left(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    kept = path_of(folder, green.pk, store(folder, wang, green).blob.sha256)
    stray = path_of(folder, green.pk, "ab" * 32)
    half = stray.with_name(".incoming-0123456789abcdef")
    stray.parent.mkdir(parents=True, exist_ok=True)
    for path in (stray, half):
        path.write_bytes(b"x")
        os.utime(path, (0, 0))

    sweep_orphans(before=world.AT, folder=folder)

    assert [path.exists() for path in (kept, stray, half)] == [True, False, False]


@pytest.mark.django_db(transaction=True)
def test_sweeping_waits_for_a_backup(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    store(folder, wang, green)
    begun, order = Event(), []

    def back_up() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
            begun.set()
            sleep(0.3)
            order.append("backed up")
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [FILES_LOCK])

    def sweep() -> None:
        begun.wait(10)
        sweep_orphans(before=world.AT + WEEK, folder=folder)
        order.append("swept")

    at_once(back_up, sweep)

    assert order == ["backed up", "swept"]
    assert File.objects.count() == 0


def test_verify_finds_what_is_missing_damaged_or_astray(folder: Path) -> None:
    green, wang = world.project(), world.receptionist()
    subject = world.department(green)
    missing, short, damaged = (store(folder, wang, green, text) for text in "abc")
    attach(subject, wang, missing, short, damaged)
    assert list(broken(deep=True)) == []
    paths = [path_of(folder, green.pk, file.blob.sha256) for file in (missing, short, damaged)]
    for path in paths:
        path.chmod(0o600)
    paths[0].unlink()
    paths[1].write_bytes(b"x")
    paths[2].write_bytes(paths[2].read_bytes().replace(b"Catalog", b"Catalox"))
    world.stranger()
    elsewhere = world.department(world.project("cloud"))
    File.objects.filter(pk=missing.pk).update(subject_id=elsewhere.pk)

    found = list(broken())
    deep = list(broken(deep=True))

    assert len(found) == 3
    assert [("不在磁盘上" in line, "大小不对" in line) for line in found].count((True, False)) == 1
    assert any("大小不对" in line for line in found)
    assert any("不存在或属于其他项目" in line for line in found)
    assert [line[-7:] for line in deep if line not in found] == [":校验值不符。"]
