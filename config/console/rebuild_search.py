"""`bin/anju rebuild-search`"""

import json
from argparse import ArgumentParser, Namespace

from anju.organization.models import Project
from anju.search.hooks import entries
from anju.search.indexing import reindex
from runtime.refusal import Refusal

HELP = "Write the index behind the search box anew from what there is."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--project", default="", help="its code (default: every project)")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    projects = Project.objects.order_by("code")
    if args.project:
        projects = projects.filter(code=args.project)
        if not projects:
            raise Refusal(
                f"There is no project {args.project!r}.", f"没有代码为“{args.project}”的项目。"
            )
    counts = {project.code: reindex(project, entries(project)) for project in projects}
    if args.json:
        print(json.dumps(counts, ensure_ascii=False))
        return 0
    for code, count in counts.items():
        print(f"{code}: {count:,} search terms. 搜索词已重建。")
    return 0
