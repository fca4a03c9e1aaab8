"""A supervisor at a browser."""

import pytest
from django.test import Client

from tests import world


@pytest.fixture
def supervisor() -> Client:
    """陈静怡, who may do everything in 绿苑小区."""
    client = Client()
    world.sign_in(client, world.supervisor())
    return client
