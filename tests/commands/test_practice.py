"""`sample` and `demo` from outside: what a practice office shows of its cases and letters through the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from petidesk import cli
from tests.commands.conftest import Run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sample office, made once."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    assert cli.run(["--data", str(folder), "sample", "--visits", "120", "--disputes", "0"]) == 0
    return folder


@pytest.fixture
def practice(run: Run, sample: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A copy of the sample office on its last morning."""
    shutil.copytree(sample, data_dir)
    monkeypatch.setenv("PETIDESK_TODAY", "2026-10-31")
    return run


def test_the_sample_has_cases_in_many_states_and_letters_that_print(practice: Run, tmp_path: Path) -> None:
    listed = practice("case", "list", "--limit", "1000", "--json").document
    assert listed["total"] == len(listed["rows"]) > 80
    assert len({row["state"] for row in listed["rows"]}) >= 6
    assert practice("case", "list", "--due-by", "2026-11-30", "--json").document["total"] > 0
    letters = practice("letter", "list", "--limit", "1000", "--json").document
    assert letters["total"] > 15
    number = next(row["document_no"] for row in letters["rows"] if row["document_no"])
    out = tmp_path / "letter.pdf"
    assert practice("letter", "print", number, "--out", out).status == 0
    paper = pypdfium2.PdfDocument(out.read_bytes())
    words = paper[0].get_textpage().get_text_range()
    paper.close()
    assert "演练" in words
    assert practice("check", "--deep", "--json").document == {"ok": True, "problems": []}


def test_the_settings_of_the_sample_name_every_body(practice: Run) -> None:
    office = practice("office", "show", "--json").document
    for key in (
        "reviewing_body",
        "reviewing_address",
        "reviewing_phone",
        "rechecking_body",
        "party_committee",
        "petition_department",
        "joint_meeting",
        "discipline_body",
        "superiors",
        "county_dates",
        "units",
        "leaders",
    ):
        assert office[key], key
    assert all(leader["post"] for leader in office["leaders"])


def test_an_answered_case_shows_results_letters_and_clocks(practice: Run) -> None:
    rows = practice("case", "list", "--limit", "1000", "--json").document["rows"]
    cases = (
        practice("case", "show", row["case_no"], "--json").document
        for row in rows
        if row["state"] in ("concluded", "served", "under_review") and row["purpose"] == "appeal"
    )
    case = next(case for case in cases if any(request["result"] for request in case["requests"]))
    assert all(request["result"] and request["answer"] for request in case["requests"] if not request["moved_to"])
    assert {"handling_opinion", "simplified_record"} & {letter["kind"] for letter in case["letters"]}
    assert {clock["kind"] for clock in case["deadlines"]} >= {"handling"}


def test_a_rule_holds_in_the_sample_too(practice: Run, tmp_path: Path) -> None:
    closed = practice("case", "list", "--state", "closed", "--json").document["rows"][0]["case_no"]
    (tmp_path / "in.json").write_text('{"on": "2026-10-31"}', encoding="utf-8")
    refused = practice("case", "record", closed, "accepted", tmp_path / "in.json", "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "already_closed")
