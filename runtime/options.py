"""What the environment says about serving, read once and refused with a sentence if impossible."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runtime.refusal import Refusal


@dataclass(frozen=True)
class Options:
    """How this installation is to be reached."""

    host: str
    port: int
    live_port: int
    sandbox_port: int
    processes: int
    public_url: str
    certificate: Path | None
    key: Path | None
    production: bool
    database_url: str

    @property
    def address(self) -> str:
        """Return the address a person types on this machine."""
        if self.public_url:
            return self.public_url + "/"
        scheme = "https" if self.certificate else "http"
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}/"


def read_options(environ: Mapping[str, str]) -> Options:
    """Return the options of this process's environment.

    :raises Refusal: for a value that cannot be used.
    """
    port = _port(environ, "PORT", 8000)
    mode = environ.get("ANJU_MODE") or "trial"
    if mode not in ("trial", "production"):
        raise Refusal(
            f"ANJU_MODE is either trial or production, not {mode!r}.",
            "ANJU_MODE 只能是 trial 或 production。",
        )
    certificate, key = _tls(environ)
    return Options(
        host=environ.get("ANJU_HOST") or "127.0.0.1",
        port=port,
        live_port=_port(environ, "ANJU_LIVE_PORT", port + 1 if port < 65535 else port - 1),
        # Another one above it takes mail.
        sandbox_port=_port(environ, "ANJU_SANDBOX_PORT", port + 2 if port < 65533 else port - 3),
        processes=_processes(environ),
        public_url=_public_url(environ),
        certificate=certificate,
        key=key,
        production=mode == "production",
        database_url=environ.get("DATABASE_URL", ""),
    )


def _processes(environ: Mapping[str, str]) -> int:
    """Return how many processes answer pages.

    A Python process computes on one core at a time. With one for each core a core rests while the
    other has three requests at once; two for each let the system share them out.
    """
    given = environ.get("ANJU_WEB_PROCESSES", "")
    if not given:
        return 2 * (os.cpu_count() or 1)
    if not (given.isascii() and given.isdecimal() and 1 <= int(given) <= 200):
        raise Refusal(
            f"ANJU_WEB_PROCESSES is a number from 1 to 200, not {given!r}.",
            "ANJU_WEB_PROCESSES 要是 1 到 200 的数字。",
        )
    return int(given)


def refuse_taken(host: str, port: int, variable: str) -> None:
    """Make sure that nothing else answers on the port.

    :raises Refusal: if the port is taken, not allowed, or the host is not this machine's.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError as error:
        raise Refusal(
            f"Port {port} needs more rights than this user has. Choose one above 1023, "
            f"for example {variable}=8080.",
            f"没有使用端口 {port} 的权限,请换一个,例如 {variable}=8080。",
        ) from error
    except socket.gaierror as error:
        raise Refusal(
            f"ANJU_HOST={host} is not a name or address of this machine.",
            f"ANJU_HOST={host} 不是本机地址。",
        ) from error
    except OSError as error:
        raise Refusal(
            f"Port {port} on {host} is taken by another program. Stop that program or choose "
            f"another port, for example {variable}={port + 100 if port < 65000 else 8000}.",
            f"端口 {port} 已被占用,请停止占用它的程序,或用 {variable}=… 换一个端口。",
        ) from error


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(
            f"{name} is a port number from 1 to 65535, not {text!r}.",
            f"{name} 应为 1 到 65535 之间的端口号。",
        )
    return int(text)


def _public_url(environ: Mapping[str, str]) -> str:
    url = environ.get("ANJU_PUBLIC_URL", "").rstrip("/")
    if url and not url.startswith(("http://", "https://")):
        raise Refusal(
            f"ANJU_PUBLIC_URL begins with https:// or http://, unlike {url!r}.",
            "ANJU_PUBLIC_URL 应以 https:// 或 http:// 开头。",
        )
    return url


def _tls(environ: Mapping[str, str]) -> tuple[Path | None, Path | None]:
    names = ("ANJU_TLS_CERTIFICATE", "ANJU_TLS_KEY")
    given = [environ.get(name, "") for name in names]
    if not any(given):
        return None, None
    if not all(given):
        missing = names[given.index("")]
        raise Refusal(
            f"{missing} is missing: TLS needs a certificate and its key.",
            f"缺少 {missing}:TLS 需要证书和私钥。",
        )
    return _pem(names[0], given[0], "CERTIFICATE"), _pem(names[1], given[1], "PRIVATE KEY")


def _pem(name: str, given: str, kind: str) -> Path:
    path = Path(given).expanduser().absolute()
    if not (path.is_file() and os.access(path, os.R_OK)):
        raise Refusal(
            f"{name}={given} is not a file that this user can read.",
            f"{name} 指定的文件不存在或无法读取。",
        )
    text = path.read_text(encoding="ascii", errors="replace")
    # The web server reads keys in PKCS #8 only.
    if f"-----BEGIN {kind}-----" not in text:
        way = ""
        if kind == "PRIVATE KEY":
            way = f" Convert it: openssl pkcs8 -topk8 -nocrypt -in {given} -out key.pem"
        raise Refusal(
            f"{name}={given} holds no “BEGIN {kind}” in PEM form.{way}",
            f"{name} 指定的文件格式不正确。",
        )
    return path
