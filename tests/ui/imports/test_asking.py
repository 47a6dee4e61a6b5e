"""导入旧表: what is not sure is asked, what watches people cannot be chosen, sheets, words that were not understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.ui.imports.page import ImportingPage
from petidesk.ui.look.controls import Elided
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.window import open_page

HEAD = [
    "排查日期",
    "村",
    "纠纷简况",
    "包案领导",
    "联系电话",
    "当事人",
    "联系电话",
    "下一步工作打算",
    "稳控责任人",
    "状态",
    "涉及金额",
]


def ledger_file(folder: Path, *sheets: str) -> Path:
    """A ledger with a sheet of each name; two of its rows have words that nobody understands."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for month, name in enumerate(sheets, 1):
        sheet = book.create_sheet(name)
        sheet.append(list(HEAD))
        for day, (state, amount) in enumerate((("已化解", 100), ("已撤案", 200), ("已撤案", "若干")), 1):
            found = [f"2025-{month}-{day}", "东村", f"{name}第{day}件", "何明亮", "13911110000", "刘一", "13800001111"]
            sheet.append([*found, "清淤", "王强", state, amount])
    file = folder / "2025年台账.xlsx"
    book.save(file)
    return file


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat) -> ImportingPage:
    return open_page(qtbot, desk, seat, ImportingPage)


def shown(qtbot: QtBot, page: ImportingPage, file: Path) -> None:
    page.propose(file, ledger=True)
    quiet(qtbot)
    assert page.steps.currentWidget() is page.mapping_step and page.grid is not None


def disputes(page: ImportingPage) -> list[str]:
    return sorted(row.state for row in page.desk.ledger.rows(DisputeQuery(), 100))


def test_what_is_not_sure_is_asked_first_with_what_stands_below_it(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path
) -> None:
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    assert page.grid is not None and page.grid.first_unsure is not None
    assert page.grid.first_unsure.hasFocus()
    assert page.grid.first_unsure.accessibleName() == "“下一步工作打算”导入为"
    assert page.grid.mapping()["下一步工作打算"] is None
    qtbot.keyClick(page.grid.first_unsure, Qt.Key.Key_Down)
    assert page.grid.first_unsure.currentText() == "可能是：化解措施"
    assert page.grid.mapping()["下一步工作打算"] == "measures"
    assert "清淤；清淤；清淤" in [label.whole() for label in page.grid.findChildren(Elided)]


def test_columns_of_one_heading_are_two_and_a_watched_one_has_no_choice(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path
) -> None:
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    assert page.grid is not None
    mapping = page.grid.mapping()
    assert mapping["当事人/联系电话"] == "phone" and mapping["包案领导/联系电话"] is None
    assert "稳控责任人" not in mapping
    said = [label.text() for label in page.grid.findChildren(QLabel)]
    assert "本程序不记录" in said and not any("王强" in text for text in said)
    assert "“稳控责任人”导入为" not in [one.accessibleName() for one in page.grid.findChildren(QComboBox)]


def test_sheets_of_one_head_come_together_or_one_alone(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    assert not page.sheets_field.isVisible()
    shown(qtbot, page, ledger_file(tmp_path, "一月", "二月"))
    assert page.sheets_field.isVisible() and page.sheets.currentText() == "表头一样的 2 张一起导入"
    assert "一月、二月 · 6 行记录" in page.file_words.text()
    page.sheets.setCurrentIndex(2)
    quiet(qtbot)
    assert "工作表 二月 · 3 行记录" in page.file_words.text()
    page.try_out()
    quiet(qtbot)
    assert page.trial_words.text() == "读到 3 行，可以导入 1 行，2 行有问题。"


def test_words_not_understood_are_explained_for_the_file(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    page.try_out()
    quiet(qtbot)
    assert page.unknown.isVisible()
    said = [label.text() for label in page.unknown.findChildren(QLabel)]
    assert "“状态”里的“已撤案”（2 行）" in said and "“涉及金额”里的“若干”（1 行）" in said
    page.unknown.choose("已撤案", "已化解")
    page.unknown.choose("若干", "这几行的这一格空着")
    page.unknown.again.emit()
    quiet(qtbot)
    assert page.trial_words.text() == "读到 3 行，可以导入 3 行。"
    assert not page.unknown.isVisible()
    page.run()
    quiet(qtbot)
    assert disputes(page) == ["resolved"] * 3


def test_a_column_may_be_left_out_or_a_word_typed(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    page.try_out()
    quiet(qtbot)
    page.unknown.choose("已撤案", "整栏不导入")
    page.unknown.choose("若干", "改成…", "300")
    page.unknown.again.emit()
    quiet(qtbot)
    assert page.grid is not None and page.grid.mapping()["状态"] is None
    assert page.trial_words.text() == "读到 3 行，可以导入 3 行。"
    page.restart()
    shown(qtbot, page, ledger_file(tmp_path, "一月"))
    assert page.words == {} and page.grid.mapping()["状态"] == "state"


@pytest.mark.parametrize("step", [0, 3])
def test_asking_fits_and_is_named_at_the_smallest_and_the_largest_font(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path, step: int
) -> None:
    theme.apply(step, False)
    shown(qtbot, page, ledger_file(tmp_path, "一月", "二月"))
    assert clipped(page) == [] and nameless(page) == []
    page.try_out()
    quiet(qtbot)
    assert clipped(page) == [] and nameless(page) == []
