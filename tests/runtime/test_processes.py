"""The supervisor, over processes that do next to nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime import processes
from runtime.processes import Child, Supervisor
from runtime.refusal import Refusal

SLEEP = "import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def python(name: str, code: str, *, renewed: bool = False) -> Child:
    return Child(name, [sys.executable, "-c", code], renewed_with_database=renewed)


def supervise(*children: Child, watch: Callable[[], bool] = lambda: False) -> Supervisor:
    return Supervisor(list(children), os.environ, watch=watch)


def stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_starts_again_what_ends_and_stops_everything(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    runs = tmp_path / "runs"
    dying = python("dying", f"open({str(runs)!r}, 'a').write('x')")
    lasting = python("lasting", SLEEP)

    supervise(dying, lasting).run(
        answers=lambda: runs.exists() and len(runs.read_text()) >= 2, ready=stop
    )

    assert runs.read_text().startswith("xx")
    assert "The dying process ended (code 0); starting it again in 0.5 s." in capfd.readouterr().err
    assert lasting.process is not None
    assert lasting.process.returncode == -signal.SIGTERM


def test_gives_up_on_what_never_runs() -> None:
    with pytest.raises(Refusal, match=r"The web process does not start .*code 3, 3 times"):
        supervise(python("web", "raise SystemExit(3)")).run(answers=lambda: False, ready=stop)


def test_ends_what_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "STOPPING_SECONDS", 0.5)
    stubborn = python("stubborn", STUBBORN)
    begun = time.monotonic()

    supervise(stubborn).run(answers=lambda: time.monotonic() - begun > 1, ready=stop)

    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL


def test_renews_what_may_hang_after_the_database_was_away() -> None:
    worker, web = python("worker", SLEEP, renewed=True), python("web", SLEEP)
    turns: list[int] = []
    numbers: list[tuple[int, int]] = []

    def watch() -> bool:
        if worker.process is not None and web.process is not None:
            numbers.append((worker.process.pid, web.process.pid))
        turns.append(1)
        return len(turns) == 3

    supervise(worker, web, watch=watch).run(answers=lambda: len(turns) > 5, ready=stop)

    assert len({worker for worker, _ in numbers}) == 2
    assert len({web for _, web in numbers}) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel of Linux does it")
def test_children_do_not_outlive_a_killed_supervisor() -> None:
    code = f"""
import os, sys
from runtime.processes import Child, Supervisor
child = Child("child", [sys.executable, "-c", {SLEEP!r}])
def ready():
    print(child.process.pid, flush=True)
Supervisor([child], os.environ).run(answers=lambda: True, ready=ready)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert supervisor.stdout is not None
    child = int(supervisor.stdout.readline())
    assert Path(f"/proc/{child}/cmdline").read_bytes()

    supervisor.kill()
    supervisor.wait()

    assert _is_gone(child)


def _is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            # An orphan that nobody has collected yet has an empty command line.
            if not Path(f"/proc/{pid}/cmdline").read_bytes():
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
