"""What the tests of accounts share."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash cheaply."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.QuickArgon2"]
