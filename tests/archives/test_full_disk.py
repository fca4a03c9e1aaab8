"""A full disk, a real one: nothing half written is left, and a sentence says what to do."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from pytest_django import Settings

from anju.archives.models import Blob, File
from anju.ui.sentences import DISK_FULL
from tests import world
from tests.archives import samples

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.archives.doors")]
UPLOAD = "/test/p/green/upload/"
HALF_A_MEGABYTE = samples.PDF.ljust(512 * 1024)


@pytest.fixture
def tiny() -> Iterator[Path]:
    """A disk of 256 KB."""
    with TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]
        if os.geteuid() or subprocess.run(mount, check=False).returncode:  # noqa: S603
            pytest.skip("only root can mount a tiny disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)  # noqa: S603, S607


def test_a_full_disk_is_said_and_leaves_nothing(
    client: Client, tiny: Path, settings: Settings
) -> None:
    settings.ANJU_FILES = tiny / "files"
    wang = world.sign_in(client, world.receptionist())
    assert wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "小.pdf")}).status_code == 201

    response = wang.post(UPLOAD, {"file": samples.upload(HALF_A_MEGABYTE, "大.pdf")})

    assert (response.status_code, response.json()) == (507, {"error": DISK_FULL})
    assert File.objects.count() == Blob.objects.count() == 1
    assert len([path for path in tiny.rglob("*") if path.is_file()]) == 1
    assert wang.post(UPLOAD, {"file": samples.upload(samples.PDF, "小.pdf")}).status_code == 201


def test_no_room_to_receive_is_said_too(
    client: Client, tiny: Path, settings: Settings, folder: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tiny)
    wang = world.sign_in(client, world.receptionist())

    response = wang.post(
        UPLOAD,
        {"file": samples.upload(HALF_A_MEGABYTE, "大.pdf")},
        headers={"Accept": "application/json"},
    )

    assert (response.status_code, response.json()) == (507, {"error": DISK_FULL})
    assert list(tiny.iterdir()) == []
