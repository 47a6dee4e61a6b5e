"""The county's package of a month: what is in it, what stays out, what a full month of errors stops."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
import pyzipper

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.trouble import KnownTrouble, Refused
from tests.offices import new_office

MONTH = "2026-10"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(tmp_path / "data")
    yield opened
    opened.close()


def enter(desk: Desk, **more: object) -> str:
    document = {
        "found_on": "2026-10-08",
        "village": "东村",
        "type": "邻里",
        "summary": "两家争院墙。",
        "parties": [{"name": "张桂花", "side": "a", "phone": "13800001234"}],
        "responsible_person": "王敏",
        "due_on": "2026-12-31",
    }
    return desk.ledger.add(document | more)[0].dispute_no


def test_what_is_in_it_adds_up_and_carries_its_hashes(desk: Desk, tmp_path: Path) -> None:
    number = enter(desk)
    done = desk.ledger_package.build(MONTH, tmp_path / "10月.zip")
    assert done is not None and done.masked and not done.encrypted and done.rows == 1
    with zipfile.ZipFile(done.path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("清单.json"))
    hashes = {line.event_id: line.hash for line in desk.audit.lines(1000)}
    assert hashes[manifest["audit"]["entries"]] == manifest["audit"]["head"], "where the audit chain ended then"
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    assert (manifest["rows"], manifest["balance"]["found"], manifest["masked"]) == (1, 1, True)
    (pdf,) = [data for name, data in files.items() if name.endswith(".pdf")]
    printed = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert number in printed and "138" not in printed
    (book,) = [data for name, data in files.items() if name.endswith(".xlsx")]
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
    assert number in cells and "13800001234" not in cells and "138****1234" in cells
    assert desk.audit.lines(limit=1)[0].action == "ledger.packaged"


def test_whole_numbers_need_a_reason_and_a_password_locks_them(desk: Desk, tmp_path: Path) -> None:
    enter(desk)
    with pytest.raises(Refused) as raised:
        desk.ledger_package.build(MONTH, tmp_path / "a.zip", full=True)
    assert raised.value.field == "why"
    done = desk.ledger_package.build(MONTH, tmp_path / "a.zip", full=True, why="县里核对人员", password="qingxi-2026")
    assert done is not None and done.encrypted and not done.masked
    with pyzipper.AESZipFile(done.path) as archive:
        archive.setpassword(b"qingxi-2026")
        book = openpyxl.load_workbook(io.BytesIO(archive.read(done.files[0].name)))
    assert "13800001234" in [cell.value for sheet in book for row in sheet for cell in row]


def test_errors_of_the_month_stop_it_unless_told_otherwise(desk: Desk, tmp_path: Path) -> None:
    enter(desk, responsible_person="")
    with pytest.raises(Refused, match="1处错误"):
        desk.ledger_package.build(MONTH, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    assert desk.ledger_package.build(MONTH, tmp_path / "a.zip", anyway=True) is not None


def test_a_zero_month_is_a_report_too(desk: Desk, tmp_path: Path) -> None:
    done = desk.ledger_package.build(MONTH, tmp_path / "零.zip")
    assert done is not None and done.rows == 0


def test_what_stops_it_leaves_the_old_file_and_no_line(desk: Desk, tmp_path: Path) -> None:
    enter(desk)
    old = tmp_path / "a.zip"
    old.write_bytes(b"old")
    assert desk.ledger_package.build(MONTH, old, cancelled=lambda: True) is None
    full = Path("/dev/full")
    with pytest.raises(KnownTrouble):
        desk.ledger_package.build(MONTH, full / "a.zip")
    assert old.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []
    assert "ledger.packaged" not in {line.action for line in desk.audit.lines(limit=50)}


def test_a_closed_month_goes_as_it_was_closed(desk: Desk, tmp_path: Path) -> None:
    enter(desk)
    desk.months.close(MONTH)
    enter(desk, summary="后来才报的。")
    done = desk.ledger_package.build(MONTH, tmp_path / "a.zip")
    assert done is not None and done.rows == 1
