"""统计图: the picture and its table are one, a bar opens its rows by click and by key, the picture goes elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.statistics.figures import Asked
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToCharts
from petidesk.ui.statistics.charts import CHARTS, ChartsTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.statistics_window import YEAR, cells, tab_of, typed
from tests.ui.desks.typist import enter, focus

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def charted(qtbot: QtBot, frame: Frame, key: str) -> ChartsTab:
    frame.follow(ToCharts(key))
    quiet(qtbot)
    tab = tab_of(frame, "charts", ChartsTab)
    tab.chosen.put("year", YEAR)
    quiet(qtbot)
    return tab


@pytest.mark.parametrize("key", [one.key for one in CHARTS])
def test_a_chart_and_its_table_are_one(qtbot: QtBot, frame: Frame, lived: Desk, key: str) -> None:
    tab = charted(qtbot, frame, key)
    shown = tab.shown
    assert shown is not None and focus() is tab.table and nameless(tab) == []
    assert [bar.label for bar in shown.drawn.chart.bars] == [row[0] for row in cells(tab.table)[1:]]
    assert [bar.words for bar in shown.drawn.chart.bars] == [row[1].replace(",", "") for row in cells(tab.table)[1:]]
    table = lived.statistics.table(Asked(tab.drawn.subject, YEAR, (tab.drawn.by,)))
    total = table.total["items"].value
    assert cells(tab.table)[0][1] == f"{total:,}" and sum(bar.value for bar in shown.drawn.chart.bars) == total
    assert tab.picture.accessibleName() == shown.drawn.chart.title and "2026年" in shown.drawn.chart.title


def test_a_bar_opens_its_rows_by_key_and_by_click(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = charted(qtbot, frame, "channels")
    typed(qtbot, Qt.Key.Key_Down)
    assert tab.answer.text().startswith("2026年，来访：登记信访")
    enter()
    quiet(qtbot)
    asking = tab.rows.asking
    assert asking is not None and lived.statistics.rows(asking.figure.id, 1).sum == asking.figure.value
    assert focus() is tab.rows.table
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab.table and tab.table.currentIndex().row() == 1
    figure = tab.model.rows[2].figures["items"]
    place = tab.picture.spot(figure.id)
    assert place is not None
    qtbot.mouseClick(tab.picture, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    quiet(qtbot)
    assert tab.rows.asking is not None and tab.rows.asking.figure == figure
    typed(qtbot, Qt.Key.Key_Escape)
    assert tab.table.currentIndex().row() == 2
    qtbot.mouseClick(tab.picture, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    quiet(qtbot)
    assert not tab.lists_rows, "no bar lies there"


def test_the_picture_is_copied_and_stored(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    tab = charted(qtbot, frame, "villages")
    QApplication.clipboard().clear()
    typed(qtbot, Qt.Key.Key_C, CTRL | SHIFT)
    copied = QApplication.clipboard().image()
    assert copied.width() > 1000 and copied.height() > 300
    tab.write_chart(tmp_path / "图.png")
    quiet(qtbot)
    assert QImage(str(tmp_path / "图.png")).size() == copied.size()
    typed(qtbot, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == tab.answer.text()


def test_the_measure_and_the_span_redraw_it(qtbot: QtBot, frame: Frame) -> None:
    tab = charted(qtbot, frame, "villages")
    before = tab.shown
    tab.measures.setFocus()
    typed(qtbot, Qt.Key.Key_Down)
    assert tab.shown is not None and before is not None and tab.shown.measure == "batches"
    assert tab.shown.drawn.picture.png != before.drawn.picture.png
    tab.table.setFocus()
    typed(qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert "2025年" in tab.shown.drawn.chart.title
