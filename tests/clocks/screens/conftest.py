"""A supervisor at a browser."""

import pytest
from django.test import Client

from tests import world


@pytest.fixture
def supervisor() -> Client:
    """陈静怡, who may change calendars and policies."""
    return world.sign_in(Client(), world.supervisor())


@pytest.fixture
def receptionist() -> Client:
    """王婷, who may only read."""
    return world.sign_in(Client(), world.receptionist())
