"""A thing to find, whatever apps there are: the search knows none of them."""

from collections.abc import Collection

import pytest

from anju.organization.access import Access
from anju.search import hooks
from anju.search.hooks import Hit

THING = "sample.thing"


@pytest.fixture
def hits_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every found subject look like its number."""

    def answer(subject_type: str, ids: Collection[int], access: Access) -> dict[int, Hit]:
        return {each: Hit(f"#{each}", f"/{each}/", "user", "样品") for each in ids}

    monkeypatch.setattr(hooks.hits, "_answer", answer)
