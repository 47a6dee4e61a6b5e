"""A county's workbook in the window: added, its columns and the words of its lists said once, errors told beside it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.months.export import ExportPanel
from petidesk.ui.months.tab import MonthTab
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToMonth
from tests.cases import case
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import escalated, last_month, late, resolved
from tests.ui.desks.ledger_window import open_window
from tests.ui.desks.typist import focus, press


def fill(desk: Desk) -> None:
    late(desk)
    resolved(desk)
    escalated(desk)


@pytest.fixture
def panel(qtbot: QtBot, filled: None, desk: Desk, seat: Seat) -> ExportPanel:
    """The export of last month, a workbook with lists just added."""
    tab = open_window(qtbot, desk, seat, ToMonth(last_month(desk))).tab("month")
    assert isinstance(tab, MonthTab)
    tab.open_export()
    quiet(qtbot)
    assert tab.panel is not None
    tab.panel.add_template(case("tpl-hidden-dict.xlsx"))
    quiet(qtbot)
    return tab.panel


def tab_of(panel: ExportPanel) -> MonthTab:
    """The tab that it stands in."""
    widget = panel.parentWidget()
    while not isinstance(widget, MonthTab):
        assert widget is not None
        widget = widget.parentWidget()
    return widget


def test_words_of_a_list_are_said_once_and_the_export_asks_no_more(
    qtbot: QtBot, panel: ExportPanel, desk: Desk, tmp_path: Path
) -> None:
    tab = tab_of(panel)
    shown = tab.template
    assert shown is not None and clipped(shown) == [] and nameless(shown) == []
    unsaid = {
        ours: choice for heading, ours, choice in shown.words if heading == "纠纷类型" and not choice.currentIndex()
    }
    assert "合同纠纷" in unsaid and focus() is next(iter(unsaid.values()))
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert tab.template is None and tab.panel is panel
    assert not panel.anyway.isHidden() and "合同纠纷" in panel.unsaid.text()
    out = tmp_path / "县.xlsx"
    panel.place.setText(str(out))
    panel.export()
    quiet(qtbot)
    assert not out.exists() and panel.notice.isVisible()

    panel.words_button.click()
    quiet(qtbot)
    shown = tab.template
    assert shown is not None
    for _, ours, choice in shown.words:
        if choice.currentIndex() == 0:
            choice.setCurrentIndex(1 if ours == "已上报" else choice.count() - 1)
    next(choice for heading, choice in shown.columns if heading == "备注").setCurrentIndex(0)
    shown.save()
    quiet(qtbot)
    assert "已保存" in shown.notice.text()
    assert all(choice.currentIndex() for _, _, choice in shown.words)
    assert next(one.field for one in desk.county.template("tpl-hidden-dict").columns if one.heading == "备注") is None
    tab._close_template()
    quiet(qtbot)
    assert panel.anyway.isHidden() and panel.unsaid.isHidden()
    panel.export()
    quiet(qtbot)
    sheet = openpyxl.load_workbook(out)["台账"]
    assert {sheet.cell(row, 8).value for row in range(3, 3 + 3)} <= {"01-邻里纠纷", "99-其他", "03-山林土地纠纷"}


def test_a_file_that_is_no_workbook_is_said_where_it_was_asked_for(
    qtbot: QtBot, panel: ExportPanel, tmp_path: Path
) -> None:
    tab_of(panel)._close_template()
    quiet(qtbot)
    panel.add_template(case("html-tr.xls"))
    quiet(qtbot)
    assert "网页" in panel.notice.text() and tab_of(panel).template is None
