"""What the environment says of mail, and where the sandbox of a demonstration goes."""

import os
import socket
from collections.abc import Iterator

import pytest

from config.env import EnvironmentRefused, Smtp, read_environment
from runtime.refusal import Refusal
from runtime.serving import _use_sandbox
from tests.runtime.conftest import free_port


@pytest.fixture(autouse=True)
def _own_variables() -> Iterator[None]:
    names = ("ANJU_SANDBOX_PORT", "ANJU_SMTP_URL")
    before = {name: os.environ.pop(name, None) for name in names}
    yield
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("", None),
        (
            "smtps://u%40x:p%2Fw@mail.example.com?from=anju@example.com",
            Smtp("mail.example.com", 465, "u@x", "p/w", "ssl", "anju@example.com"),
        ),
        (
            "smtp+starttls://mail.example.com:2525?from=anju@example.com",
            Smtp("mail.example.com", 2525, "", "", "starttls", "anju@example.com"),
        ),
    ],
)
def test_reads_the_mail_server(url: str, read: Smtp | None) -> None:
    assert read_environment({"ANJU_SMTP_URL": url}).smtp == read


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "https://x?from=a@b",
        "smtp://x",
        "smtp://x:99999?from=a@b",
        "smtp://?from=a@b",
    ],
)
def test_refuses_what_is_no_mail_server(url: str) -> None:
    with pytest.raises(EnvironmentRefused):
        read_environment({"ANJU_SMTP_URL": url})


def test_reads_which_inner_hosts_are_meant() -> None:
    given = read_environment({"ANJU_PRIVATE_HOSTS": "sms.inner, 10.0.0.8"})

    assert given.private_hosts == ("sms.inner", "10.0.0.8")


def test_a_demonstration_leaves_a_taken_port_to_whoever_has_it() -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        found = _use_sandbox(port)

        assert found > port
        assert os.environ["ANJU_SANDBOX_PORT"] == str(found)
        assert f":{found + 1}?" in os.environ["ANJU_SMTP_URL"]


def test_a_port_that_was_named_is_not_changed() -> None:
    port = free_port()
    os.environ["ANJU_SANDBOX_PORT"] = str(port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        with pytest.raises(Refusal):
            _use_sandbox(port)
