"""What 统计分析 gives out: 总结用数 as files, the bulletin of a span, a table and a chart as they are looked at."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.statistics.spans import around
from petidesk.ui.look import files
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToCharts, ToRates
from petidesk.ui.statistics.charts import ChartsTab
from petidesk.ui.statistics.page import StatisticsPage
from petidesk.ui.statistics.rates import RatesTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.statistics_window import DAY, YEAR, opened, tab_of, typed
from tests.ui.desks.typist import focus

CTRL = Qt.KeyboardModifier.ControlModifier


def preview_of(frame: Frame) -> StatisticsPage:
    page = frame.page("statistics")
    assert isinstance(page, StatisticsPage)
    return page


def test_the_table_is_printed_as_it_is_seen_and_the_keys_come_back(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame, "channel")
    typed(qtbot, Qt.Key.Key_Down)
    cell = tab.table.currentIndex()
    typed(qtbot, Qt.Key.Key_P, CTRL)
    paper = preview_of(frame).preview.paper()
    assert paper is not None and paper.pdf.startswith(b"%PDF")
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab.table and tab.table.currentIndex() == cell
    frame.follow(ToCharts("villages"))
    quiet(qtbot)
    typed(qtbot, Qt.Key.Key_P, CTRL)
    charted = preview_of(frame).preview.paper()
    assert charted is not None and charted.sha256 != paper.sha256 and charted.form == paper.form
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab_of(frame, "charts", ChartsTab).table
    frame.follow(ToRates(YEAR))
    quiet(qtbot)
    typed(qtbot, Qt.Key.Key_P, CTRL)
    rated = preview_of(frame).preview.paper()
    assert rated is not None and rated.form == paper.form and rated.sha256 not in (charted.sha256, paper.sha256)
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab_of(frame, "rates", RatesTab).table


def test_the_bulletin_bears_the_name_of_its_span_and_is_kept_when_it_is_printed(
    qtbot: QtBot, frame: Frame, lived: Desk
) -> None:
    tab = opened(qtbot, frame, span=around("month", date(2026, 8, 1)))
    assert tab.bulletin_button is not None
    names = {}
    for kind in ("day", "week", "month", "quarter", "half", "year"):
        tab.chosen.turn(kind)
        names[kind] = tab.bulletin_button.text() if tab.bulletin_button.isVisible() else ""
    assert names == {
        "day": "",
        "week": "周快报…",
        "month": "月通报…",
        "quarter": "季分析…",
        "half": "半年情况…",
        "year": "年度报告…",
    }
    tab.chosen.put("month", around("month", date(2026, 8, 1)))
    quiet(qtbot)
    tab.bulletin_button.setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    preview = preview_of(frame).preview
    paper = preview.paper()
    assert paper is not None and paper.form == "bulletin_month" and paper.notes == ()
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab.bulletin_button
    papers = lived.statistics_papers
    assert not papers.bulletin("month", "2026-08", keep=False).kept, "looked at, not printed"
    tab.papers.bulletin().keep("a4")
    assert papers.bulletin("month", "2026-08", keep=False).kept


def test_a_summary_that_is_refused_leaves_the_figures_where_they_are(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    tab = opened(qtbot, frame, "channel")
    said = tab.answer.text()
    tab.papers.write(tmp_path / "没有这个文件夹" / "数.docx", lambda: tab.desk.statistics_papers.summary(YEAR))
    quiet(qtbot)
    assert tab.trouble.isVisible() and tab.trouble.text()
    assert tab.answer.text() == said and tab.shown is not None


def test_a_summary_is_stored_as_word_and_as_a_workbook(
    qtbot: QtBot, frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = opened(qtbot, frame, span=around("half", DAY))
    asked: list[str] = []

    def answer(dialog: files.FileDialog) -> list[Path]:
        asked.append(Path(dialog.selectedFiles()[0]).name)
        return [tmp_path / asked[-1]] if isinstance(dialog, QFileDialog) else []

    monkeypatch.setattr(files, "chosen", answer)
    typed(qtbot, Qt.Key.Key_Return, CTRL)
    for action in tab.more.actions():
        if "Excel" in action.text() or "表存为" in action.text():
            action.trigger()
            quiet(qtbot)
    assert asked == [
        "总结用数 2026年下半年（演练）.docx",
        "总结用数 2026年下半年（演练）.xlsx",
        "信访登记统计 2026年下半年（演练）.xlsx",
        "信访登记统计 2026年下半年（演练）.docx",
    ]
    for name in asked:
        inside = zipfile.ZipFile(tmp_path / name).namelist()
        assert ("word/document.xml" in inside) == name.endswith("docx")
    assert tab.seat.figures_folder == str(tmp_path)
