"""Signed HTTP: who sent it, when, and that nothing was changed. Pure, standard library only.

The signature is HMAC-SHA256 over method, path, time, nonce and the body's hash, a line each.
"""

import hashlib
import hmac
from collections.abc import Mapping

KEY, TIME, NONCE, SIGNATURE = "X-Anju-Key", "X-Anju-Time", "X-Anju-Nonce", "X-Anju-Signature"
GOOD_FOR_SECONDS = 300


def signature(secret: str, *, method: str, path: str, time: str, nonce: str, body: bytes) -> str:
    """Return the signature in hexadecimal."""
    lines = (method.upper(), path, time, nonce, hashlib.sha256(body).hexdigest())
    return hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def signed_headers(
    *, key_id: str, secret: str, method: str, path: str, body: bytes, now: int, nonce: str
) -> dict[str, str]:
    """Return the headers of a signed request.

    :param now: seconds since 1970.
    """
    made = signature(secret, method=method, path=path, time=str(now), nonce=nonce, body=body)
    return {KEY: key_id, TIME: str(now), NONCE: nonce, SIGNATURE: made}


def is_genuine(
    headers: Mapping[str, str],
    *,
    key_id: str,
    secret: str,
    method: str,
    path: str,
    body: bytes,
    now: int,
) -> bool:
    """Tell whether whoever knows the secret sent this within five minutes.

    That it comes for the first time is for the caller to see, by its nonce.
    """
    time, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
    if not (time.isascii() and time.isdigit() and len(time) < 12 and 8 <= len(nonce) <= 80):
        return False
    if abs(now - int(time)) > GOOD_FOR_SECONDS:
        return False
    wanted = signature(secret, method=method, path=path, time=time, nonce=nonce, body=body)
    given = headers.get(SIGNATURE, "")
    is_their_key = hmac.compare_digest(headers.get(KEY, "").encode(), key_id.encode())
    return is_their_key and hmac.compare_digest(given.encode(), wanted.encode())
