"""The embedded PostgreSQL, for real."""

import os
import signal
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from runtime import placing
from runtime.database import check_reachable, database
from runtime.home import Home
from runtime.placing import discard_cluster, place_of
from runtime.postgres import Server, embedded, start
from runtime.refusal import Refusal
from runtime.throwaway import throwaway


def test_keeps_its_data_and_its_port(home: Home) -> None:
    with embedded(home, durable=False) as first, psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('安居')")

    with embedded(home, durable=False) as second, psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("安居",)]

    assert second.port == first.port
    assert not second.is_alive()


def test_is_set_up_for_an_application_without_superuser(home: Home) -> None:
    with embedded(home) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE EXTENSION btree_gist")
        row = connection.execute(
            "SELECT rolsuper, current_setting('data_checksums'), current_setting('fsync'),"
            " current_setting('listen_addresses'), datlocprovider, datlocale"
            " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = 'anju'"
        ).fetchone()

    assert row == (False, "on", "on", "127.0.0.1", "b", "C.UTF-8")


def test_lets_nobody_in_without_the_password(home: Home) -> None:
    with embedded(home, durable=False) as server:
        for user in ("anju", "postgres"):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(f"postgresql://{user}:wrong@127.0.0.1:{server.port}/anju")


def test_is_shared_and_its_last_user_stops_it(home: Home) -> None:
    with embedded(home, durable=False) as first:
        with embedded(home, durable=False) as second:
            assert second.pid == first.pid
        assert first.is_alive()
    assert not first.is_alive()


def test_starts_again_after_it_was_killed(home: Home) -> None:
    with embedded(home, durable=False) as server:
        os.kill(server.pid, signal.SIGKILL)
        _wait(server)

        again = start(home, durable=False)

        check_reachable(again.url)
        assert again.pid != server.pid


def test_a_stale_pid_file_of_another_program_is_no_obstacle(home: Home) -> None:
    with embedded(home, durable=False):
        pass
    data = home.cluster / "data"
    # The number of a living process that is no PostgreSQL: this test's own.
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n\n127.0.0.1\n\nready\n")

    with embedded(home, durable=False) as server:
        check_reachable(server.url)


def test_a_half_made_cluster_is_made_anew(home: Home) -> None:
    folder = place_of(home).folder
    (folder / "new-dead").mkdir()
    (folder / "new-dead" / "PG_VERSION").write_text("18\n")

    with embedded(home, durable=False) as server:
        check_reachable(server.url)

    assert not (folder / "new-dead").exists()


def test_says_why_it_does_not_start(home: Home) -> None:
    with embedded(home, durable=False):
        pass
    with (home.cluster / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(Refusal, match=r"PostgreSQL does not start: .*\. Its log is "):
        start(home, durable=False)


def test_a_throwaway_cluster_that_a_crash_destroyed_is_made_anew(home: Home) -> None:
    with throwaway(home, "test", durable=False) as (inner, _):
        data = inner.cluster / "data"
    (data / "global" / "pg_control").write_bytes(b"")

    with throwaway(home, "test", durable=False) as (inner, environment):
        check_reachable(environment["DATABASE_URL"])

    discard_cluster(inner)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
def test_root_serves_from_a_closed_folder_without_opening_it(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Path("/var/lib/anju") / f"test-{os.getpid()}"
    monkeypatch.setattr(placing, "SHARED", shared)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    modes = [stat.S_IMODE(parent.stat().st_mode) for parent in (closed, *closed.parents)]
    inside = Home(closed / "home", home.programs)
    inside.folder.mkdir()
    for part in (inside.run, inside.secrets, inside.logs):
        part.mkdir()
    try:
        with embedded(inside, durable=False) as server:
            check_reachable(server.url)
            owner = Path(f"/proc/{server.pid}").stat().st_uid

        assert owner != 0
        assert inside.cluster.readlink().is_relative_to(shared)
        after = [stat.S_IMODE(parent.stat().st_mode) for parent in (closed, *closed.parents)]
        assert after == modes
    finally:
        discard_cluster(inside)
        subprocess.run(["rm", "-rf", str(shared)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
def test_root_copies_programs_that_the_account_cannot_reach(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Path("/var/lib/anju") / f"test-{os.getpid()}-programs"
    monkeypatch.setattr(placing, "SHARED", shared)
    hidden = tmp_path / "site-packages"
    hidden.symlink_to(placing._wheel())
    monkeypatch.setattr(placing, "_wheel", lambda: hidden)
    try:
        with embedded(home, durable=False) as server:
            check_reachable(server.url)

        assert place_of(home).programs.is_relative_to(shared)
    finally:
        discard_cluster(home)
        subprocess.run(["rm", "-rf", str(shared)], check=True)


def test_a_given_database_is_used_and_none_is_started(home: Home) -> None:
    with (
        embedded(home, durable=False) as server,
        database(Home(home.folder / "other", home.programs), {"DATABASE_URL": server.url}) as url,
    ):
        assert url == server.url

    assert not (home.folder / "other").exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "DATABASE_URL cannot be read"),
        ("postgresql://a:b@127.0.0.1:1/x", r"The database at 127\.0\.0\.1:1 .* does not answer"),
    ],
)
def test_a_wrong_database_url_gets_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_reachable(url)


def _wait(server: Server) -> None:
    assert server.child is not None
    server.child.wait(timeout=10)
