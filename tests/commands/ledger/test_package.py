"""`ledger export` and `ledger template` as the command line answers them (rules/command-line.md, Ledger)."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import pyzipper

from petidesk.desk.opening import open_desk
from tests.commands.conftest import Run
from tests.documents.county import books

_DISPUTE = {
    "found_on": "2026-10-08",
    "village": "东村",
    "type": "邻里纠纷",
    "summary": "两家因院墙占用公共通道发生争执。",
    "parties": [{"name": "张桂花", "side": "a", "phone": "13800001234", "id_number": "11010519491231002X"}],
    "people_involved": 2,
    "responsible_person": "李敏",
    "due_on": "2026-12-31",
}


@pytest.fixture
def ledger(office: Run, write: Callable[..., Path]) -> Run:
    """An office with one dispute of October."""
    made = office("dispute", "add", write(_DISPUTE))
    assert made.status == 0, made.told
    return office


@pytest.fixture
def county(tmp_path: Path) -> Path:
    file = tmp_path / "县表.xlsx"
    file.write_bytes(books.data(books.two_levels()))
    return file


def test_a_template_is_added_listed_mapped_and_filled(
    ledger: Run, county: Path, tmp_path: Path, write: Callable[..., Path]
) -> None:
    added = ledger("ledger", "template", "add", county, "--name", "县里月报", "--json")
    assert added.status == 0
    told = added.document
    assert set(told) == {"name", "sheet", "title", "heading_rows", "columns", "unplaced"}
    assert (told["name"], told["sheet"], told["heading_rows"], told["unplaced"]) == ("县里月报", "台账", [3, 4], [])
    assert told["columns"][2] == {"column": "C", "heading": "甲方/姓名", "field": "party_a", "sure": True}
    assert ledger("ledger", "template", "list", "--json").document == {"total": 1, "rows": [told]}
    change = write({"责任单位": "responsible_unit+responsible_person", "化解情况": None})
    mapped = ledger("ledger", "template", "map", "县里月报", change, "--json").document
    assert mapped["unplaced"] == ["化解情况"]
    out = tmp_path / "out.xlsx"
    done = ledger("ledger", "export", "--month", "2026-10", "--out", out, "--template", "县里月报", "--json")
    assert done.document == {
        "file": str(out),
        "rows": 1,
        "masked": True,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    assert "化解情况" in done.told
    row = [cell.value for cell in openpyxl.load_workbook(out).active[5]]
    assert (row[3], row[10], row[11]) == ("138****1234", "李敏", None)
    plain = ledger("ledger", "template", "map", "县里月报", change)
    assert "责任单位 → 责任单位＋责任人" in plain.out.decode()
    assert "县里月报" in ledger("ledger", "template", "list").out.decode()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"没有的栏": "source"}, "unknown_key", "没有的栏"),
        ({"责任单位": "nobody"}, "unknown_key", "责任单位"),
        ({"责任单位": 5}, "bad_value", "责任单位"),
        (["责任单位"], "bad_value", "mapping"),
    ],
)
def test_wrong_mappings_exit_3(
    ledger: Run, county: Path, write: Callable[..., Path], change: Any, code: str, field: str
) -> None:
    ledger("ledger", "template", "add", county)
    refused = ledger("ledger", "template", "map", "县表", write(change), "--json")
    assert refused.status == 3
    assert (refused.trouble["code"], refused.trouble["field"]) == (code, field)


def test_whole_numbers_need_a_reason(ledger: Run, tmp_path: Path, data_dir: Path) -> None:
    out = tmp_path / "out.xlsx"
    refused = ledger("ledger", "export", "--month", "2026-10", "--out", out, "--full", "--json")
    assert (refused.status, refused.trouble["field"]) == (3, "why") and not out.exists()
    done = ledger("ledger", "export", "--month", "2026-10", "--out", out, "--full", "--why", "县里核对")
    assert done.status == 0 and "完整" in done.out.decode()
    assert b"13800001234" in b"".join(_texts(out))
    with_reason = open_desk(data_dir, purpose="read")
    try:
        change = with_reason.audit.for_subject("ledger", "2026-10")[-1]
        assert change.event.action == "ledger.exported" and change.after is not None
        assert (change.after["why"], change.after["full"]) == ("县里核对", True)
    finally:
        with_reason.close()


def _texts(file: Path) -> list[bytes]:
    return [
        str(cell).encode()
        for sheet in openpyxl.load_workbook(file)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]


def test_errors_of_the_month_are_listed_with_exit_3(office: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    office("dispute", "add", write({key: said for key, said in _DISPUTE.items() if key != "type"}))
    out = tmp_path / "out.xlsx"
    refused = office("ledger", "export", "--month", "2026-10", "--out", out, "--json")
    assert (refused.status, refused.trouble["code"]) == (3, "bad_value")
    assert "没有纠纷类型" in refused.told and not out.exists()
    assert office("ledger", "export", "--month", "2026-10", "--out", out, "--anyway").status == 0


def test_files_that_are_there_or_cannot_be_read(ledger: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")
    words = ("ledger", "export", "--month", "2026-10", "--out", out)
    assert (ledger(*words, "--json").trouble["code"], out.read_bytes()) == ("forbidden", b"old")
    assert ledger(*words, "--force").status == 0 and out.read_bytes() != b"old"
    assert ledger("ledger", "template", "add", tmp_path / "none.xlsx", "--json").status == 2
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK nothing")
    assert ledger("ledger", "template", "add", bad, "--json").status == 3
    assert ledger("ledger", "export", "--month", "10", "--out", tmp_path / "x.xlsx", "--json").status == 3
    missing = ledger(
        "ledger", "export", "--month", "2026-10", "--out", tmp_path / "x.xlsx", "--template", "无", "--json"
    )
    assert (missing.status, missing.trouble["code"]) == (3, "not_found")


def test_a_masked_export_works_beside_an_open_window(ledger: Run, tmp_path: Path, data_dir: Path) -> None:
    window = open_desk(data_dir, purpose="window")
    try:
        words = ("ledger", "export", "--month", "2026-10", "--json", "--out")
        assert ledger(*words, tmp_path / "out.xlsx").status == 0
        locked = ledger(*words, tmp_path / "full.xlsx", "--full", "--why", "核对")
        assert (locked.status, locked.trouble["code"]) == (4, "locked")
    finally:
        window.close()


def test_with_a_password_the_month_goes_out_as_an_encrypted_package(
    ledger: Run, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "月报.zip"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"qingxi-2026-10\n")))
    words = ("ledger", "export", "--month", "2026-10", "--out", out, "--template", county, "--password-stdin", "--json")
    done = ledger(*words)
    assert done.status == 0 and done.document["encrypted"]
    with pyzipper.AESZipFile(out) as package:
        names = package.namelist()
        package.setpassword(b"qingxi-2026-10")
        workbook = package.read(next(name for name in names if name.startswith("县表")))
    assert openpyxl.load_workbook(io.BytesIO(workbook)).active["C5"].value == "张桂花"
    assert any(name.endswith(".pdf") for name in names)
