import os
import socket
from pathlib import Path

import pytest

from runtime.options import read_options, refuse_taken
from runtime.refusal import Refusal


def test_defaults_to_this_machine_only() -> None:
    options = read_options({})

    assert (options.host, options.port, options.live_port) == ("127.0.0.1", 8000, 8001)
    assert options.address == "http://127.0.0.1:8000/"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8 0", "８０"])
def test_refuses_an_impossible_port(port: str) -> None:
    with pytest.raises(Refusal, match="PORT is a port number from 1 to 65535"):
        read_options({"PORT": port})


def test_answers_pages_with_two_processes_a_core_unless_told() -> None:
    assert read_options({}).processes == 2 * (os.cpu_count() or 1)
    assert read_options({"ANJU_WEB_PROCESSES": "3"}).processes == 3
    for nonsense in ("0", "many", "1000"):
        with pytest.raises(Refusal, match="ANJU_WEB_PROCESSES is a number from 1 to 200"):
            read_options({"ANJU_WEB_PROCESSES": nonsense})


def test_refuses_an_unknown_mode() -> None:
    with pytest.raises(Refusal, match="ANJU_MODE is either trial or production"):
        read_options({"ANJU_MODE": "prod"})


def test_refuses_a_public_address_without_scheme() -> None:
    with pytest.raises(Refusal, match="ANJU_PUBLIC_URL begins with https://"):
        read_options({"ANJU_PUBLIC_URL": "anju.example"})


def test_refuses_a_certificate_without_key(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="ANJU_TLS_KEY is missing"):
        read_options({"ANJU_TLS_CERTIFICATE": str(tmp_path / "cert.pem")})


def test_refuses_a_certificate_that_is_not_there(tmp_path: Path) -> None:
    given = {"ANJU_TLS_CERTIFICATE": str(tmp_path / "c"), "ANJU_TLS_KEY": str(tmp_path / "k")}

    with pytest.raises(Refusal, match="is not a file that this user can read"):
        read_options(given)


def test_says_how_to_convert_an_old_key(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.write_text("-----BEGIN CERTIFICATE-----\n")
    key.write_text("-----BEGIN RSA PRIVATE KEY-----\n")

    with pytest.raises(Refusal, match="openssl pkcs8 -topk8"):
        read_options({"ANJU_TLS_CERTIFICATE": str(certificate), "ANJU_TLS_KEY": str(key)})


def test_names_a_taken_port_and_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refusal, match=rf"Port {port} .* taken .*PORT=\d+") as refused:
            refuse_taken("127.0.0.1", port, "PORT")

    assert f"端口 {port} 已被占用" in str(refused.value)
    refuse_taken("127.0.0.1", port, "PORT")
