"""Every test here has steps of its own."""

from collections.abc import Iterator

import pytest

from tests.offline import work


@pytest.fixture(autouse=True)
def _steps() -> Iterator[None]:
    with work.offered():
        yield
