"""`bin/anju backup`"""

import json
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from runtime.backup import run_backup
from runtime.database import database
from runtime.home import Home
from runtime.serving import PRIVATE

HELP = "Save the database, the stored files and the keys as one consistent set."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, help="the folder for backups (default: in ANJU_HOME)")
    parser.add_argument("--without-keys", action="store_true", help="leave the keys out")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    os.umask(PRIVATE)
    home = Home.of(os.environ)
    to = args.to.absolute() if args.to else None
    with database(home) as url:
        report = run_backup(home, url, to=to, with_keys=not args.without_keys)
    if args.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return 1 if report.damaged else 0
    print(f"Saved to {report.folder}: {report.files} files, {report.bytes:,} bytes. 备份完成。")
    for path in report.damaged:
        print(f"Damaged in the data folder, saved as it is: {path}")
    return 1 if report.damaged else 0
