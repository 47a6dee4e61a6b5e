"""补录: typing, type-ahead, paste, fill-down, pins, errors in the cell, saving the right rows, nothing lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.ui.backfill.tab import GridTab
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToGrid
from tests.ui.desks.calm import quiet, settle
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_window import open_window
from tests.ui.desks.typist import commit, compose, enter, focus, press, write

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BLOCK = (
    '2025年3月8日\t东村\t三组\t邻里\t"两家因滴水\n发生争执"\t张桂花\t13800001234\t李国强\t6人\t12,000\t一般\n'
    "2025-3-9\t西村\t\t合同纠纷\t拖欠工钱\t赵国辉\t\t陈秀英\t2\t1.2万\t较大\n"
    "2月30日\t河湾社区\t\t\t\t单文斌\t\t\t多人\t\t怪\n"
)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat) -> LedgerPage:
    """The sheet in front."""
    return open_window(qtbot, desk, seat, ToGrid())


@pytest.fixture
def tab(page: LedgerPage) -> GridTab:
    """The tab."""
    found = page.tab("grid")
    assert isinstance(found, GridTab)
    return found


def paste(tab: GridTab, text: str, row: int = 0, key: str = "found_on") -> None:
    QApplication.clipboard().setText(text)
    tab.table.stand_on(row, place(tab, key))
    tab.table.setFocus()
    press(Qt.Key.Key_V, CTRL)


def place(tab: GridTab, key: str) -> int:
    return [field.key for field in tab.model.fields].index(key)


def column(tab: GridTab, key: str) -> list[str]:
    return [line.get(key, "") for line in tab.model.lines()]


def test_a_block_is_pasted_and_wrong_cells_say_why(qtbot: QtBot, tab: GridTab) -> None:
    paste(tab, BLOCK)
    settle(qtbot)
    assert column(tab, "found_on") == ["2025-03-08", "2025-03-09", "2月30日"]
    assert column(tab, "summary")[0] == "两家因滴水\n发生争执"
    assert column(tab, "amount_yuan") == ["12,000", "1.2万", ""]
    wrong = {tab.model.fields[spot].key for row, spot in tab.model.wrong_cells() if row == 2}
    assert wrong == {"found_on", "summary", "people_involved", "risk_level"}
    assert {row for row, _ in tab.model.wrong_cells()} == {2}
    press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert tab.table.currentIndex().row() == 2
    assert "没有2025年2月30日" in tab.line.text() or "2月30日" in tab.line.text()
    index = tab.model.index(2, place(tab, "found_on"))
    assert isinstance(tab.model.data(index, Qt.ItemDataRole.DecorationRole), QIcon)
    assert "2月30日" in tab.model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_the_right_rows_are_saved_and_the_wrong_one_stays(qtbot: QtBot, tab: GridTab, desk: Desk) -> None:
    paste(tab, BLOCK)
    settle(qtbot)
    said = []
    tab.message.connect(said.append)
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot)
    rows = desk.ledger.rows(DisputeQuery(sort="found_on", descending=False), 10)
    assert [(row.found_on.isoformat(), row.village, row.type) for row in rows] == [
        ("2025-03-08", "东村", "邻里纠纷"),
        ("2025-03-09", "西村", "合同纠纷"),
    ]
    whole = desk.ledger.get(rows[0].dispute_no)
    assert whole.entered_at.date() == desk.today()
    assert [(party.name, party.side) for party in whole.content.parties] == [("张桂花", "a"), ("李国强", "b")]
    assert whole.content.people_involved == 6 and rows[1].amount_fen == 1_200_000
    assert column(tab, "village") == ["河湾社区"]
    assert said[-1] == "已登记 2 件，1 行有错，留在表里"
    press(Qt.Key.Key_Return, CTRL)
    settle(qtbot)
    assert tab.notice.isVisible() and len(desk.ledger.ids(DisputeQuery())) == 2


def test_one_types_by_keyboard_with_type_ahead_and_pins(qtbot: QtBot, tab: GridTab, desk: Desk) -> None:
    assert focus() is tab.table
    write("3")
    write(".8")
    enter()
    assert tab.model.text(0, 0) == f"{desk.today().year}-03-08" or tab.model.text(0, 0).endswith("-03-08")
    write("d")
    write("c")
    enter()
    assert column(tab, "village") == ["东村"]
    tab.table.stand_on(0, 0)
    press(Qt.Key.Key_B, CTRL)
    tab.table.stand_on(0, 1)
    press(Qt.Key.Key_B, CTRL)
    assert tab.model.sticky == ["found_on", "village"]
    tab.table.stand_on(1, place(tab, "summary"))
    write("x")
    editor = focus()
    press(Qt.Key.Key_Backspace)
    compose(editor, "liangjia")
    press(Qt.Key.Key_Return)  # the Enter that ends the composition belongs to the input method
    commit(editor, "两家争执")
    qtbot.wait(60)
    assert focus() is editor
    enter()
    assert column(tab, "summary") == ["", "两家争执"]
    assert column(tab, "village") == ["东村", "东村"]
    tab.table.stand_on(1, len(tab.model.fields) - 1)
    enter()
    assert (tab.table.currentIndex().row(), tab.table.currentIndex().column()) == (2, 2)


def test_fill_down_copy_clear_and_the_way_back(qtbot: QtBot, tab: GridTab) -> None:
    paste(tab, "东村\n西村\n河湾社区\n", key="village")
    tab.table.stand_on(0, place(tab, "village"))
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_D, CTRL)
    assert column(tab, "village") == ["东村"] * 3
    press(Qt.Key.Key_Z, CTRL)
    assert column(tab, "village") == ["东村", "西村", "河湾社区"]
    tab.table.stand_on(1, place(tab, "village"))
    press(Qt.Key.Key_D, CTRL)
    assert column(tab, "village") == ["东村", "东村", "河湾社区"]
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "东村\n河湾社区\n"
    press(Qt.Key.Key_Delete)
    assert column(tab, "village") == ["东村"]
    press(Qt.Key.Key_Z, CTRL)
    tab.table.stand_on(0, 0)
    press(Qt.Key.Key_Delete, CTRL)
    assert column(tab, "village") == ["东村", "河湾社区"]
    QApplication.clipboard().setText("西村")
    tab.table.stand_on(0, place(tab, "village"))
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_V, CTRL)
    assert column(tab, "village") == ["西村", "西村"]


def test_what_stands_in_the_sheet_survives_closing(
    qtbot: QtBot, page: LedgerPage, tab: GridTab, desk: Desk, seat: Seat
) -> None:
    paste(tab, BLOCK)
    tab.table.stand_on(0, 1)
    press(Qt.Key.Key_B, CTRL)
    page.closing()
    quiet(qtbot)
    again = open_window(qtbot, desk, seat, ToGrid()).tab("grid")
    assert isinstance(again, GridTab)
    settle(qtbot)
    assert column(again, "village") == ["东村", "西村", "河湾社区"]
    assert again.model.sticky == ["village"]
    again.save()
    settle(qtbot)
    again.closing()
    quiet(qtbot)
    third = open_window(qtbot, desk, seat, ToGrid()).tab("grid")
    assert isinstance(third, GridTab)
    settle(qtbot)
    assert column(third, "village") == ["河湾社区"]
    assert len(desk.ledger.ids(DisputeQuery())) == 2


def test_days_to_come_and_lines_without_a_village_are_refused(desk: Desk) -> None:
    grid = desk.backfill
    late, nowhere, empty, total, letters = grid.check(
        [
            {"found_on": "2099-01-01", "village": "东村", "summary": "两家争执"},
            {"found_on": "2025-01-01", "summary": "两家争执"},
            {},
            {"found_on": "合计", "people_involved": "12"},
            {"found_on": "2025-01-01", "village": "tdq", "summary": "两家争执", "responsible_person": "lm"},
        ]
    )
    assert set(late.refusals) == {"found_on"}
    assert set(nowhere.refusals) == {"village"}
    assert not empty.refusals and empty.line is None
    assert set(total.refusals) == {"found_on"}
    assert set(letters.refusals) == {"village", "responsible_person"}


def test_a_line_tells_its_whole_story_and_the_countys_columns(desk: Desk) -> None:
    desk.office.change({"ledger_columns": [{"key": "meet", "label": "会商意见"}]})
    line = {
        "found_on": "2025-03-08",
        "village": "东村",
        "summary": "两家争执",
        "state": "已销号",
        "resolved_on": "2025-03-20",
        "manner": "人民调解",
        "result": "双方签字",
        "extra:meet": "镇里包案",
    }
    saved = desk.backfill.add_many([line])
    whole = desk.ledger.get(saved.entered[0])
    assert whole.state == "closed_out" and whole.resolved_on is not None
    assert whole.content.extra == {"meet": "镇里包案"}
    assert desk.months.balance("2025-03").total.resolved == 1


def test_two_hundred_rows_are_quick(qtbot: QtBot, tab: GridTab, desk: Desk) -> None:
    rows = "".join(f"2025-03-{1 + n % 28:02}\t东村\t三组\t邻里纠纷\t第{n}件争执\t张桂花\n" for n in range(250))
    paste(tab, rows)
    settle(qtbot)
    assert tab.model.wrong_cells() == []
    tab.save()
    settle(qtbot)
    assert len(desk.ledger.ids(DisputeQuery())) == 250
    assert tab.model.lines() == []


@pytest.mark.parametrize("step", range(4))
def test_nothing_is_cut_off(qtbot: QtBot, page: LedgerPage, tab: GridTab, step: int) -> None:
    theme.apply(step, step % 2 == 1)
    frame = page.property("frame")
    paste(tab, BLOCK)
    settle(qtbot)
    tab.next_wrong()
    wrong = []
    for what in ("sheet", "refused"):
        frame.resize(1366, 768)
        settle(qtbot)
        wrong += [f"{what}: {complaint}" for complaint in clipped(page)]
        tab.save()
        settle(qtbot)
    wrong += [f"no name: {name}" for name in nameless(page)]
    assert wrong == []
