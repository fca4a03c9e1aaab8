"""`bin/anju restore`"""

import json
import os
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from runtime.database import use_database
from runtime.home import Home
from runtime.restore import restore
from runtime.serving import PRIVATE, run_command

HELP = "Restore a backup into an empty data folder; checks every checksum first."
NEEDS = "nothing"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="the backup")
    parser.add_argument(
        "--replace", action="store_true", help="keep the data that is there aside and replace it"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    os.umask(PRIVATE)
    home = Home.of(os.environ)

    def migrate(url: str) -> None:
        use_database(home, url)
        run_command("migrate", "--quiet")
        run_command("manage", "note_restoration", args.folder.absolute().name)

    report = restore(home, args.folder.absolute(), replace=args.replace, migrate=migrate)
    if args.json:
        print(json.dumps(asdict(report), ensure_ascii=False))
        return 0
    print(f"Restored the backup of {report.created_at} with {report.files} files. 恢复完成。")
    if not report.keys:
        print("It holds no keys: set ANJU_SECRET_KEY and ANJU_DATA_KEY to those of its time.")
    if report.aside:
        print(f"What was there before lies in {report.aside}.")
    return 0
