"""`bin/anju clock due` as a person and a program call it."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import CHECKOUT


def anju(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "runtime.cli", "clock", "due", *words],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_prints_the_due_time_without_a_database() -> None:
    told = anju("--calendar", "office", "--start", "2026-11-20T17:00", "--minutes", "60")

    assert (told.returncode, told.stdout) == (0, "2026-11-23T09:00\n")


def test_takes_pauses_promises_and_cutoffs() -> None:
    paused = anju(
        "--calendar=office",
        "--start=2026-11-23T10:00",
        "--minutes=450",
        "--pause=2026-11-23T15:00/2026-11-24T09:30",
        "--pause=2026-11-24T09:00/2026-11-24T10:00",
    )
    promised = anju(
        "--calendar=desk", "--start=2026-11-23T18:30", "--promise=1@17:30", "--cutoff=17:30"
    )

    assert paused.stdout == "2026-11-24T15:30\n"
    assert promised.stdout == "2026-11-25T17:30\n"


def test_explains_in_json() -> None:
    told = anju("--calendar=office", "--start=2026-09-30T17:00", "--minutes=60", "--json")
    said = json.loads(told.stdout)

    assert set(said) == {"due", "explanation"}
    assert said["due"] == "2026-10-08T09:00"
    assert any("国庆节" in line for line in said["explanation"])


@pytest.mark.parametrize(
    "words",
    [
        ["--calendar=nope", "--start=2026-11-20T17:00", "--minutes=60"],
        ["--calendar=office", "--start=tomorrow", "--minutes=60"],
        ["--calendar=office", "--start=2026-11-20T17:00", "--minutes=0"],
        ["--calendar=office", "--start=2026-11-20T17:00"],
        ["--calendar=office", "--start=2026-11-20T17:00", "--minutes=999999"],
        ["--calendar=office", "--start=2026-11-20T17:00", "--promise=0@17:30"],
        ["--start=2026-11-20T17:00", "--minutes=5"],
        [
            "--calendar=office",
            "--start=2026-11-20T17:00",
            "--promise=1@17:30",
            "--pause=2026-11-20T17:00/2026-11-21T17:00",
        ],
    ],
)
def test_a_refusal_is_a_sentence_and_a_failure(words: list[str]) -> None:
    told = anju(*words)

    assert told.returncode != 0
    assert told.stdout == ""
    assert "。" in told.stderr
    assert "Traceback" not in told.stderr


def test_answers_ten_thousand_lines_in_order() -> None:
    questions = [
        {"calendar": "office", "start": f"2026-11-{day:02d}T{hour:02d}:15", "minutes": 1 + number}
        for number, (day, hour) in enumerate((1 + n % 30, n % 24) for n in range(9_997))
    ]
    odd: list[object] = [
        {"calendar": "desk", "start": "2026-11-23T18:30", "promise": "1@17:30", "cutoff": "17:30"},
        {"calendar": "nope", "start": "2026-11-23T18:30", "minutes": 5},
        "no question",
    ]
    lines = "".join(json.dumps(each) + "\n" for each in [*questions, *odd])

    told = anju("--stdin", given=lines)
    answers = [json.loads(line) for line in told.stdout.splitlines()]

    assert told.returncode == 0
    assert len(answers) == 10_000
    assert answers[0]["due"] == "2026-11-02T08:31"
    assert answers[-3]["due"] == "2026-11-25T17:30"
    assert [set(answer) for answer in answers[-2:]] == [{"error"}, {"error"}]


GOOD = '{"calendar": "office", "start": "2026-11-20T17:00", "minutes": 5}'
ODD = [
    "[" * 100_000,
    '{"calendar": "office", "start": "2026-11-20T17:00", "minutes": ' + "1" * 5000 + "}",
    r'{"calendar": "\ud800", "start": "2026-11-20T17:00", "minutes": 5}',
    r'{"calendar": "office", "start": "2026-11-20T17:00", "minutes": 5, "\ud800": 1}',
    r'{"calendar": "a\u0000", "project": "p", "start": "2026-11-20T17:00", "minutes": 5}',
    '{"calendar": "desk", "start": "2026-11-20T17:00", "promise": "1@17:30", "cutoff": 5}',
    '{"calendar": "desk", "start": "2026-11-20T17:00", "promise": "1@17:30", "cutoff": 0}',
    '{"calendar": "office", "start": "1970-01-01T09:00", "minutes": 5}',
    '{"calendar": "office", "start": "2026-11-20T17:00", "minutes": true}',
    '{"calendar": "office", "start": "2026-11-20T17:00", "minutes": 5, "minuets": 6}',
    '{"calendar": "office", "start": "2026-11-20T17:00", "minutes": 5,'
    ' "pauses": ["2026-11-20T17:00/2026-11-20T17:00"]}',
]


def test_no_odd_line_keeps_the_others_from_their_answers() -> None:
    lines = [line for odd in ODD for line in (odd, GOOD)]

    told = anju("--stdin", given="\n".join(lines))
    answers = [json.loads(line) for line in told.stdout.splitlines()]

    assert (told.returncode, told.stderr) == (0, "")
    assert [set(answer) for answer in answers[::2]] == [{"error"}] * len(ODD)
    assert [answer["due"] for answer in answers[1::2]] == ["2026-11-20T17:05"] * len(ODD)
