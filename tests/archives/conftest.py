"""Where a test keeps its files."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def folder(_own_files: None) -> Path:
    """The folder of files that every test has of its own."""
    return Path(settings.ANJU_FILES)
