"""`bin/anju serve`: from an empty folder to running pages, live hub and worker."""

from __future__ import annotations

import http.client
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from runtime.database import database, use_database
from runtime.environment import remove_unused
from runtime.frontend import build_frontend
from runtime.home import CHECKOUT, Home, try_lock
from runtime.options import Options, read_options, refuse_taken
from runtime.postgres import Server, start
from runtime.processes import Child, Supervisor
from runtime.refusal import Refusal
from runtime.static import collect_static

PARTS = ("web", "hub", "worker")
SANDBOX = "sandbox"  # beside a demonstration only
SANDBOX_PORTS_END = 65_000
# People's papers and logs are for this user only; every process started from here inherits it.
PRIVATE = 0o077
THREADS = "2"  # of each process that answers pages
RESTARTS = 5
RESTARTS_WITHIN = 300.0


@dataclass
class DatabaseWatch:
    """Starts the embedded PostgreSQL again if it dies, a few times; says whether it did."""

    home: Home
    pid: int = 0
    restarts: list[float] = field(default_factory=list)
    server: Server | None = None

    def __call__(self) -> bool:
        if self.server is None:
            self.server = start(self.home)
        if self.server.is_alive():
            return False
        now = time.monotonic()
        self.restarts = [then for then in self.restarts if now - then < RESTARTS_WITHIN] + [now]
        if len(self.restarts) > RESTARTS:
            raise Refusal(
                f"PostgreSQL ended {len(self.restarts)} times within five minutes; Anju stops. "
                f"Its log is {self.home.logs / 'postgres.log'}.",
                "数据库反复退出,安居已停止,请查看日志。",
            )
        print("PostgreSQL ended unexpectedly; starting it again.", file=sys.stderr)
        port = self.server.port
        self.server = start(self.home)
        if self.server.port != port:
            raise Refusal(
                "PostgreSQL's port was taken while it was down. Start Anju again.",
                "数据库端口被占用,请重新启动安居。",
            )
        return True


def serve(home: Home, *, demonstration: bool = False) -> int:
    """Set up what is missing and serve until Ctrl-C; returns the exit code.

    `demonstration` loads the demonstration project and prints its logins once the pages answer.

    :raises Refusal: for everything that keeps it from starting, before anything is started.
    """
    os.umask(PRIVATE)
    options = read_options(os.environ)
    refuse_taken(options.host, options.port, "PORT")
    refuse_taken(options.host, options.live_port, "ANJU_LIVE_PORT")
    parts = (*PARTS, SANDBOX) if demonstration else PARTS
    if demonstration:
        options = replace(options, sandbox_port=_use_sandbox(options.sandbox_port))
    with ExitStack() as stack:
        _hold_alone(home, stack)
        refuse_half_restored(home)
        remove_unused(home)
        build_frontend(home)
        use_database(home, stack.enter_context(database(home)))
        os.environ["ANJU_LIVE_PORT"] = str(options.live_port)
        run_command("migrate", "--quiet")
        run_command("preflight", "--quiet")
        collect_static(home, os.environ)
        logins = run_command("demo") if demonstration else ""
        watch = _watch(home)

        def ready() -> None:
            _announce(options, logins)

        children = [_child(part, options) for part in parts]
        Supervisor(children, os.environ, watch=watch).run(
            answers=lambda: _answers(options), ready=ready
        )
        print("Anju is stopping …", file=sys.stderr)
    return 0


def serve_part(home: Home, part: str) -> int:
    """Run one of web, hub and worker alone, for installations over several machines.

    It neither migrates nor loads anything: `bin/anju migrate` does, once for all machines.

    :raises Refusal: for everything that keeps it from starting.
    """
    os.umask(PRIVATE)
    options = read_options(os.environ)
    if part == "web":
        refuse_taken(options.host, options.port, "PORT")
    if part == "hub":
        refuse_taken(options.host, options.live_port, "ANJU_LIVE_PORT")
    refuse_half_restored(home)
    with ExitStack() as stack:
        use_database(home, stack.enter_context(database(home)))
        if part == "web":
            run_command("preflight", "--quiet")
            build_frontend(home)
            collect_static(home, os.environ)
        supervisor = Supervisor([_child(part, options)], os.environ, watch=_watch(home))
        supervisor.run(
            answers=lambda: part != "web" or _answers(options),
            ready=lambda: print(f"The {part} process runs.", flush=True),
        )
    return 0


def refuse_half_restored(home: Home) -> None:
    """Make sure that no restore was broken off in this data folder.

    :raises Refusal: if one was.
    """
    if home.restoring.exists():
        raise Refusal(
            f"A restore into {home.folder} was broken off. Run bin/anju restore again; it begins "
            "anew by itself.",
            "上次恢复未完成,请重新运行 bin/anju restore。",
        )


