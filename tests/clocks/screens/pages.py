"""What a supervisor types into the forms, and what stands in the answers."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

WEEK = {f"day_{day}": "08:00-20:00" for day in range(7)}


def url(name: str, *more: object, code: str = "green") -> str:
    return reverse(f"clocks:{name}", args=[code, *more])


def week(hours: str = "08:00-20:00", **more: Any) -> dict[str, Any]:
    """Return a calendar's form as posted, without closures and own days."""
    return {
        "name": "前台时间",
        "makeup_weekday": "0",
        "reason": "冬季作息",
        **{f"day_{day}": hours for day in range(7)},
        **rows("closures"),
        **rows("days"),
        **more,
    }


def rows(prefix: str, *those: dict[str, str]) -> dict[str, str]:
    """Return rows of a form set as posted."""
    said = {f"{prefix}-TOTAL_FORMS": str(len(those)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(those):
        said |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return said


def edit_in(answer: Any) -> str:
    """Return the edit that an answer's address carries on."""
    assert answer.status_code == 302, answer.content.decode()
    return parse_qs(urlsplit(answer["Location"]).query)["edit"][0]


def previewed(client: Client, address: str, edit: str) -> dict[str, str]:
    """Return what the confirming form of a preview posts."""
    said = text(client.get(address, {"edit": edit}))
    return hidden(said)


def hidden(said: str) -> dict[str, str]:
    """Return the confirming form of a page."""
    found = re.search(r'name="fingerprint" value="(\w+)"', said)
    edit = re.search(r'name="edit" value="([^"]+)"', said)
    assert found and edit
    return {"edit": edit[1], "fingerprint": found[1]}


def text(answer: HttpResponse) -> str:
    return answer.content.decode()
