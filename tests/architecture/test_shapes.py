"""Commands write, queries read, views neither; the domain knows no clock, request or settings."""

import ast

from tests.architecture.source import (
    Module,
    calls_of,
    decorators_of,
    imports_of,
    modules,
    parse,
    public_functions,
)

WRITES = {
    ".save",
    ".create",
    ".update",
    ".delete",
    ".bulk_create",
    ".bulk_update",
    ".get_or_create",
}
WRITING_ROOMS = {"commands"}
# What commands call while they record: the trail itself, and the index of what can be found.
CALLED_BY_COMMANDS = {"anju/audit/record.py", "anju/search/indexing.py"}
KNOWS_ITS_START = "anju/operations/queries.py"  # since when this process runs, for the heartbeat
DOMAIN = ("commands", "queries", "models", "states", "permissions", "verbs", "access", "hooks")
OUTSIDE = (
    "django.http",
    "django.shortcuts",
    "django.conf",
    "django.urls",
    "django.contrib.messages",
)
CLOCKS = {"timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "date.today"}

# What stands among the commands and writes nothing of its own.
WITHOUT_EVENT = {
    "live.publish",
    "organization.refuse_beyond",
    "organization.next_number",
    "organization.name_key",
    "organization.new_password",
    "clocks.current_version",
    "clocks.snapshot_of",
}
# Reads that belong to no project: the company's own tables, a person's own things.
COMPANY_WIDE = {
    "organization.posts_in_order",
    "organization.roles_in_order",
    "organization.parties_in_order",
    "organization.projects_of",
    "notices.notice_by_link",
    "clocks.lives_of",
    "accounts.demonstration_logins",
    "drafts.old_drafts",
}
OF_THE_MACHINE = {"operations"}  # heartbeats, jobs and backups belong to no project
OWNERS = {
    "project",
    "access",
    "scopes",
    "user",
    "subject",
    "subjects",
    "request",
    "person",
    "at",
    "now",
    "session",
}


def test_only_commands_write() -> None:
    assert [line for module in modules() for line in stray_writes(module)] == []


def test_a_stray_write_is_seen() -> None:
    bad = parse("def board(request):\n    Notice.objects.create(title='x')\n", room="views")
    good = parse("@transaction.atomic\ndef draft_x(): Notice.objects.create()\n", room="commands")

    assert stray_writes(bad) != []
    assert stray_writes(good) == []


def test_views_ask_queries_not_tables() -> None:
    assert [line for module in modules("views") for line in table_access(module)] == []


def test_table_access_in_a_view_is_seen() -> None:
    assert table_access(parse("x = Notice.objects.all()\n", room="views")) != []


def test_the_domain_knows_no_clock_request_or_settings() -> None:
    assert [line for module in modules(*DOMAIN) for line in outside_knowledge(module)] == []


def test_outside_knowledge_is_seen() -> None:
    assert outside_knowledge(parse("from django.conf import settings\n")) != []
    assert outside_knowledge(parse("def f():\n    return timezone.now()\n")) != []


def test_commands_have_their_shape() -> None:
    assert [line for module in modules("commands") for line in misshapen(module)] == []


def test_misshapen_commands_are_seen() -> None:
    positional = "@transaction.atomic\ndef do_it(a, *, by, at):\n    record(1)\n"
    silent = "@transaction.atomic\ndef do_it(*, by, at):\n    pass\n"
    anonymous = "@transaction.atomic\ndef do_it(*, at):\n    record(1)\n"
    loose = "def do_it(*, by, at):\n    record(1)\n"
    good = "@transaction.atomic\ndef do_it(*, by, at):\n    record(1)\n"

    for bad in (positional, silent, anonymous, loose):
        assert misshapen(parse(bad)) != [], bad
    assert misshapen(parse(good)) == []


def test_queries_start_from_their_owner() -> None:
    assert [line for module in modules("queries") for line in ownerless(module)] == []


def test_an_ownerless_query_is_seen() -> None:
    assert ownerless(parse("def all_notices(words): ...\n")) != []
    assert ownerless(parse("def notices_across_projects(words): ...\n")) == []


def stray_writes(module: Module) -> list[str]:
    if module.room in WRITING_ROOMS or module.path in CALLED_BY_COMMANDS:
        return []
    return [
        f"{module.path}:{line} writes by {name}"
        for name, line in calls_of(module.tree)
        if any(name.endswith(f".objects{write}") for write in WRITES)
    ]


def table_access(module: Module) -> list[str]:
    return [
        f"{module.path}:{node.lineno} reads a table"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def outside_knowledge(module: Module) -> list[str]:
    known = [
        f"{module.path}:{line} imports {name}"
        for name, line in imports_of(module)
        if name.startswith(OUTSIDE)
    ]
    clocks = [
        f"{module.path}:{line} reads the clock"
        for name, line in calls_of(module.tree)
        if name in CLOCKS and module.path != KNOWS_ITS_START
    ]
    return known + clocks


def misshapen(module: Module) -> list[str]:
    wrong = []
    recording = functions_that_record(module)
    for function in public_functions(module):
        name = f"{module.app}.{function.name}"
        where = f"{module.path}:{function.lineno} {function.name}"
        if name in WITHOUT_EVENT or says_no_event(function):
            continue
        arguments = {argument.arg for argument in function.args.kwonlyargs}
        positional = [a.arg for a in function.args.args if a.arg != "verb"]
        if not any(d.endswith("transaction.atomic") for d in decorators_of(function)):
            wrong.append(f"{where} is not atomic")
        if positional:
            wrong.append(f"{where} takes {positional} by position")
        if not {"by", "at"} <= arguments:
            wrong.append(f"{where} does not take by and at")
        if function.name not in recording:
            wrong.append(f"{where} leaves no event")
    return wrong


def says_no_event(function: ast.FunctionDef) -> bool:
    """A write that is no event of the business says so, and why, in its docstring."""
    return "no event" in " ".join((ast.get_docstring(function) or "").split())


def functions_that_record(module: Module) -> set[str]:
    """Return the functions of a module that record, by themselves or through each other."""
    calls = {
        function.name: {call.rsplit(".", 1)[-1] for call, _ in calls_of(function)}
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
    }
    recording = {"record", "record_many", *commands_that_record()}
    while True:
        more = {name for name, called in calls.items() if called & recording} - recording
        if not more:
            return recording
        recording |= more


def commands_that_record() -> set[str]:
    """Commands of which another is made: engage = add_user + add_membership + make_slip.

    `note` is how the book of clocks records what a step changed.
    """
    desk = {"moved", "settle_closed", "settle_open"}  # how a ticket ends, for all its ways
    return {"add_membership", "part_with", "make_slip", "note", *desk}


def ownerless(module: Module) -> list[str]:
    wrong: list[str] = []
    if module.app in OF_THE_MACHINE:
        return wrong
    for function in public_functions(module):
        every = [*function.args.args, *function.args.kwonlyargs]
        first = every[0].arg if every else ""
        owned = first in OWNERS or function.name.endswith("_across_projects")
        if not owned and f"{module.app}.{function.name}" not in COMPANY_WIDE:
            wrong.append(f"{module.path}:{function.lineno} {function.name} starts from {first!r}")
    return wrong
