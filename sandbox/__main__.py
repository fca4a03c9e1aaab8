"""`python -m sandbox --port N`: serve until ended."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from types import FrameType

from sandbox.mail import MailServer
from sandbox.server import Sandbox
from sandbox.state import SECRET, Inbox


def main() -> int:
    """Read the port from the command line and serve."""
    parser = argparse.ArgumentParser(prog="sandbox")
    parser.add_argument("--port", type=int, required=True)
    return serve(parser.parse_args().port)


def serve(port: int) -> int:
    """Serve the web side on the port and SMTP on the next one, both on loopback, until ended."""
    inbox = Inbox(secret=os.environ.get("ANJU_SANDBOX_SECRET") or SECRET)
    signal.signal(signal.SIGTERM, _leave)
    mail = MailServer(("127.0.0.1", port + 1), inbox)
    threading.Thread(target=mail.serve_forever, daemon=True).start()
    try:
        Sandbox(("127.0.0.1", port), inbox).serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
