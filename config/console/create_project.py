"""`bin/anju create-project`"""

import json
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.organization.commands.founding import CodeTaken, create_project
from anju.organization.forms.office import NewProjectForm
from anju.organization.models import Project
from anju.organization.models.structure import ProjectKind
from anju.organization.queries.staff import departments_of
from config.founding import found
from runtime.refusal import Refusal

HELP = "Open a project with everything that is shipped for a new one."
NEEDS = "database"
KINDS = {str(kind.label): kind.value for kind in ProjectKind}


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--code", required=True, help="in addresses for good, e.g. lvyuan")
    parser.add_argument("--name", required=True, help="as people say it, e.g. 绿苑小区")
    parser.add_argument("--kind", choices=list(KINDS), default="小区", help="小区 unless told")
    parser.add_argument("--address", default="", help="the street address")
    parser.add_argument("--phone", default="", help="the customer service's telephone")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    said = {name: getattr(args, name) for name in ("code", "name", "address", "phone")}
    form = NewProjectForm({**said, "kind": KINDS[args.kind]})
    if not form.is_valid():
        wrong = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
        raise Refusal(
            f"Not usable: {', '.join(f'--{name}' for name in wrong)}. A code has 2 to 20 small "
            "letters, digits or hyphens and begins with a letter; a telephone only digits.",
            " ".join(wrong.values()),
        )
    project = _open(form)
    departments = [department.name for department in departments_of(project)]
    report = {"code": project.code, "name": project.name, "departments": departments}
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    print(f"{project.name} is open at /p/{project.code}/. 项目已建立。")
    print(f"Departments 部门: {'、'.join(departments)}")
    return 0


@transaction.atomic
def _open(form: NewProjectForm) -> Project:
    at = timezone.now()
    found(by=COMMAND_LINE, at=at)
    try:
        return create_project(by=COMMAND_LINE, at=at, **form.facts())
    except CodeTaken as refusal:
        code = form.cleaned_data["code"]
        raise Refusal(
            f"There is a project {code!r} already. Choose another --code.", str(refusal)
        ) from refusal
