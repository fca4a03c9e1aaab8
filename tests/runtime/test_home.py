import os
from pathlib import Path

import pytest

from runtime.home import Home, open_home
from runtime.refusal import Refusal, of_operating_system
from runtime.version import VERSION


def test_is_closed_to_other_users(home: Home) -> None:
    # Root's is searchable, so that PostgreSQL's own account can pass through it.
    expected = 0o711 if os.geteuid() == 0 else 0o700

    assert home.folder.stat().st_mode & 0o777 == expected
    for part in (home.secrets, home.files, home.backups, home.logs, home.run):
        assert part.stat().st_mode & 0o777 == 0o700


def test_carries_the_version_that_wrote_it(home: Home) -> None:
    home.stamp.write_text("0.0.9\n")

    open_home(home)

    assert home.stamp.read_text().strip() == VERSION


def test_refuses_what_a_newer_anju_wrote(home: Home) -> None:
    home.stamp.write_text("99.0.0\n")

    with pytest.raises(Refusal, match=r"written by Anju 99\.0\.0.*Run Anju 99\.0\.0 or newer"):
        open_home(home)


def test_refuses_a_folder_that_is_not_anjus(home: Home) -> None:
    home.stamp.write_text("not a version\n")

    with pytest.raises(Refusal, match="does not look like an Anju data folder"):
        open_home(home)


def test_says_that_it_may_not_write(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("")

    error = of_operating_system(PermissionError(13, "Permission denied", str(file)))

    assert error is not None
    assert f"no permission to use {file}" in str(error)


def test_says_that_the_disk_is_full() -> None:
    error = of_operating_system(OSError(28, "No space left on device", "/data/x"))

    assert str(error).startswith("The disk is full: /data/x could not be written.")


def test_other_errors_have_no_sentence() -> None:
    assert of_operating_system(OSError(5, "Input/output error")) is None
