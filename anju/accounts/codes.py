"""One-time codes: the arithmetic of TOTP (RFC 6238) and of recovery codes. Pure."""

import hmac
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
ISSUER = "安居"
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread: i l o 0 1
RECOVERY_HALF = 5


def new_secret() -> str:
    """Return a fresh secret of 160 bits in base32."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, *, login: str) -> str:
    """Return what the QR code says to an authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def totp_purpose(user_id: int) -> str:
    """Return what a person's sealed secret is bound to."""
    return f"accounts.totp:{user_id}"


def spaced(secret: str) -> str:
    """Return the secret in groups of four, to be typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def matching_step(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """Return the step whose code this is, or None.

    One step of clock difference either way is forgiven; steps up to `after` were used and count
    no more, so that a code read over a shoulder is worth nothing (RFC 6238, section 5.2).
    """
    code = "".join(code.split())
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()) and step > after:
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Return ten codes of 49 bits, in two halves to be read from paper."""
    return [f"{_half()}-{_half()}" for _ in range(RECOVERY_CODES)]


def plain_recovery_code(typed: str) -> str:
    """Return a typed code as it is compared: small letters without spaces and dashes."""
    return "".join(mark for mark in typed.lower() if mark.isalnum())


def looks_like_totp(typed: str) -> bool:
    """Tell a code of the app from a recovery code."""
    plain = "".join(typed.split())
    return len(plain) == 6 and plain.isascii() and plain.isdigit()


def _half() -> str:
    return "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_HALF))
