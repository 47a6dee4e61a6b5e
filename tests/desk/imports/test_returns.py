"""The village's return sheet as a workbook: handed out, filled, taken into its round in one step, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.ledger.return_sheets import HEADING_ROW, HEADINGS
from petidesk.domain.trouble import Refused
from tests.offices import new_office

LINE = {
    "排查日期": date(2026, 10, 8),
    "村民小组": "三组",
    "当事人": "张桂花、李国强",
    "联系电话": "13800001234",
    "纠纷类型": "邻里",
    "纠纷简况": "两家争院墙。",
    "涉及人数": 4,
    "涉及金额（元）": 1200,
    "风险等级": "一般",
    "责任人": "王敏",
    "化解时限": date(2026, 12, 31),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村", "西村"], organ_code="清信访")
    opened = open_desk(tmp_path / "data")
    opened.rounds.open({"since": "2026-10-01", "until": "2026-10-31", "title": "十月排查"})
    yield opened
    opened.close()


@pytest.fixture
def sheets(desk: Desk, tmp_path: Path) -> dict[str, Path]:
    """The sheets of the round by village."""
    (tmp_path / "表").mkdir()
    written = desk.returns.hand_out(desk.rounds.all()[0].round_no, tmp_path / "表")
    return {("东村", "西村")[place]: path for place, path in enumerate(written)}


def fill(path: Path, *lines: dict[str, Any], zero: str = "", by: str = "李会计") -> Path:
    """Fill a sheet as a village would."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["H2"], sheet["L2"], sheet["F3"] = by, date(2026, 10, 30), zero or None
    for row, line in enumerate(lines, HEADING_ROW + 1):
        for column, heading in enumerate(HEADINGS, 1):
            if heading in line:
                sheet.cell(row, column, line[heading])
    book.save(path)
    return path


def test_a_filled_sheet_enters_its_disputes_and_the_village_has_reported(desk: Desk, sheets: dict[str, Path]) -> None:
    round_no = desk.rounds.all()[0].round_no
    path = fill(sheets["东村"], LINE, LINE | {"纠纷简况": "山界不清。", "当事人": "段小满"})
    assert desk.returns.take(path, dry_run=True).taken == () and desk.rounds.get(round_no).entered == {}
    done = desk.returns.take(path, round_no)
    assert (done.village, done.zero, len(done.taken), done.already) == ("东村", False, 2, 0)
    first = desk.ledger.get(done.taken[0])
    content = first.content
    assert (content.village, content.village_group, content.type) == ("东村", "三组", "邻里纠纷")
    assert (content.people_involved, str(content.amount_yuan), content.responsible_person) == (4, "1200", "王敏")
    assert [party.name for party in content.parties] == ["张桂花", "李国强"] and first.round_no == round_no
    (east, west) = desk.rounds.get(round_no).returns
    assert (east.answer, east.by, east.on) == ("reported", "李会计", date(2026, 10, 30)) and west.answer == "missing"
    assert desk.rounds.get(round_no).entered == {"东村": 2}

    again = desk.returns.take(path)
    assert (again.taken, again.already) == ((), 2)
    more = desk.returns.take(fill(sheets["东村"], LINE, LINE | {"纠纷简况": "又一件。"}))
    assert (len(more.taken), more.already) == (1, 1)
    # the same words from another village are another dispute
    assert len(desk.returns.take(fill(sheets["西村"], LINE)).taken) == 1
    assert desk.rounds.get(round_no).missing == ()


def test_nothing_found_is_a_zero_report_and_must_be_said(desk: Desk, sheets: dict[str, Path], tmp_path: Path) -> None:
    for change, words in (({}, "没有选零报告"), ({"zero": "零报告", "lines": [LINE]}, "既选了零报告")):
        path = fill(sheets["西村"], *change.get("lines", []), zero=str(change.get("zero", "")))
        with pytest.raises(Refused, match=words):
            desk.returns.take(path)
    clean = desk.returns.hand_out(desk.rounds.all()[0].round_no, tmp_path, ("西村",))[0]
    done = desk.returns.take(fill(clean, zero="零报告"))
    assert done.zero and done.round.returns[1].answer == "zero"


def test_a_bad_line_takes_nothing_and_another_file_is_said(desk: Desk, sheets: dict[str, Path], tmp_path: Path) -> None:
    done = desk.returns.take(fill(sheets["东村"], LINE, LINE | {"排查日期": "2026-02-30", "纠纷简况": "错的日期"}))
    assert done.taken == () and [(one.row, one.column) for one in done.refusals] == [(HEADING_ROW + 2, "排查日期")]
    assert desk.rounds.all()[0].entered == {} and desk.rounds.all()[0].missing == ("东村", "西村")
    with pytest.raises(Refused, match="不是清排2026-999"):
        desk.returns.take(sheets["西村"], "清排2026-999")
    other = tmp_path / "别的.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "别的表"
    book.save(other)
    with pytest.raises(Refused, match="不是本程序做的报送表"):
        desk.returns.take(other)
    with pytest.raises(Refused, match="没有向“南村”"):
        desk.returns.hand_out(desk.rounds.all()[0].round_no, tmp_path, ("南村",))
