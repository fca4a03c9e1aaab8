"""`bin/anju sandbox`"""

import os
from argparse import ArgumentParser, Namespace

from runtime.options import read_options, refuse_taken
from sandbox.__main__ import serve

HELP = "Serve the sandbox alone: a provider of short messages, a chat robot, a mail server."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "ANJU_SANDBOX_PORT chooses the port; SMTP is on the next one. sandbox/README.md."
    )


def run(args: Namespace) -> int:
    port = read_options(os.environ).sandbox_port
    refuse_taken("127.0.0.1", port, "ANJU_SANDBOX_PORT")
    refuse_taken("127.0.0.1", port + 1, "ANJU_SANDBOX_PORT")
    print(f"The sandbox runs at http://127.0.0.1:{port}/", flush=True)
    return serve(port)
