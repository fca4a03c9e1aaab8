"""The roof: every wire listed, every reaction and verb resolves, migrations in line."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from procrastinate.contrib.django import app

from anju.core.hooks import Hook
from config.reactions import REACTIONS
from config.wiring import field_labels, modules, permission_kinds, verb_labels
from tests.architecture.source import ANJU, CHECKOUT, imports_of, parse

WIRES = {
    "anju.audit.hooks.describe",
    "anju.audit.hooks.field_labels",
    "anju.audit.hooks.verb_labels",
    "anju.clocks.hooks.clock_kinds",
    "anju.clocks.hooks.duty",
    "anju.estate.hooks.facets",
    "anju.estate.hooks.unit_lines",
    "anju.estate.hooks.unit_panels",
    "anju.messaging.hooks.duty_now",
    "anju.offline.hooks.steps",
    "anju.organization.hooks.hand_over",
    "anju.organization.hooks.load_presets",
    "anju.organization.hooks.open_duties",
    "anju.organization.hooks.permission_kinds",
    "anju.organization.hooks.person_links",
    "anju.residents.hooks.forget",
    "anju.residents.hooks.person_panels",
    "anju.residents.hooks.reasons_to_keep",
    "anju.search.hooks.codes",
    "anju.search.hooks.entries",
    "anju.search.hooks.hits",
    "anju.telephony.hooks.open_cases",
    "anju.tickets.hooks.before_start",
    "anju.tickets.hooks.finished",
    "anju.tickets.hooks.on_site",
    "anju.tickets.hooks.order_details",
    "anju.tickets.hooks.order_parts",
    "anju.tickets.hooks.paper_items",
    "anju.tickets.hooks.still_open",
    "anju.tickets.hooks.take_paper",
    "anju.tickets.hooks.ticket_panels",
    "anju.tickets.hooks.work_page",
}


def test_every_wire_is_listed_and_filled() -> None:
    found = {
        f"{module.__name__}.{name}": hook
        for module in modules("hooks")
        for name, hook in vars(module).items()
        if isinstance(hook, Hook)
    }

    assert set(found) == WIRES
    unfilled = [
        name for name, hook in found.items() if not _answers_from(hook).startswith("config.")
    ]
    assert unfilled == []


def test_reactions_name_verbs_and_tasks_that_exist() -> None:
    labels = verb_labels()
    tasks = set(app.tasks)

    assert set(REACTIONS) <= set(labels)
    assert {task for names in REACTIONS.values() for task in names} <= tasks


def test_every_verb_and_permission_has_a_chinese_label() -> None:
    labels = {**verb_labels(), **{p.value: p.label for k in permission_kinds() for p in k}}
    chinese = re.compile(r"[\u4e00-\u9fff]")

    assert [name for name, label in labels.items() if not chinese.search(str(label))] == []


def test_every_field_that_commands_tell_has_a_chinese_label() -> None:
    told = re.compile(r'"([a-z_]+)": \((?:None|before|[a-z_.]+), ')
    fields = {
        field
        for path in ANJU.glob("*/commands/**/*.py")
        for field in told.findall(path.read_text())
    }

    assert "starts_on" in fields
    assert fields - set(field_labels()) == set()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_migrations_are_in_line_and_import_nothing_of_ours() -> None:
    for folder in sorted(ANJU.glob("*/migrations")):
        files = sorted(path for path in folder.glob("0*.py"))
        numbers = [path.name[:4] for path in files]
        assert numbers == sorted(set(numbers)), folder
        for path in files:
            ours = [
                name
                for name, _ in imports_of(parse(path.read_text()))
                if name.startswith(("anju.", "config."))
            ]
            assert ours == [], path.relative_to(CHECKOUT)


def _answers_from(hook: Hook[..., object]) -> str:
    return str(getattr(hook._answer, "__module__", ""))


def test_no_two_entries_of_a_menu_are_reached_by_one_key() -> None:
    letters = Counter(
        (item.scope, item.go) for module in modules("menu") for item in module.MENU if item.go
    )

    assert [key for key, count in letters.items() if count > 1] == []
