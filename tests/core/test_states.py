"""The machine decides, pair by pair."""

from itertools import product

import pytest

from anju.core.actors import Actor
from anju.core.errors import ForbiddenTransition
from anju.notices.states import LIFE, NoticeState


@pytest.mark.parametrize(("now", "then"), list(product(NoticeState, NoticeState)))
def test_every_pair_of_states(now: NoticeState, then: NoticeState) -> None:
    allowed = {
        (NoticeState.DRAFT, NoticeState.PUBLISHED),
        (NoticeState.PUBLISHED, NoticeState.WITHDRAWN),
    }

    assert LIFE.allows(now, then) == ((now, then) in allowed)
    if (now, then) not in allowed:
        with pytest.raises(ForbiddenTransition, match=now.label):
            LIFE.check(now, then)


def test_an_actor_says_for_whom() -> None:
    assert Actor(1, "王婷").label == "王婷"
    assert Actor(1, "王婷", 2, "陈静怡").label == "王婷(代 陈静怡)"
