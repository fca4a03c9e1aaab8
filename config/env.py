"""The environment, read once and typed; a wrong value is refused with a sentence.

Names and meanings are listed in docs/operations.md.
"""

import os
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

TOOLING_SECRET = "tooling-only-not-for-serving-people-0000000000000000"  # noqa: S105  refused below
CHECKOUT = Path(__file__).resolve().parent.parent


class EnvironmentRefused(Exception):
    """A value in the environment cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """The server that takes our mail."""

    host: str
    port: int
    user: str
    password: str
    security: Literal["", "starttls", "ssl"]
    sender: str


@dataclass(frozen=True, slots=True)
class Environment:
    """All that the outside may set."""

    mode: Literal["trial", "production"]
    home: Path
    secret_key: str
    data_key: bytes
    database_url: str
    port: int
    live_port: int
    live_url: str
    public_url: str
    trusted_proxy: str
    tls: bool
    smtp: Smtp | None
    private_hosts: tuple[str, ...]
    sandbox_port: int

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


def read_environment(values: dict[str, str] | None = None) -> Environment:
    """Return the environment of this process.

    :raises EnvironmentRefused: for a missing or impossible value.
    """
    env = dict(os.environ) if values is None else values
    home = Path(env.get("ANJU_HOME") or CHECKOUT / "var").expanduser()
    mode = env.get("ANJU_MODE") or "trial"
    if mode not in ("trial", "production"):
        raise EnvironmentRefused(f"ANJU_MODE is 'trial' or 'production', not {mode!r}.")
    port = _port(env, "PORT", 8000)
    found = Environment(
        mode="production" if mode == "production" else "trial",
        home=home,
        secret_key=_secret(env, home, "ANJU_SECRET_KEY", "secret-key") or TOOLING_SECRET,
        data_key=_data_key(_secret(env, home, "ANJU_DATA_KEY", "data-key")),
        database_url=env.get("DATABASE_URL", ""),
        port=port,
        live_port=_port(env, "ANJU_LIVE_PORT", port + 1),
        live_url=env.get("ANJU_LIVE_URL", "").rstrip("/"),
        public_url=env.get("ANJU_PUBLIC_URL", "").rstrip("/"),
        trusted_proxy=env.get("ANJU_TRUSTED_PROXY", ""),
        tls=bool(env.get("ANJU_TLS_CERTIFICATE")),
        smtp=_smtp(env),
        private_hosts=tuple(env.get("ANJU_PRIVATE_HOSTS", "").replace(",", " ").split()),
        sandbox_port=_port(env, "ANJU_SANDBOX_PORT", port + 2 if port < 65533 else port - 3),
    )
    if found.is_production:
        _refuse_unsafe(found)
    return found


def _refuse_unsafe(found: Environment) -> None:
    if found.secret_key == TOOLING_SECRET or len(found.secret_key) < 40:
        raise EnvironmentRefused(
            "Production needs its own ANJU_SECRET_KEY of at least 40 characters. "
            "生产环境必须设置自己的 ANJU_SECRET_KEY(至少 40 个字符)。"
        )
    if found.data_key == bytes(32):
        raise EnvironmentRefused(
            "Production needs its own ANJU_DATA_KEY. 生产环境必须设置自己的 ANJU_DATA_KEY。"
        )
    if not found.public_url.startswith("https://"):
        raise EnvironmentRefused(
            "Production needs ANJU_PUBLIC_URL with https://. "
            "生产环境必须用 ANJU_PUBLIC_URL 写明 https 访问地址。"
        )


def _secret(env: dict[str, str], home: Path, name: str, file_name: str) -> str:
    if env.get(name):
        return env[name]
    path = home / "secrets" / file_name
    try:
        return path.read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except PermissionError as error:
        raise EnvironmentRefused(f"{path} cannot be read by this user.") from error


def _data_key(text: str) -> bytes:
    if not text:
        return bytes(32)
    try:
        key = b64decode(text, validate=True)
    except ValueError as error:
        raise EnvironmentRefused("ANJU_DATA_KEY is 32 bytes in base64.") from error
    if len(key) != 32:
        raise EnvironmentRefused("ANJU_DATA_KEY is 32 bytes in base64.")
    return key


def _smtp(env: dict[str, str]) -> Smtp | None:
    """Read ANJU_SMTP_URL, e.g. smtps://user:password@host:465?from=anju@example.com."""
    given = env.get("ANJU_SMTP_URL", "")
    if not given:
        return None
    url = urlsplit(given)
    try:
        port = url.port
    except ValueError:
        port = 0
    sender = parse_qs(url.query).get("from", [""])[0]
    kinds: dict[str, tuple[Literal["", "starttls", "ssl"], int]] = {
        "smtp": ("", 25),
        "smtp+starttls": ("starttls", 587),
        "smtps": ("ssl", 465),
    }
    if url.scheme not in kinds or not url.hostname or port == 0 or "@" not in sender:
        raise EnvironmentRefused(
            "ANJU_SMTP_URL is smtps://USER:PASSWORD@HOST:PORT?from=ADDRESS (or smtp+starttls:, "
            "smtp:). "
            "ANJU_SMTP_URL 的格式不正确。"
        )
    security, usual = kinds[url.scheme]
    return Smtp(
        host=url.hostname,
        port=port or usual,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        security=security,
        sender=sender,
    )


def _port(env: dict[str, str], name: str, default: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise EnvironmentRefused(f"{name} is a port number from 1 to 65535, not {text!r}.")
    return int(text)
