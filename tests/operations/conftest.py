"""A data folder for one test, whose backups are of the test's own database."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_django import Settings


@pytest.fixture
def home(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    for part in ("files", "backups", "secrets"):
        (tmp_path / part).mkdir()
    monkeypatch.setenv("ANJU_HOME", str(tmp_path))
    settings.ANJU_HOME = tmp_path
    settings.ANJU_BACKUPS = tmp_path / "backups"
    facts = connection.get_connection_params()
    login = quote(facts["user"]) + (f":{quote(facts['password'])}" if "password" in facts else "")
    url = f"postgresql://{login}@{facts['host']}:{facts['port']}/{facts['dbname']}"
    settings.ENV = replace(settings.ENV, database_url=url)
    return tmp_path
