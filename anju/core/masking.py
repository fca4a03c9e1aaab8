"""What people see of personal data they have no need to see whole (PIPL 51; domain 4.7)."""

import re


def mask_phone(phone: str) -> str:
    """Return 138****5678; shorter numbers keep their last two digits; empty stays empty."""
    digits = phone.strip()
    if len(digits) >= 8:
        return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
    return f"{'*' * max(len(digits) - 2, 0)}{digits[-2:]}"


def mask_email(address: str) -> str:
    """Return `l***@example.com`: the first sign of whose, and where."""
    local, at, host = address.partition("@")
    return f"{local[:1]}***@{host}" if at else ""


def mask_name(name: str) -> str:
    """Return 张*, 欧阳* as 欧*, 张*明; a name of one character is hidden whole."""
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_identity_number(number: str) -> str:
    """Return 110***********1234."""
    return re.sub(r"^(.{3}).*(.{4})$", lambda m: m[1] + "*" * (len(number) - 7) + m[2], number)


def mask_plate(plate: str) -> str:
    """Return 京A***12: province, letter and the last two."""
    if len(plate) <= 4:
        return plate[:1] + "*" * (len(plate) - 1)
    return f"{plate[:2]}{'*' * (len(plate) - 4)}{plate[-2:]}"
