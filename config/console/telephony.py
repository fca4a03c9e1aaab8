"""`bin/anju telephony`"""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse

from anju.core.actors import COMMAND_LINE
from anju.organization.models import Project
from anju.telephony.commands.lines import make_token
from runtime.refusal import Refusal

HELP = (
    "The telephone line of a project: `telephony token` makes what its exchange proves itself by."
)
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["token"], help="make a new token and print it once")
    parser.add_argument("--project", metavar="CODE", required=True, help="whose line")
    parser.add_argument(
        "--end-old", action="store_true", help="end earlier tokens at once (default: in 7 days)"
    )


def run(args: Namespace) -> int:
    project = Project.objects.filter(code=args.project).first()
    if project is None:
        raise Refusal(
            f"There is no project {args.project!r}.", f"没有代码为“{args.project}”的项目。"
        )
    now = datetime.now(UTC)
    token = make_token(project=project, end_old=args.end_old, by=COMMAND_LINE, at=now)
    path = reverse("cti:event", args=[project.code, token])
    print(f"{settings.ANJU_PUBLIC_URL.rstrip('/')}{path}")
    ends = "have ended" if args.end_old else "hold for 7 more days"
    print(
        f"The exchange posts its events there; this is shown once. Earlier tokens {ends}. "
        f"{project.name}:请把上面的地址填到交换机,只显示这一次;"
        f"旧令牌{'已停用' if args.end_old else '还能用 7 天'}。"
    )
    return 0
