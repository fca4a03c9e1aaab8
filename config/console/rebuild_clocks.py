"""`bin/anju rebuild-clocks`"""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from anju.clocks.commands.rebuilding import rebuild_clocks
from anju.core.actors import COMMAND_LINE
from anju.organization.models import Project
from runtime.refusal import Refusal

HELP = "Make the rows of all deadlines anew from their events; says how many were wrong."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--project", metavar="CODE", help="only this project's (default: all)")


def run(args: Namespace) -> int:
    projects = Project.objects.order_by("pk")
    if args.project:
        projects = projects.filter(code=args.project)
        if not projects.exists():
            raise Refusal(
                f"There is no project {args.project!r}.", f"没有代码为“{args.project}”的项目。"
            )
    wrong = sum(
        rebuild_clocks(project=project, by=COMMAND_LINE, at=datetime.now(UTC))
        for project in projects
    )
    print(f"{wrong} deadlines were wrong and are right now. 已重建,更正 {wrong} 条时限。")
    return 0
