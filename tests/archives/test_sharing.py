"""The same content once per project; never across; and from two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from anju.archives.commands import store_upload
from anju.archives.models import Blob, File
from anju.archives.queries import file_of
from anju.archives.shelves import path_of
from tests import world
from tests.archives import samples


def contents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_the_same_content_is_kept_once_per_project(folder: Path) -> None:
    wang, chen = world.receptionist(), world.supervisor()
    files = [
        store_upload(
            project=world.project(),
            upload=samples.upload(samples.PDF, name),
            folder=folder,
            by=world.by(user),
            at=world.AT,
        )
        for user, name in ((wang, "甲.pdf"), (chen, "乙.pdf"))
    ]

    assert files[0].blob == files[1].blob
    assert files[0].token != files[1].token
    assert len(contents(folder)) == 1


@pytest.mark.django_db
def test_two_projects_share_nothing(folder: Path) -> None:
    wang, qian = world.receptionist(), world.stranger()
    green, cloud = world.project("green"), world.project("cloud")
    ours, theirs = (
        store_upload(
            project=project,
            upload=samples.upload(samples.PDF, "通知.pdf"),
            folder=folder,
            by=world.by(user),
            at=world.AT,
        )
        for project, user in ((green, wang), (cloud, qian))
    )

    assert ours.blob != theirs.blob
    assert len(contents(folder)) == 2
    assert file_of(green, ours.token) == ours
    assert file_of(green, theirs.token) is None
    assert file_of(cloud, ours.token) is None


@pytest.mark.usefixtures("committed")
def test_two_people_upload_the_same_file_at_once(folder: Path) -> None:
    project = world.project()
    people = [world.person(f"p{n}", f"员工{n}") for n in range(4)]
    together = Barrier(len(people))

    def upload(user: world.User) -> int:
        try:
            together.wait()
            file = store_upload(
                project=project,
                upload=samples.upload(samples.picture(), "照片.jpg"),
                folder=folder,
                by=world.by(user),
                at=world.AT,
            )
            return file.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        stored = list(pool.map(upload, people))

    assert len(set(stored)) == 4
    blob = Blob.objects.get()
    assert File.objects.filter(blob=blob).count() == 4
    assert contents(folder) == [path_of(folder, project.pk, blob.sha256)]


@pytest.mark.django_db
def test_a_damaged_content_is_mended_by_the_next_upload(folder: Path) -> None:
    user = world.by(world.receptionist())

    def upload() -> File:
        return store_upload(
            project=world.project(),
            upload=samples.upload(samples.PDF, "通知.pdf"),
            folder=folder,
            by=user,
            at=world.AT + timedelta(hours=1),
        )

    path = path_of(folder, world.project().pk, upload().blob.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF")

    upload()

    assert path.read_bytes() == samples.PDF
