"""比较两次导出, in the real page: two files, a line for each difference, a refusal in place."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.imports.compare import CompareCard
from tests.cases import case
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless


def test_two_exports_show_what_differs(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    old, new = case("xf-national-export.xlsx"), tmp_path / "新.xlsx"
    book = openpyxl.load_workbook(old)
    book.active.delete_rows(3)
    book.active["E2"] = "安平县清溪镇西村"
    book.save(new)
    card = CompareCard(desk)
    qtbot.addWidget(card)
    card.resize(900, 600)
    card.show()
    card.compare(old, new)
    quiet(qtbot)
    assert "没有了 1" in card.notice.text() and "变了 1 处" in card.notice.text()
    assert [(line.what, line.heading) for line in card.table.few.rows] == [("没有了", ""), ("变了", "住址")]
    assert clipped(card) == [] and nameless(card) == []
    card.compare(old, old)
    quiet(qtbot)
    assert card.table.isHidden()
    card.compare(old, case("html-tr.xls"))
    quiet(qtbot)
    assert "网页" in card.notice.text()
