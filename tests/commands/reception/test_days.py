"""`schedule days` as the command line answers it: with the built-in calendar, another one, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run

DECEMBER = ("--from", "2026-12-01", "--to", "2026-12-31")


def test_one_document_without_a_data_folder(run: Run) -> None:
    answer = run("schedule", "days", "--rule", "weekly:thu", "--from", "2026-10-01", "--to", "2026-10-08", "--json")
    assert answer.status == 0 and not answer.told
    assert answer.document == [
        {
            "date": "2026-10-08",
            "weekday": "thu",
            "lunar": "八月廿八",
            "rule_date": "2026-10-08",
            "moved_because": None,
        }
    ]


def test_in_words_a_moved_day_says_why(run: Run) -> None:
    answer = run("schedule", "days", "--rule", "monthday:1", "--from", "2026-10-01", "--to", "2026-11-30")
    assert answer.status == 0
    lines = answer.out.decode().splitlines()
    assert lines == [
        "2026-10-08　星期四　八月廿八　原为2026-10-01，遇国庆节顺延",
        "2026-11-02　星期一　九月廿四　原为2026-11-01，遇星期日顺延",
        "共2天",
    ]


def test_rules_exceptions_and_policy(run: Run) -> None:
    words = ("--rule", "solar:3,8", "--rule", "lastworkday", "--holiday", "skip", *DECEMBER)
    closed = ("--except", "2026-12-08..2026-12-10", "--except", "2026-12-28..2026-12-28")
    found = run("schedule", "days", *words, *closed, "--json").document
    assert [each["date"] for each in found] == ["2026-12-03", "2026-12-18", "2026-12-23", "2026-12-31"]


def test_a_rule_without_a_date_is_an_empty_list_and_a_warning(run: Run) -> None:
    answer = run("schedule", "days", "--rule", "dates:2027-01-01", *DECEMBER, "--json")
    assert answer.status == 0 and answer.document == []
    assert "dates:2027-01-01" in answer.told and "没有一天" in answer.told


def test_the_calendar_of_a_file_and_of_the_folder(office: Run, write: Callable[..., Path], data_dir: Path) -> None:
    words = ("schedule", "days", "--rule", "weekly:fri", "--from", "2027-01-01", "--to", "2027-01-08", "--json")
    refused = office(*words)
    assert refused.status == 3 and refused.trouble["code"] == "no_calendar" and not refused.out
    file = write({"year": 2027, "rest_days": [{"date": "2027-01-01", "name": "元旦"}], "makeup_days": []})
    moved = [
        {
            "date": "2027-01-04",
            "weekday": "mon",
            "lunar": "冬月廿七",
            "rule_date": "2027-01-01",
            "moved_because": "元旦",
        }
    ]
    assert office(*words, "--calendar", file).document[:1] == moved
    assert office(*words).status == 3
    assert office("calendar", "import", file).status == 0
    assert office(*words).document[:1] == moved
    assert office(*words, "--holiday", "keep").document[0]["date"] == "2027-01-01"


@pytest.mark.parametrize(
    ("words", "status", "code", "field"),
    [
        (DECEMBER, 2, "usage", None),
        (("--rule", "workday", "--from", "2026-12-01"), 2, "usage", None),
        (("--rule", "workday", *DECEMBER, "--holiday", "move"), 2, "usage", None),
        (("--rule", "weekly:x", *DECEMBER), 3, "bad_value", "rule"),
        (("--rule", "workday", "--from", "2026-13-01", "--to", "2026-12-31"), 3, "bad_value", "from"),
        (("--rule", "workday", "--from", "2026-12-01", "--to", "tomorrow"), 3, "bad_value", "to"),
        (("--rule", "workday", "--from", "2026-12-31", "--to", "2026-12-01"), 3, "bad_value", "to"),
        (("--rule", "workday", *DECEMBER, "--except", "x"), 3, "bad_value", "except"),
        (("--rule", "lunar:3", "--from", "2101-01-01", "--to", "2101-02-01"), 3, "bad_value", "from"),
        (("--rule", "workday", "--from", "2031-01-01", "--to", "2031-01-31"), 3, "no_calendar", None),
        (("--rule", "workday", *DECEMBER, "--calendar", "missing.json"), 2, "usage", None),
    ],
)
def test_what_is_refused(run: Run, words: tuple[str, ...], status: int, code: str, field: str | None) -> None:
    answer: Any = run("schedule", "days", *words, "--json")
    assert answer.status == status and not answer.out
    assert (answer.trouble["code"], answer.trouble["field"]) == (code, field)
