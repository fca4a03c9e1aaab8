"""What the tests of the organization share."""

import pytest


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hash cheaply: slips are made by the dozen here."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.QuickArgon2"]
