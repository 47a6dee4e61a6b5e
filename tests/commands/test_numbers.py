"""Whole identity and telephone numbers on the command line: for whoever may unmask, and one line says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from petidesk.desk.opening import open_desk
from petidesk.domain.identity import masked_document
from petidesk.storage.file.database import Database
from tests.commands.conftest import Run

ID, PHONE = "522225199001010018", "13800001234"


@pytest.fixture
def dispute() -> dict[str, Any]:
    """An invented dispute with the numbers of a party."""
    party = {"name": "张桂花", "side": "a", "phone": PHONE, "id_number": ID}
    return {"found_on": "2026-11-18", "village": "东村", "parties": [party], "summary": "滴水檐外伸。"}


@pytest.fixture
def told(
    office: Run, example: dict[str, Any], dispute: dict[str, Any], write: Callable[[Any], Path]
) -> tuple[Run, list[tuple[str, str]]]:
    """An office with a visit and a dispute, in which 李敏 registers and 值班员 administers."""
    people = [{"name": "张桂花", "village": "东村", "phone": PHONE, "id_number": ID}]
    visit_no = office("visit", "add", write(example | {"petitioners": people}), "--json").document["visit_no"]
    dispute_no = office("dispute", "add", write(dispute), "--json").document["dispute_no"]
    office("staff", "add", "李敏", "--role", "registrar")
    return office, [("visit", visit_no), ("dispute", dispute_no)]


def _shown(run: Run) -> int:
    rows = run("--staff", "值班员", "audit", "list", "--json").document["rows"]
    return sum(row["action"] == "numbers.shown" for row in rows)


def test_a_registrar_s_are_masked_and_say_so(told: tuple[Run, list[tuple[str, str]]]) -> None:
    run, records = told
    for kind, number in records:
        answer = run("--staff", "李敏", kind, "show", number, "--json")
        assert answer.document["masked_numbers"] is True
        assert ID.encode() not in answer.out and PHONE.encode() not in answer.out
        assert b"5222**********0018" in answer.out and b"138****1234" in answer.out
    assert _shown(run) == 0


def test_whoever_may_unmask_has_them_whole_and_a_line_says_so(told: tuple[Run, list[tuple[str, str]]]) -> None:
    run, records = told
    for place, (kind, number) in enumerate(records, start=1):
        answer = run("--staff", "值班员", kind, "show", number, "--json")
        assert "masked_numbers" not in answer.document and ID.encode() in answer.out
        assert _shown(run) == place
        assert PHONE.encode() not in run("--staff", "值班员", kind, "show", number).out, "words for a screen are masked"
    assert run("--staff", "值班员", "audit", "verify", "--json").document["ok"]


def test_a_window_that_has_the_folder_is_no_hindrance(told: tuple[Run, list[tuple[str, str]]], data_dir: Path) -> None:
    run, ((kind, number), _dispute) = told
    window = open_desk(data_dir, staff="值班员", purpose="window")
    try:
        assert ID.encode() in run("--staff", "值班员", kind, "show", number, "--json").out
        assert [line.action for line in window.audit.lines(1)] == ["numbers.shown"]
        window.office.change({"window": "一号窗口"})
        assert window.audit.verify().ok
    finally:
        window.close()


def test_what_cannot_be_written_down_is_not_given_out(
    told: tuple[Run, list[tuple[str, str]]], data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, ((kind, number), _dispute) = told
    monkeypatch.setattr("petidesk.storage.file.database.BUSY_SECONDS", 0)
    other = Database(data_dir / "petidesk.db")
    with other.write():
        answer = run("--staff", "值班员", kind, "show", number, "--json")
        assert (answer.status, answer.out, answer.trouble["code"]) == (4, b"", "locked")
    other.close()


def test_numbers_among_words_are_masked_too() -> None:
    document = {
        "phone": PHONE,
        "statement": f"电话{PHONE}，证号{ID}。",
        "visit_no": "清访2026-0001",
        "people": [{"id_number": ID}],
    }
    masked = masked_document(document)
    assert PHONE not in str(masked) and ID not in str(masked) and masked["visit_no"] == "清访2026-0001"
