"""`bin/anju import`"""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.core.errors import DomainError
from anju.imports.commands.applying import NotToApply, apply_import
from anju.imports.commands.keeping import discard_import, keep_import
from anju.imports.fields import Field, SheetKind
from anju.imports.findings import QUESTIONS, Level
from anju.imports.queries.checking import Checked, check_workbook
from anju.imports.recognising import TAKE_NOTHING
from anju.imports.tally import LABELS
from anju.organization.models import Project
from runtime.refusal import Refusal

HELP = "Load an estate and its people from a workbook, whole or not at all."
NEEDS = "database"
SHOWN = 40


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="an .xlsx, .xls or .ods workbook")
    parser.add_argument("--project", required=True, metavar="CODE", help="into which project")
    parser.add_argument("--dry-run", action="store_true", help="check and report; write nothing")
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="QUESTION",
        choices=sorted(QUESTIONS),
        help=f"answer a question by yes (may be repeated): {', '.join(QUESTIONS)}",
    )
    parser.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="SHEET!COLUMN=FIELD",
        help="correct what a column means (e.g. 房屋!C=room, none to leave it out), "
        "or a sheet (SHEET=units, ignored)",
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    project = Project.objects.filter(code=args.project).first()
    if project is None:
        raise Refusal(
            f"There is no project {args.project!r}.", f"没有代码为“{args.project}”的项目。"
        )
    content = _content(args.file)
    takes = dict(_take(text) for text in args.take)
    if args.dry_run:
        checked = check_workbook(
            project, content, takes=takes, key=settings.ANJU_DATA_KEY, at=timezone.now()
        )
        is_clean = not checked.has_errors and not checked.open_questions(args.accept)
        return _report(checked, args, applied=False, is_clean=is_clean)
    checked, applied = _apply(project, args, content, takes)
    return _report(checked, args, applied=applied, is_clean=applied)


def _apply(
    project: Project, args: Namespace, content: bytes, takes: dict[str, str]
) -> tuple[Checked, bool]:
    key, at = settings.ANJU_DATA_KEY, timezone.now()
    kept = keep_import(
        project=project,
        file_name=args.file.name,
        content=content,
        takes=takes,
        key=key,
        by=COMMAND_LINE,
        at=at,
    )
    try:
        return apply_import(kept=kept, accepted=args.accept, key=key, by=COMMAND_LINE, at=at), True
    except NotToApply as refusal:
        discard_import(kept=kept, by=COMMAND_LINE, at=at)
        return refusal.checked, False
    except DomainError:
        discard_import(kept=kept, by=COMMAND_LINE, at=at)
        raise


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise Refusal(f"{path} is not a file.", f"没有文件 {path}。")
    return path.read_bytes()


def _take(text: str) -> tuple[str, str]:
    where, _, what = text.rpartition("=")
    known = {*Field.values, TAKE_NOTHING} if "!" in where else set(SheetKind.values)
    if not where or what not in known:
        raise Refusal(
            f"--take {text!r} is not SHEET!COLUMN=FIELD. Fields: {', '.join(sorted(known))}.",
            "--take 的写法是 工作表!列=含义,例如 房屋!C=room。",
        )
    return where, what


def _report(checked: Checked, args: Namespace, *, applied: bool, is_clean: bool) -> int:
    if args.json:
        print(json.dumps(checked.as_json(applied=applied), ensure_ascii=False))
    else:
        _print(checked, args.accept, applied=applied)
    return 0 if is_clean else 1


def _print(checked: Checked, accepted: Sequence[str], *, applied: bool) -> None:
    for table in checked.tables:
        print(f"{table.sheet.name}: {table.kind.label} · {table.size} rows 行")
    for finding in checked.findings[:SHOWN]:
        print(f"{Level(finding.level).label}  {finding.message}", file=sys.stderr)
    if len(checked.findings) > SHOWN:
        print(f"… {len(checked.findings) - SHOWN} more; --json has all.", file=sys.stderr)
    for kind, label in LABELS.items():
        new, changed, same = (
            checked.counts[what][kind] for what in ("created", "changed", "unchanged")
        )
        if new or changed or same:
            print(f"{label}: {new} new 新增, {changed} changed 修改, {same} as before 不变")
    for code in checked.open_questions(accepted):
        print(f"Open question {code}: {QUESTIONS[code]}\n  Answer it by --accept {code}.")
    if applied:
        print("Applied. 已全部导入。")
    elif checked.has_errors:
        print("There are errors; nothing was written. 有错误,什么也没有导入。")
    elif checked.open_questions(accepted):
        print("Questions are open; nothing was written. 有待确认的问题,什么也没有导入。")
    else:
        print("Clean; nothing was written. 核对无误,没有写入。")
