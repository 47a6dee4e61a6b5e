"""统计表 by keys alone: the span, the table, the rows of a figure and back, the words that are copied."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.statistics.figures import Asked, Figure, TableRow
from petidesk.domain.statistics.spans import Span, around
from petidesk.ui.seat import Seat
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.frame import Frame
from petidesk.ui.statistics.chosen import FREE
from petidesk.ui.statistics.tab import FiguresTab
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.statistics_window import DAY, YEAR, cells, opened, tab_of, typed
from tests.ui.desks.typist import enter, focus, press

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def test_by_keys_alone_from_the_key_of_the_page_to_a_record_and_back(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    typed(qtbot, Qt.Key.Key_F10)
    tab = tab_of(frame, "figures", FiguresTab)
    assert frame.current == "statistics" and focus() is tab.table, "the keys begin on the figures"
    opened(qtbot, frame, "channel")
    assert focus() is tab.table
    typed(qtbot, Qt.Key.Key_Down)
    typed(qtbot, Qt.Key.Key_Right)
    cell = tab.table.currentIndex().row(), tab.table.currentIndex().column()
    typed(qtbot, Qt.Key.Key_Left)
    enter()
    quiet(qtbot)
    assert focus() is tab.rows.table and tab.side.isHidden(), "in their place, at this width"
    table = lived.statistics.table(Asked("visits", YEAR, ("channel",)))
    row = table.rows[0]
    assert cells(tab.table)[1][0] == row.labels[0]
    assert tab.rows.model.total == lived.statistics.rows(row.figures["items"].id, 1).total
    assert row.labels[0] in tab.rows.title.whole()
    first = tab.rows.model.row_at(0).row
    typed(qtbot, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text().split("\t")[:2] == [first.no, first.title], "the row, not the answer"
    enter()
    quiet(qtbot)
    assert frame.current == "visits"
    frame.open_page("statistics")
    quiet(qtbot)
    assert focus() is tab.rows.table and tab.rows.model.row_at(0).row == first, "the list stays as it was left"
    typed(qtbot, Qt.Key.Key_Escape)
    assert focus() is tab.table
    assert (tab.table.currentIndex().row(), tab.table.currentIndex().column()) == (cell[0], cell[1] - 1)


def test_on_a_wide_screen_the_rows_stand_beside_the_table(qtbot: QtBot, frame: Frame) -> None:
    frame.resize(1920, 1080)
    tab = opened(qtbot, frame, "channel")
    enter()
    quiet(qtbot)
    assert tab.side.isVisible() and focus() is tab.rows.table
    typed(qtbot, Qt.Key.Key_F3)
    assert focus() is tab.table
    typed(qtbot, Qt.Key.Key_Down)
    enter()
    quiet(qtbot)
    assert "来访" in tab.rows.title.whole() and focus() is tab.rows.table, "another figure in its place"
    typed(qtbot, Qt.Key.Key_F3)
    typed(qtbot, Qt.Key.Key_Left, ALT)
    assert not tab.lists_rows, "its figure is not in the table any more"


def test_every_number_of_a_line_opens_its_own_rows(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "month")
    told = {column.key: place for place, column in enumerate(tab.model.columns)}
    wanted = lived.statistics.table(Asked("visits", YEAR, ("month",))).rows[0]
    then = lived.statistics.table(Asked("visits", around("year", date(2025, 5, 1)), ("month",))).rows
    before = next(row for row in then if row.keys["month"][5:] == wanted.keys["month"][5:])
    for key, figure in (
        ("people:value", wanted.figures["people"]),
        ("people:percent", wanted.figures["people"]),
        ("people:base", before.figures["people"]),
    ):
        tab.table.setFocus()
        tab.table.stand_on(1, told[key])
        enter()
        quiet(qtbot)
        asking = tab.rows.asking
        assert asking is not None and asking.figure.value == figure.value
        assert lived.statistics.rows(asking.figure.id, 1).sum == figure.value, key
        assert ("2025年" in asking.title) == key.endswith("base")
        typed(qtbot, Qt.Key.Key_Escape)


def test_the_line_under_the_cursor_is_said_and_copied(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "channel")
    total = lived.statistics.table(Asked("visits", YEAR)).total
    assert tab.answer.text() == tab.words()
    assert f"共接待来访{total['batches'].value}批{total['people'].value}人次，同比分别" in tab.words()
    typed(qtbot, Qt.Key.Key_Down)
    assert "2026年，来访：登记信访" in tab.answer.text()
    typed(qtbot, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == tab.answer.text()
    assert action("copy_answer").key in tab.copy_button.text()
    tab.period.as_of.setFocus()
    QApplication.clipboard().clear()
    typed(qtbot, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == tab.answer.text(), "nothing is marked in the field"
    tab.period.as_of.setText("昨天")
    tab.period.as_of.selectAll()
    typed(qtbot, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "昨天"


def test_the_span_goes_by_keys_and_the_cursor_stays(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame, "channel")
    typed(qtbot, Qt.Key.Key_Down)
    typed(qtbot, Qt.Key.Key_Right)
    at = tab.model.columns[tab.table.currentIndex().column()].key
    typed(qtbot, Qt.Key.Key_Left, ALT)
    assert tab.chosen.words == "2025年" and tab.period.spans.currentText() == "2025年"
    assert tab.model.columns[tab.table.currentIndex().column()].key == at and cells(tab.table)[1][0] == "来访"
    typed(qtbot, Qt.Key.Key_Right, ALT)
    assert tab.chosen.words == "2026年"
    tab.period.kinds.focus_chosen()
    typed(qtbot, Qt.Key.Key_4)
    assert tab.chosen.words == "2026年第4季度", "the one that holds today"
    typed(qtbot, Qt.Key.Key_Left, ALT)
    assert tab.chosen.words == "2026年第3季度"
    tab.period.compare.focus_chosen()
    typed(qtbot, Qt.Key.Key_3)
    assert not any(":base" in column.key for column in tab.model.columns)


def test_days_are_typed_and_what_is_wrong_is_said(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame)
    tab.period.kinds.focus_chosen()
    typed(qtbot, Qt.Key.Key_7)
    assert tab.chosen.kind == FREE and tab.chosen.span == Span(date(2026, 1, 1), DAY), "as far as the year has come"
    assert tab.period.free is not None
    since, until = tab.period.free.since, tab.period.free.until
    for text, words in (("2026-6-15", "颠倒"), ("随便", "日期"), ("2026-2-1", "")):
        until.setFocus()
        until.setText("2026-6-10")
        since.setFocus()
        since.setText(text)
        enter()
        quiet(qtbot)
        assert focus() is until
        assert words in tab.period.note.text() and bool(words) == tab.period.note.isVisible()
    assert tab.chosen.span == Span(date(2026, 2, 1), date(2026, 6, 10))
    assert tab.words().startswith("2026年2月1日至6月10日，共")


def test_as_it_was_known_on_a_day(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame)
    now = tab.known.text()
    assert now.startswith("统计截止2026年10月31日9时30分。") and "还没有过完" in now
    tab.period.as_of.setFocus()
    tab.period.as_of.setText("2026-10-30")
    enter()
    quiet(qtbot)
    assert tab.known.text().startswith("统计截止2026年10月30日24时。")
    known = lived.statistics.table(Asked("visits", YEAR, as_of=date(2026, 10, 30)))
    assert cells(tab.table)[0][1] == f"{known.total['items'].value:,}"
    tab.period.as_of.setFocus()
    tab.period.as_of.setText("下周")
    enter()
    quiet(qtbot)
    assert tab.period.note.isVisible() and tab.chosen.as_of == date(2026, 10, 30)
    tab.period.as_of.setFocus()
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    enter()
    quiet(qtbot)
    assert tab.chosen.as_of is None and tab.known.text() == now


def test_the_measures_that_are_shown_are_chosen_and_one_stays(qtbot: QtBot, frame: Frame) -> None:
    tab = opened(qtbot, frame)
    for measure in tab.what.wanted():
        tab.what.box(measure.name).setFocus()
        typed(qtbot, Qt.Key.Key_Space)
    assert [measure.name for measure in tab.what.wanted()] == ["items"], "one number at least"
    assert [column.key for column in tab.model.columns][1:] == [
        "items:value",
        "items:base",
        "items:change",
        "items:percent",
    ]
    assert "批" not in tab.words()


def test_a_table_is_kept_by_what_it_means(qtbot: QtBot, frame: Frame, seat: Seat, tmp_path: Path) -> None:
    tab = opened(qtbot, frame, "village", "channel", span=around("month", date(2026, 9, 1)))
    tab.favourites.setFocus()
    typed(qtbot, Qt.Key.Key_Space)
    assert focus() is tab.views.name
    tab.views.name.setText("上月各村")
    enter()
    assert focus() is tab.views.keep_button
    typed(qtbot, Qt.Key.Key_Space)
    assert [view.name for view in tab.kept_tables()] == ["上月各村"]
    stored = QSettings(str(seat.file), QSettings.Format.IniFormat)
    assert "2026" not in str(stored.value(tab.kept_key)), "not the days"
    typed(qtbot, Qt.Key.Key_Escape)
    opened(qtbot, frame)
    tab.favourites.setChecked(True)
    assert focus() is tab.views.list
    enter()
    quiet(qtbot)
    assert tab.chosen.span == Span(date(2026, 9, 1), date(2026, 9, 30)) and tab.what.by == ("village", "channel")
    assert focus() is tab.table
    tab.chosen.look(date(2026, 12, 3))
    tab.take_kept(tab.kept_tables()[0])
    assert tab.chosen.words == "2026年11月", "last month, in December"
    tab.chosen.look(DAY)
    tab.drop(0)
    assert tab.kept_tables() == []


def test_all_of_it_has_names_and_closed_ones_stand_in_one_line(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "village")
    assert nameless(tab) == []
    closed = [row for row in cells(tab.table) if row[0] == "未分列"]
    assert len(closed) == 1 and closed[0] == cells(tab.table)[-1]
    tab.table.stand_on(len(cells(tab.table)) - 1, 1)
    enter()
    quiet(qtbot)
    rows = [tab.rows.model.row_at(place) for place in range(tab.rows.model.total or 0)]
    assert rows and all(placed is not None and not placed.row.title for placed in rows)
    typed(qtbot, Qt.Key.Key_Escape)


def test_what_is_on_the_screen_is_what_the_desk_says(qtbot: QtBot, frame: Frame, lived: Desk) -> None:
    tab = opened(qtbot, frame, "channel")
    table = lived.statistics.table(Asked("visits", YEAR, ("channel",)))
    shown = cells(tab.table)
    assert [row[0] for row in shown] == ["合计", *(row.labels[0] for row in table.rows)]
    for line, row in zip(shown[1:], table.rows, strict=True):
        assert line[1:5] == _said(row, "items")


def _said(row: TableRow, measure: str) -> list[str]:
    figure: Figure = row.figures[measure]
    assert figure.base is not None and figure.change is not None
    way = "持平" if figure.change == 0 else f"{'增' if figure.change > 0 else '减'}{abs(figure.change)}"
    percent = "—" if figure.percent is None else f"{'上升' if figure.change > 0 else '下降'}{abs(figure.percent)}%"
    return [str(figure.value), str(figure.base), way, "持平" if figure.percent == 0 else percent]
