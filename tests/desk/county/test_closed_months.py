"""A closed month goes by its own rows: in its check, in what is asked before it goes out, in what goes out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from petidesk.desk.county.county import FindingsRefused
from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from tests.cases import case
from tests.offices import new_office

MONTH = "2026-10"


def dispute(**change: Any) -> dict[str, Any]:
    return {
        "found_on": "2026-10-08",
        "village": "东村",
        "type": "邻里纠纷",
        "source": "入户排查",
        "summary": "两家争院墙。",
        "parties": [{"name": "张桂花"}],
        "responsible_unit": "东村村委会",
        "responsible_person": "王敏",
        "people_involved": 2,
        "due_on": "2026-12-31",
    } | change


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_office(tmp_path / "data", office="清溪镇", county="安平县", villages=["东村"], organ_code="清信访")
    opened = open_desk(tmp_path / "data")
    yield opened
    opened.close()


def test_what_came_late_is_neither_checked_nor_asked_nor_sent(desk: Desk, tmp_path: Path) -> None:
    right = desk.ledger.add(dispute())[0].dispute_no
    wrong = desk.ledger.add(dispute(responsible_person="", risk_level="major", case_leader="覃晓东"))[0].dispute_no
    desk.ledger.record(wrong, "measure_taken", {"on": "2026-10-20", "text": "上门劝过"})
    before = [(one.dispute_no, one.field) for one in desk.months.findings(MONTH) if one.error]
    assert before == [(wrong, "responsible_person")]
    desk.months.close(MONTH)
    desk.ledger.amend(wrong, {"responsible_person": "李敏", "source": "上级交办"})
    desk.ledger.record(right, "measure_taken", {"on": "2026-10-21", "text": "补记的"})
    late = desk.ledger.add(dispute(village="", type="", risk_level="major"))[0].dispute_no

    asked = [(one.dispute_no, one.field) for one in desk.months.findings(MONTH) if one.error]
    assert asked == before == [(one.dispute_no, one.field) for one in desk.county.findings(MONTH)]
    with pytest.raises(FindingsRefused) as refused:
        desk.county.export(MONTH, tmp_path / "十月.xlsx")
    assert [one.dispute_no for one in refused.value.findings] == [wrong]

    desk.county.export(MONTH, tmp_path / "十月.xlsx", anyway=True)
    sheet = openpyxl.load_workbook(tmp_path / "十月.xlsx")["台账"]
    told = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert right in told and wrong in told and late not in told
    assert "李敏" not in told and "上级交办" not in told and told.count("入户排查") == 2

    # the statistics of the county count what was handled as it was then
    desk.county.export(MONTH, tmp_path / "统计.xlsx", template=case("cross-our-types.xlsx"), anyway=True)
    figures = openpyxl.load_workbook(tmp_path / "统计.xlsx").worksheets[0]
    assert [(figures[f"C{row}"].value, figures[f"D{row}"].value) for row in (3, 4)] == [(2, 2), (1, 1)]
    assert {(one.dispute_no, one.field) for one in desk.months.changes(MONTH)} >= {(wrong, "来源"), (late, "")}


def test_a_month_closed_without_errors_asks_nothing_whatever_came_since(desk: Desk, tmp_path: Path) -> None:
    desk.ledger.add(dispute())
    desk.months.close(MONTH)
    desk.ledger.add(dispute(village="", responsible_person=""))
    assert not [one for one in desk.months.findings(MONTH) if one.error]
    assert desk.county.export(MONTH, tmp_path / "十月.xlsx") is not None
    assert desk.ledger_package.build(MONTH, tmp_path / "十月.zip") is not None
