"""The command line as a person types it."""

import os
import socket
from pathlib import Path

import pytest

from runtime.console import subcommands
from runtime.home import Home
from runtime.version import VERSION
from tests.runtime.conftest import Anju, free_port

NAMES = sorted(subcommands())


def test_lists_every_command(anju: Anju) -> None:
    told = anju("--help")

    assert told.returncode == 0
    assert all(f"  {name} " in told.stdout for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself_without_a_database(
    anju: Anju, home: Home, name: str
) -> None:
    told = anju(name, "--help")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"usage: bin/anju {name}")
    assert not home.cluster.exists()


def test_tells_its_version(anju: Anju) -> None:
    assert anju("--version").stdout == f"Anju {VERSION}\n"


def test_an_unknown_command_fails_with_the_nearest(anju: Anju) -> None:
    told = anju("bakup")

    assert told.returncode == 1
    assert told.stderr.startswith("There is no command 'bakup'. Did you mean backup?")


def test_a_wrong_argument_fails(anju: Anju) -> None:
    told = anju("serve", "--fast")

    assert told.returncode == 2
    assert "unrecognized arguments: --fast" in told.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "abc"}, "PORT is a port number"),
        ({"ANJU_MODE": "test"}, "ANJU_MODE is either trial or production"),
        ({"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x"}, "The database at 127.0.0.1:1"),
        ({"ANJU_TLS_KEY": "none.pem"}, "ANJU_TLS_CERTIFICATE is missing"),
    ],
)
def test_bad_settings_get_one_sentence(
    anju: Anju, home: Home, variables: dict[str, str], sentence: str
) -> None:
    told = anju("serve", **{"PORT": str(free_port()), **variables})

    assert told.returncode == 1
    assert told.stderr.startswith(sentence)
    assert "Traceback" not in told.stderr
    assert not home.cluster.exists()


def test_a_taken_port_is_told_before_anything_starts(anju: Anju, home: Home) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        told = anju("run", PORT=str(port))

    assert told.returncode == 1
    assert f"端口 {port} 已被占用" in told.stderr
    assert not home.cluster.exists()


def test_a_newer_data_folder_is_refused(anju: Anju, home: Home) -> None:
    home.stamp.write_text("99.0.0\n")

    told = anju("serve")

    assert told.returncode == 1
    assert "was written by Anju 99.0.0" in told.stderr


def test_a_data_folder_that_is_a_file_is_refused(anju: Anju, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")

    told = anju("serve", ANJU_HOME=str(file))

    assert told.returncode == 1
    assert "Traceback" not in told.stderr


def test_a_folder_without_write_permission_is_told(anju: Anju, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    # Root may write everywhere, until it gives that capability away.
    rights = "-dac_override,-dac_read_search"
    humbly = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]

    told = anju("serve", ANJU_HOME=str(closed / "home"), before=humbly if os.geteuid() == 0 else [])

    assert told.returncode == 1
    assert told.stderr.startswith("There is no permission to use")
