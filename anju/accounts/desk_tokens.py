"""The token by which a browser shows that it is a registered desk computer. Pure."""

import hashlib

from django.core import signing

DESK_COOKIE = "anju_desk"
SALT = "anju.accounts.desk"


def token_hash(token: str) -> bytes:
    """Return what the database keeps of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def signed(token: str) -> str:
    """Return the cookie's value for a token."""
    return signing.Signer(salt=SALT).sign(token)


def token_in(cookie: str) -> str | None:
    """Return the token a cookie carries, or None for none and for a forged one."""
    if not cookie:
        return None
    try:
        return signing.Signer(salt=SALT).unsign(cookie)
    except signing.BadSignature:
        return None