def run_command(*arguments: str) -> str:
    """Run a subcommand in a process of its own; returns what it printed.

    The supervisor stays small that way: it never loads Django.

    :raises Refusal: with the command's own sentence, if it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "runtime.cli", *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(done.stderr.strip() or f"bin/anju {arguments[0]} failed.")
    sys.stderr.write(done.stderr)
    return done.stdout


def _hold_alone(home: Home, stack: ExitStack) -> None:
    lock = home.run / "serve.lock"
    held = try_lock(lock)
    if held is None:
        owner = lock.read_text(encoding="ascii", errors="replace").strip() or "?"
        raise Refusal(
            f"Anju already runs from {home.folder} (process {owner}). Stop it first, or choose "
            "another data folder with ANJU_HOME=….",
            f"安居已在运行(进程 {owner}),请先停止它。",
        )
    stack.callback(os.close, held)
    os.ftruncate(held, 0)
    os.write(held, f"{os.getpid()}\n".encode("ascii"))


def _watch(home: Home) -> Callable[[], bool]:
    given = os.environ.get("ANJU_DATABASE") == "given"
    return (lambda: False) if given else DatabaseWatch(home)


def _use_sandbox(port: int) -> int:
    """Let what leaves a demonstration arrive in the sandbox; returns its port.

    Every process inherits it. Nobody knows the port by heart, so unless it was named a taken one
    is left to whoever has it and the next pair is tried.
    """
    is_named = bool(os.environ.get("ANJU_SANDBOX_PORT"))
    while not _is_free(port) and not is_named and port < SANDBOX_PORTS_END:
        port += 2
    for each in (port, port + 1):
        refuse_taken("127.0.0.1", each, "ANJU_SANDBOX_PORT")
    os.environ["ANJU_SANDBOX_PORT"] = str(port)
    os.environ.setdefault("ANJU_SMTP_URL", f"smtp://127.0.0.1:{port + 1}?from=anju@example.com")
    return port


def _is_free(port: int) -> bool:
    try:
        for each in (port, port + 1):
            refuse_taken("127.0.0.1", each, "ANJU_SANDBOX_PORT")
    except Refusal:
        return False
    return True


def _child(part: str, options: Options) -> Child:
    python = sys.executable
    if part == SANDBOX:
        return Child(part, [python, "-m", "sandbox", "--port", str(options.sandbox_port)])
    if part == "worker":
        command = [python, "-m", "django", "procrastinate", "worker", "--concurrency=2"]
        command += ["--delete-jobs=successful", "--shutdown-graceful-timeout=4"]
        return Child(part, command, renewed_with_database=True)
    command = [python, "-m", "granian", "--host", options.host, "--log-level", "warning"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "3"]
    if options.certificate and options.key:
        # Phones of some age speak no TLS 1.3.
        command += ["--ssl-certificate", str(options.certificate), "--ssl-keyfile"]
        command += [str(options.key), "--ssl-protocol-min", "tls1.2"]
    if part == "hub":
        command += ["--interface", "asgi", "--port", str(options.live_port), "--workers", "1"]
        # Each screen keeps a stream open; by default the 1,025th would wait for ever.
        command += ["--backlog", "2048", "--backpressure", "20000"]
        return Child(part, [*command, "anju.live.hub:application"])
    command += ["--interface", "wsgi", "--port", str(options.port)]
    command += ["--workers", str(options.processes), "--blocking-threads", THREADS]
    return Child(part, [*command, "config.wsgi:application"])


def _answers(options: Options) -> bool:
    """Return whether the web process answers anything at all."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)  # noqa: S104
    connection: http.client.HTTPConnection
    if options.certificate:
        # Only whether somebody answers is asked; a certificate for the public name cannot fit.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(host, options.port, timeout=2, context=context)
    else:
        connection = http.client.HTTPConnection(host, options.port, timeout=2)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        return True
    connection.close()
    return False


def _announce(options: Options, logins: str) -> None:
    lines = ["", f"Anju is running at {options.address}", f"安居已启动:{options.address}"]
    if logins.strip():
        lines += ["", logins.rstrip()]
    lines += ["", "Ctrl-C stops it. 按 Ctrl-C 停止。", ""]
    print("\n".join(lines), flush=True)


def may_demonstrate(environ: Mapping[str, str]) -> bool:
    """Return whether demonstration data may be loaded: never on one's own database server."""
    return not environ.get("DATABASE_URL") and (environ.get("ANJU_MODE") or "trial") == "trial"
