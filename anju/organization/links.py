"""Signed links: what lets somebody without a login see one thing (design, section 5)."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "anju.link"


@dataclass(frozen=True, slots=True)
class Link:
    """What a signed link stands for. It carries no secret and grants one kind of page only."""

    kind: str
    id: int


def link_token(kind: str, subject_id: int) -> str:
    """Return the token of a link to one thing; the same thing always has the same token."""
    return signing.Signer(salt=f"{SALT}.{kind}").sign(str(subject_id))


def read_link(token: str, *, kind: str) -> Link | None:
    """Return what a token stands for, or None for one that is broken or of another kind."""
    try:
        subject_id = signing.Signer(salt=f"{SALT}.{kind}").unsign(token)
    except signing.BadSignature:
        return None
    return Link(kind=kind, id=int(subject_id))


def link_url(url_name: str, kind: str, subject_id: int) -> str:
    """Return the whole address of a link, as printed in a QR code.

    Built from ANJU_PUBLIC_URL only; without it (a trial) the path alone, never the Host header.
    """
    return settings.ANJU_PUBLIC_URL + reverse(url_name, args=[link_token(kind, subject_id)])
