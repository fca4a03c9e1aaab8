"""Secrets at rest: AES-256-GCM with the purpose bound in, and blind indexes to find by equality."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealBroken(Exception):
    """The sealed bytes do not open: another key, another purpose, or damage."""


def seal(plain: str, *, key: bytes, purpose: str) -> bytes:
    """Return nonce + ciphertext; it opens only with the same key and the same purpose.

    :param key: 32 bytes (ANJU_DATA_KEY).
    :param purpose: where it is kept, e.g. `accounts.totp:17`; stops moving it to another row.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain.encode(), purpose.encode())


def unseal(sealed: bytes, *, key: bytes, purpose: str) -> str:
    """Return what was sealed.

    :raises SealBroken: if key or purpose differ, or the bytes were changed.
    """
    sealed = bytes(sealed)
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"what was sealed for {purpose} does not open") from error
    return plain.decode()


def blind_index(text: str, *, key: bytes, purpose: str) -> bytes:
    """Return 32 bytes that are equal for equal texts and tell nothing else without the key."""
    own_key = hmac.digest(key, f"blind:{purpose}".encode(), hashlib.sha256)
    return hmac.digest(own_key, text.encode(), hashlib.sha256)
