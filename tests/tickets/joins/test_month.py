"""The demonstration's month: told forward, up to the present and no further, whoever is refused."""

import random
from datetime import datetime, timedelta

from django.conf import settings

from anju.core.errors import DomainError
from anju.organization.models import Project
from anju.tickets.believable.month import Month
from tests.world import AT


def test_what_is_due_happens_in_order_and_never_after_the_present() -> None:
    month = Month(Project(), {}, AT, random.Random(1))  # noqa: S311  a story, no secret
    happened: list[str] = []

    def first(at: datetime) -> None:
        happened.append("first")
        month.at(at + timedelta(hours=1), lambda _: happened.append("what follows"))
        month.at(AT + timedelta(minutes=1), lambda _: happened.append("tomorrow's"))

    def refused(at: datetime) -> None:
        raise DomainError("不可以")

    month.at(AT - timedelta(hours=1), lambda _: happened.append("last"))
    month.at(AT - timedelta(days=2), refused)
    month.at(AT - timedelta(days=1), first)
    month.pass_by()

    assert happened == ["first", "what follows", "last"]


def test_nobody_is_told_of_what_is_long_past() -> None:
    month = Month(Project(), {}, AT, random.Random(1))  # noqa: S311  a story, no secret
    told: list[bool] = []
    before = settings.ANJU_REACTIONS
    month.at(AT - timedelta(days=1), lambda _: told.append(bool(settings.ANJU_REACTIONS)))
    month.at(AT - timedelta(hours=1), lambda _: told.append(bool(settings.ANJU_REACTIONS)))
    month.pass_by()

    assert told == [False, True]
    assert settings.ANJU_REACTIONS is before
