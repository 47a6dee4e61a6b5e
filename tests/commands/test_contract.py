"""Promises of the command line's page that once were not kept, each tried from outside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from petidesk.storage.file import database
from tests import clock
from tests.commands.conftest import Run

Write = Callable[..., Path]


@pytest.mark.parametrize(
    "words",
    [
        ("visitt",),
        ("visit", "foo"),
        ("visit", "list", "--limit", "x"),
        ("visit", "list", "--limit", "-1"),
        ("visit", "list", "--limit"),
        ("visit", "list", "--channel", "x"),
        ("visit", "add"),
        ("visit", "add", "a.json", "b.json"),
        ("calendar", "show", "next"),
        ("deadline", "none", "--from", "2026-01-01"),
        ("import", "undo", "x"),
        ("backup", "--to", __file__),
    ],
)
def test_wrong_words_are_told_in_chinese(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.status == 2 and not answer.out
    line = answer.told.splitlines()[-1]
    assert line.endswith("。") and not any(f" {english} " in line for english in ("is", "not", "No", "a", "the"))
    assert run(*words, "--json").trouble["code"] == "usage"


def test_a_missing_option_is_named_as_it_is_typed(run: Run) -> None:
    assert "“--from”" in run("deadline", "handling").told
    assert "“--why”" in run("visit", "void", "1").told


def test_every_page_of_a_practice_paper_says_so_as_one_word(
    run: Run, data_dir: Path, tmp_path: Path, write: Write, example: dict[str, Any]
) -> None:
    made = run("sample", "--visits", "3", "--json")
    assert made.status == 0 and made.document == {"folder": str(data_dir), "visits": 3, "disputes": 60}
    number = run("visit", "list", "--json").document["rows"][0]["visit_no"]
    for place, words in enumerate(
        [
            ("slip", number, "--paper", "a4"),
            ("slip", number, "--paper", "58mm"),
            ("visit_register_form", number),
            ("register", "--from", "2024-01-01", "--to", "2026-12-31"),
        ]
    ):
        out = tmp_path / f"{place}.pdf"
        assert run("print", *words, "--out", out).status == 0
        for page in pypdfium2.PdfDocument(out.read_bytes()):
            lines = [line.strip() for line in page.get_textpage().get_text_range().splitlines()]
            assert "演练" in lines


def test_a_pinned_day_is_there_as_a_whole(
    run: Run, write: Write, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("sample", "--visits", "1").status == 0
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-19")
    for hour in ("00:00", "09:20", "23:59"):
        done = run("visit", "add", write(example | {"at": f"2026-11-19T{hour}"}), "--json")
        assert done.status == 0, done.told
        assert done.document["entered_at"].startswith("2026-11-19T")
    refused = run("visit", "add", write(example | {"at": "2026-11-20T00:00"}), "--json")
    assert (refused.status, refused.trouble["field"]) == (3, "at")


def test_without_a_pinned_day_the_next_hour_is_the_future(office: Run, write: Write, example: dict[str, Any]) -> None:
    soon = (clock.now() + timedelta(hours=1)).isoformat(timespec="minutes")
    assert office("visit", "add", write(example | {"at": soon}), "--json").trouble["field"] == "at"


def test_similar_takes_a_visit_without_a_name_yet(office: Run, write: Write, example: dict[str, Any]) -> None:
    assert office("visit", "add", write(example)).status == 0
    for given, why in (
        ({"phone": "13800001234"}, "phone"),
        ({"id_number": "11010519491231002X"}, "id_number"),
        ({"name": "张桂花", "village": "东村"}, "name_village"),
    ):
        (person,) = office("visit", "similar", write({"petitioners": [given]}), "--json").document["people"]
        assert set(person) == {"person_id", "name", "why", "cases"} and why in person["why"]
        assert set(person["cases"][0]) == {"case_no", "on", "requests", "state", "reply_on"}
    assert office("visit", "similar", write({"petitioners": [{}]}), "--json").document == {"people": []}


def test_the_printed_mapping_is_taken_back(office: Run, tmp_path: Path, write: Write) -> None:
    book = openpyxl.Workbook()
    for row in (["日期", "姓名", "反映问题", "杂项"], ["2024-03-05", "赵一", "修路", "甲"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "register.xlsx")
    words = ("visit", "import", tmp_path / "register.xlsx", "--dry-run", "--json")
    mapping = office(*words).document["mapping"]
    assert office(*words, "--mapping", write(mapping)).document["mapping"] == mapping
    bad = office(*words, "--mapping", write([{"heading": "日期"}]))
    assert (bad.status, bad.trouble["field"]) == (3, "mapping")


def test_an_identity_number_written_out_from_a_binary_number_is_ruined(office: Run, tmp_path: Path) -> None:
    lost = str(int(5.22228199407017e17))
    assert len(lost) == 18 and not lost.endswith("000")
    table = tmp_path / "register.csv"
    table.write_text(f"日期,姓名,身份证号,反映问题\n2024-03-05,赵一,{lost},修路\n", encoding="utf-8")
    report = office("visit", "import", table, "--dry-run", "--json").document
    assert [(one["row"], one["column"]) for one in report["refusals"]] == [(2, "身份证号")]


def test_a_full_disk_can_still_be_read(
    office: Run, data_dir: Path, write: Write, example: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk has no room for the index of SQLite's journal; whoever only reads goes without, if nobody writes."""
    assert office("visit", "add", write(example)).status == 0
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: real(folder)._replace(free=0))
    reader = database.Database(data_dir / database.FILE_NAME, read_only=True)
    assert "immutable=1" in str(reader.engine.url)
    reader.close()
    (data_dir / "petidesk.db-wal").write_bytes(b"x" * 40)
    assert "immutable=1" not in str(database.Database(data_dir / database.FILE_NAME, read_only=True).engine.url)


def test_a_failed_beginning_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    words = ("init", "--office", "清溪镇", "--county", "安平县", "--json")
    told = run("--data", tmp_path / "plain", *words)
    assert (told.status, told.trouble["code"]) == (4, "read_only")
    assert "File exists" not in told.told and (tmp_path / "plain").read_text() == "x"


def test_the_form_to_sign_is_one_page_for_a_short_story(
    office: Run, tmp_path: Path, write: Write, example: dict[str, Any]
) -> None:
    two = [*example["petitioners"], {"name": "李四", "representative": True}]
    added = office("visit", "add", write(example | {"petitioners": two}), "--json").document
    out = tmp_path / "form.pdf"
    assert office("print", "visit_register_form", added["visit_no"], "--out", out).status == 0
    assert len(pypdfium2.PdfDocument(out.read_bytes())) == 1, json.dumps(added, ensure_ascii=False)
