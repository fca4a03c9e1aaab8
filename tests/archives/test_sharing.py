"""The same content once per project; never across; and from two people at once."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from anju.archives.commands import store_upload, sweep_orphans
from anju.archives.models import Blob, File
from anju.archives.queries import file_of
from anju.archives.shelves import path_of
from anju.organization.models import User
from tests import world
from tests.archives import samples
from tests.threads import at_once


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


@pytest.mark.django_db(transaction=True)
def test_four_people_upload_the_same_file_at_once(folder: Path) -> None:
    project = world.project()
    people = [world.person(f"p{n}", f"员工{n}") for n in range(4)]

    def upload(user: User) -> File:
        return store_upload(
            project=project,
            upload=samples.upload(samples.picture(), "照片.jpg"),
            folder=folder,
            by=world.by(user),
            at=world.AT,
        )

    files = at_once(*(partial(upload, user) for user in people))

    assert {file.blob for file in files} == {Blob.objects.get()}
    assert File.objects.count() == 4
    assert contents(folder) == [path_of(folder, project.pk, files[0].blob.sha256)]


@pytest.mark.django_db(transaction=True)
def test_an_upload_and_the_sweeper_do_not_lose_a_content(folder: Path) -> None:
    project, wang = world.project(), world.receptionist()

    def upload() -> File:
        return store_upload(
            project=project,
            upload=samples.upload(samples.PDF, "通知.pdf"),
            folder=folder,
            by=world.by(wang),
            at=world.AT,
        )

    def sweep() -> None:
        for _ in range(5):
            sweep_orphans(before=world.AT + timedelta(days=400), folder=folder)

    for _ in range(5):
        at_once(upload, sweep, upload)

        for blob in Blob.objects.all():
            assert path_of(folder, project.pk, blob.sha256).read_bytes() == samples.PDF


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
