"""`schedule` from outside: a month made, listed, changed, counted, put up; exact refusals."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from petidesk.desk.opening import open_desk
from tests.commands.conftest import Run

MONTH = ("--from", "2027-03-01", "--to", "2027-03-31")
MAKE = ("schedule", "make", "--rule", "lunar:3,8", "--leaders", "覃晓东,盖世平+任秀兰", *MONTH, "--place", "接访室")


@pytest.fixture
def rota(office: Run, write: Callable[..., Path]) -> Run:
    """An office with two leaders in its list and a rota of market days for March."""
    assert office("office", "set", write({"leaders": [{"name": "覃晓东"}, {"name": "盖世平"}]})).status == 0
    made = office(*MAKE, "--time", "09:00-11:30", "--units", "司法所，派出所", "--json")
    assert made.status == 0, made.told
    return office


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("schedule", "list", *words, "--json").document["rows"]
    return found


def test_a_month_is_made_and_listed(rota: Run) -> None:
    listed = rota("schedule", "list", "--limit", "2", "--json").document
    assert listed["total"] == 6 and len(listed["rows"]) == 2
    assert listed["rows"][0] == {
        "date": "2027-03-05",
        "weekday": "fri",
        "lunar": "正月廿八",
        "rule_date": "2027-03-05",
        "moved_because": None,
        "rule": "lunar:3,8",
        "kind": "reception",
        "place": "接访室",
        "village": "",
        "time": "09:00-11:30",
        "planned": ["覃晓东"],
        "leaders": ["覃晓东"],
        "unit": "司法所",
        "locked": False,
        "cancelled": False,
        "reason": "",
        "changes": listed["rows"][0]["changes"],
    }
    assert [change["kind"] for change in listed["rows"][0]["changes"]] == ["made"]
    assert [finding["what"] for finding in listed["findings"]] == ["unknown_leader"]
    told = rota("schedule", "list")
    assert "盖世平、任秀兰" in told.out.decode() and "共6天" in told.out.decode() and "任秀兰不在" in told.told


def test_without_leaders_named_the_list_of_the_office_takes_turns(office: Run, write: Callable[..., Path]) -> None:
    words = ("schedule", "make", "--rule", "dates:2027-03-04,2027-03-05", *MONTH, "--json")
    assert office(*words).trouble["field"] == "leaders"
    office("office", "set", write({"leaders": [{"name": "覃晓东"}, {"name": "盖世平"}]}))
    assert [each["leaders"] for each in office(*words).document["made"]] == [["覃晓东"], ["盖世平"]]


def test_swap_substitute_lock_and_made_anew(rota: Run) -> None:
    swapped = rota("schedule", "swap", "2027-03-05", "2027-03-10", "--why", "出差", "--json").document
    assert [each["leaders"] for each in swapped["rows"]] == [["盖世平", "任秀兰"], ["覃晓东"]]
    assert [each["reason"] for each in swapped["rows"]] == ["出差", "出差"]
    stood = rota("schedule", "substitute", "2027-03-15", "盖世平", "--why", "生病", "--json").document
    assert (stood["rows"][0]["planned"], stood["rows"][0]["leaders"]) == (["覃晓东"], ["盖世平"])
    assert rota("schedule", "lock", "2027-03-20", "--json").document["rows"][0]["locked"]
    refused = rota(*MAKE, "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "forbidden") and not refused.out
    again = rota(*MAKE, "--keep-locked", "--json").document
    assert [each["date"] for each in again["kept"]] == ["2027-03-05", "2027-03-10", "2027-03-15", "2027-03-20"]
    assert not rota("schedule", "lock", "2027-03-20", "--undo", "--json").document["rows"][0]["locked"]


def test_leave_and_counts(rota: Run) -> None:
    told = rota("schedule", "leave", "覃晓东", "2027-03-01..2027-03-06", "--why", "年休假", "--json").document
    assert (told["leader"], told["from"], told["to"]) == ("覃晓东", "2027-03-01", "2027-03-06")
    assert [finding["date"] for finding in told["findings"]] == ["2027-03-05"]
    assert rota("schedule", "leave", "--json").document["total"] == 1
    counted = rota("schedule", "counts", "--year", "2027", "--json").document
    assert [(row["leader"], row["total"], row["reception"]) for row in counted["rows"]] == [
        ("覃晓东", 3, 3),
        ("盖世平", 3, 3),
        ("任秀兰", 3, 3),
    ]
    assert rota("schedule", "leave", "覃晓东", "2027-03-01..2027-03-06", "--undo").status == 0
    assert rota("schedule", "leave", "--json").document == {"total": 0, "rows": []}


def test_papers_and_files(rota: Run, tmp_path: Path) -> None:
    out = tmp_path / "n.pdf"
    first = rota("schedule", "notice", "--month", "2027-03", "--out", out, "--json").document
    assert (first["version"], first["paper"]) == (1, "a4") and out.read_bytes().startswith(b"%PDF")
    again = rota("schedule", "notice", "--month", "2027-03", "--out", out, "--json")
    assert (again.status, again.trouble["field"]) == (3, "out")
    wall = ("schedule", "notice", "--month", "2027-03", "--paper", "wall", "--out", out, "--force", "--json")
    assert rota(*wall).document["paper"] == "a3"
    assert rota("schedule", "cards", "--out", tmp_path / "c.pdf", "--per-page", "10").status == 0
    assert rota("schedule", "xlsx", "--out", tmp_path / "t.xlsx", "--from", "2027-03-06").status == 0
    page = openpyxl.load_workbook(io.BytesIO((tmp_path / "t.xlsx").read_bytes())).active
    assert page.max_row == 2 + 5
    assert rota("schedule", "ics", "--out", tmp_path / "t.ics").status == 0
    assert len(icalendar.Calendar.from_ical((tmp_path / "t.ics").read_bytes()).walk("VEVENT")) == 6


def test_beside_an_open_window_one_reads_and_exports(rota: Run, data_dir: Path, tmp_path: Path) -> None:
    rota("schedule", "notice", "--month", "2027-03", "--out", tmp_path / "1.pdf")
    window = open_desk(data_dir, purpose="window")
    try:
        assert rota("schedule", "notice", "--month", "2027-03", "--out", tmp_path / "2.pdf").status == 0
        assert rota("schedule", "ics", "--out", tmp_path / "t.ics").status == 0
        assert len(rows(rota)) == 6
        locked = rota("schedule", "lock", "2027-03-05", "--json")
        assert (locked.status, locked.trouble["code"]) == (4, "locked")
    finally:
        window.close()


@pytest.mark.parametrize(
    ("words", "status", "code", "field"),
    [
        (("make", "--rule", "weekly:x", *MONTH), 3, "bad_value", "rule"),
        (("make", *MONTH), 2, "usage", None),
        (("make", "--rule", "solar:1", *MONTH, "--leaders", "甲,甲"), 3, "bad_value", "leaders"),
        (("make", "--rule", "solar:1", *MONTH, "--kind", "walk"), 2, "usage", None),
        (("make", "--rule", "weekly:thu", *MONTH), 3, "no_calendar", None),
        (("swap", "2027-03-05", "2027-03-06", "--why", "出差"), 3, "not_found", "date"),
        (("swap", "2027-03-05", "2027-03-10"), 2, "usage", None),
        (("swap", "2027-03-05", "2027-03-10", "--why", " "), 3, "missing", "why"),
        (("swap", "2027-03-05", "x", "--why", "出差"), 3, "bad_value", "other"),
        (("substitute", "2027-03-10", "甲", "--why", "生病"), 3, "missing", "for"),
        (("lock", "2027-02-30"), 3, "bad_value", "date"),
        (("leave", "甲"), 2, "usage", None),
        (("leave", "甲", "2027-03-05"), 0, "", None),
        (("leave", "甲", "x"), 3, "bad_value", "span"),
        (("counts", "--year", "20"), 2, "usage", None),
        (("notice", "--month", "2027-04", "--out", "n.pdf"), 3, "not_found", "month"),
        (("cards", "--out", "c.pdf", "--leader", "甲"), 3, "not_found", "leader"),
        (("cards", "--out", "c.pdf", "--per-page", "9"), 2, "usage", None),
    ],
)
def test_what_is_refused_changes_nothing(
    rota: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    code: str,
    field: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = rows(rota)
    answer = rota("schedule", *words, "--json")
    assert answer.status == status, answer.told
    if status:
        assert not answer.out and (answer.trouble["code"], answer.trouble["field"]) == (code, field)
    assert rows(rota) == before and not list(tmp_path.glob("*.pdf"))
