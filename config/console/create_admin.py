"""`bin/anju create-admin`"""

import json
import sys
from argparse import ArgumentParser, Namespace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from anju.core.actors import COMMAND_LINE
from anju.core.periods import local_date
from anju.organization.commands.appointing import MAY_ALL, appoint
from anju.organization.commands.slips import give_password, new_password
from anju.organization.commands.staffing import LoginTaken, add_user
from anju.organization.forms.staff import LoginField
from anju.organization.models import Role, User
from config.founding import every_right, found
from runtime.refusal import Refusal

HELP = "Make a person who may do everything in the head office, and print a one-time password."
NEEDS = "database"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--login", required=True, help="the name to sign in by, e.g. zhang.wei")
    parser.add_argument("--name", required=True, help="the person's own name, e.g. 张伟")
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: Namespace) -> int:
    login, name = _checked(args.login, args.name.strip())
    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else new_password()
    if args.password_stdin:
        _refuse_weak(password, login, name)
    _make(login, name, password, must_change=not args.password_stdin)
    report = {"login": login, "name": name}
    if not args.password_stdin:
        report["password"] = password
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    print(f"{name} may sign in as {login}. 总部管理员已建立。")
    if not args.password_stdin:
        print(f"One-time password 一次性密码: {password}")
        print("It must be changed at the first sign-in. 首次登录须改密码。")
    return 0


@transaction.atomic
def _make(login: str, name: str, password: str, *, must_change: bool) -> None:
    at = timezone.now()
    found(by=COMMAND_LINE, at=at)
    try:
        user = add_user(login=login, name=name, by=COMMAND_LINE, at=at)
    except LoginTaken as refusal:
        raise Refusal(
            f"Somebody signs in as {login!r} already. Choose another --login.",
            f"登录名“{login}”已被使用,请换一个。",
        ) from refusal
    role = Role.objects.get(code=MAY_ALL)
    held = every_right() | set(role.permissions)
    appoint(user=user, role=role, starts_on=local_date(at), held=held, by=COMMAND_LINE, at=at)
    give_password(user=user, password=password, must_change=must_change, by=COMMAND_LINE, at=at)


def _checked(login: str, name: str) -> tuple[str, str]:
    try:
        login = str(LoginField(help_text="").clean(login))
    except ValidationError as error:
        raise Refusal(
            f"{login!r} cannot be a login: 2 to 40 letters, digits, dots, hyphens or underscores, "
            "beginning with a letter or digit.",
            error.messages[0],
        ) from error
    if not 0 < len(name) <= 40:
        raise Refusal("--name takes 1 to 40 characters.", "姓名应为 1 到 40 个字。")
    return login, name


def _refuse_weak(password: str, login: str, name: str) -> None:
    try:
        validate_password(password, User(login=login, name=name))
    except ValidationError as error:
        raise Refusal(
            "The password is too weak: at least 10 characters, not a common one, not only digits, "
            "nothing like login or name.",
            "".join(error.messages),
        ) from error
