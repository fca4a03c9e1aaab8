"""What is kept of a line's token."""

import hashlib


def digest_of(token: str) -> str:
    """Return a token's SHA-256 in hex; tokens are random, so it needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
