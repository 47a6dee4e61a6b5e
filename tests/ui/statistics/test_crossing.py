"""Two dimensions crossed: one down, one across, margins that add up, each cell with its own rows and words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.statistics.figures import Asked
from petidesk.ui.shell.frame import Frame
from petidesk.ui.statistics.page import StatisticsPage
from petidesk.ui.statistics.tab import FiguresTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.statistics_window import YEAR, cells, opened, typed
from tests.ui.desks.typist import enter, focus


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_cells_are_those_of_the_desk_and_add_up_to_their_margins(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "village", "channel")
    table = lived.statistics.table(Asked("visits", YEAR, ("village", "channel")))
    shown = cells(tab.table)
    heads = [column.heading for column in tab.model.columns]
    assert heads[:2] == ["村（社区）", "件次合计"] and heads[-1] == "未分列"
    told = {(row[0], head): number(text) for row in shown for head, text in zip(heads[1:], row[1:], strict=True)}
    for row in table.rows:
        assert told[row.labels[0], row.labels[1]] == row.figures["items"].value
    for row in shown:
        assert number(row[1]) == sum(map(number, row[2:])), row[0]
    for place in range(1, len(heads)):
        assert number(shown[0][place]) == sum(number(row[place]) for row in shown[1:]), heads[place]
    assert number(shown[0][1]) == table.total["items"].value


def test_each_cell_opens_its_rows_and_speaks(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "village", "channel")
    tried = 0
    for row in range(len(tab.model.rows)):
        for column in range(len(tab.model.columns)):
            tab.table.setFocus()
            tab.table.stand_on(row, column)
            value = number(cells(tab.table)[row][max(column, 1)])
            enter()
            quiet(qtbot)
            if not tab.lists_rows:
                assert value == 0 and tab.words() == ""
                continue
            asking = tab.rows.asking
            assert asking is not None and asking.figure.value == value
            assert lived.statistics.rows(asking.figure.id, 1).sum == value
            tried += 1
            typed(qtbot, Qt.Key.Key_Escape)
            assert focus() is tab.table
            assert (tab.table.currentIndex().row(), tab.table.currentIndex().column()) == (row, column)
        if tried > 24:
            break
    assert tried > 24, "the office has too few"
    tab.table.stand_on(1, 2)
    assert tab.answer.text() == tab.words() and "、" in tab.words().partition("：")[0]


def test_line_by_line_it_is_compared_and_the_choice_is_one_key(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame, "village", "channel")
    drawn = cells(tab.table)
    assert tab.what.crossing.isVisible()
    tab.what.crossing.setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    listed = cells(tab.table)
    assert listed != drawn and "上年同期" in [column.heading for column in tab.model.columns]
    tab.what.crossing.setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    assert cells(tab.table) == drawn
    tab.what.box("items").setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    assert tab.model.columns[1].heading == "批次合计", "the first that is ticked"
    opened(qtbot, frame, "village")
    assert not tab.what.crossing.isVisible()


def test_it_is_printed_as_it_is_drawn(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame, "village", "group")
    page = frame.page("statistics")
    assert isinstance(page, StatisticsPage) and isinstance(tab, FiguresTab)
    papers = []
    for _ in range(2):
        tab.table.setFocus()
        typed(qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        paper = page.preview.paper()
        assert paper is not None
        papers.append(paper.sha256)
        typed(qtbot, Qt.Key.Key_Escape)
        tab.what.crossing.setChecked(False)
    assert papers[0] != papers[1]
