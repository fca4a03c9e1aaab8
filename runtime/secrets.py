"""The keys of one installation, generated once and kept in the data folder."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from runtime.home import Home

# File names, not secrets.
SECRET_KEY = "secret-key"  # noqa: S105
DATA_KEY = "data-key"
DATABASE_PASSWORD = "database-password"  # noqa: S105

# Which variable gives a key instead of the data folder.
GIVEN_BY = {SECRET_KEY: "ANJU_SECRET_KEY", DATA_KEY: "ANJU_DATA_KEY"}


def _signing_key() -> str:
    return secrets.token_urlsafe(50)


def _encryption_key() -> str:
    """Return 32 random bytes, an AES-256 key, in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode("ascii")


_MAKERS: dict[str, Callable[[], str]] = {
    SECRET_KEY: _signing_key,
    DATA_KEY: _encryption_key,
    DATABASE_PASSWORD: lambda: secrets.token_urlsafe(24),
}


def secret(home: Home, name: str) -> str:
    """Return a secret of the data folder, made on first use and readable by its owner only."""
    path = home.secrets / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        write_secret(path, _MAKERS[name]())
        return path.read_text(encoding="ascii").strip()


def write_secret(path: Path, value: str) -> None:
    """Write a secret whole or not at all; one that another process wrote first stays."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def keys_in_force(home: Home, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the signing key and the encryption key: the given ones, else the data folder's."""
    return {name: environ.get(given) or secret(home, name) for name, given in GIVEN_BY.items()}


def variables(home: Home, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the keys under the names by which Anju's processes read them."""
    return {GIVEN_BY[name]: value for name, value in keys_in_force(home, environ).items()}
