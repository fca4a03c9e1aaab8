"""What the tests of messaging share."""

from collections.abc import Iterator

import pytest

from sandbox.server import Sandbox
from tests.messaging import outside


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with outside.sandbox_running() as server:
        yield server
