"""导入旧表: choosing columns, the trial with its refusals, taking in and out, on real workbooks and a real office."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.visits.listing import VisitQuery
from petidesk.ui.imports.page import ImportingPage
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToImport
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.window import open_page

HEADINGS = ["编号", "来访时间", "姓名", "身份证号", "电话", "住址", "反映问题", "怎么来的"]


def register_file(folder: Path, *, bad: int = 1, good: int = 3) -> Path:
    """An old register with `good` rows and `bad` rows whose date does not exist."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["清溪镇2024年来访登记表"])
    sheet.append(HEADINGS)
    for number in range(good):
        sheet.append(
            [
                f"2024-{number}",
                f"2024-03-0{number + 1}",
                "孙德明",
                "",
                f"1390000{number:04}",
                "东村三组",
                f"第{number}件：路灯不亮",
                "来电",
            ]
        )
    for number in range(bad):
        sheet.append([f"2024-9{number}", "2024-02-30", "何大勇", "", "", "西村", "水渠堵塞", "来访"])
    file = folder / "旧登记表2024.xlsx"
    book.save(file)
    return file


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat) -> ImportingPage:
    """The page in the window."""
    return open_page(qtbot, desk, seat, ImportingPage)


def tried(qtbot: QtBot, page: ImportingPage, file: Path) -> None:
    page.propose(file)
    quiet(qtbot)
    qtbot.mouseClick(page.trial_button, Qt.MouseButton.LeftButton)
    quiet(qtbot)


def count(page: ImportingPage, *, voided: bool | None = None) -> int:
    return page.desk.visits.count(VisitQuery(voided=voided))


def test_the_mapping_is_proposed_with_what_stands_below_each_heading(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path
) -> None:
    page.propose(register_file(tmp_path))
    quiet(qtbot)
    assert page.steps.currentWidget() is page.mapping_step
    assert page.grid is not None
    mapping = page.grid.mapping()
    assert mapping["姓名"] == "name" and mapping["反映问题"] == "statement" and mapping["来访时间"] == "at"
    assert any("孙德明" in label.text() for label in page.grid.findChildren(QLabel))
    page.grid.choose("怎么来的", "channel")
    assert page.grid.mapping()["怎么来的"] == "channel"


def test_a_field_belongs_to_one_heading_and_what_is_missing_is_said(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path
) -> None:
    page.propose(register_file(tmp_path))
    quiet(qtbot)
    assert page.grid is not None
    page.grid.choose("住址", "statement")
    assert page.grid.mapping()["反映问题"] is None
    page.grid.choose("住址", "address")
    assert "反映情况" in page.missing.text()
    assert not page.trial_button.isEnabled()
    page.grid.choose("反映问题", "statement")
    assert page.trial_button.isEnabled()


def test_the_trial_writes_nothing_and_names_row_and_column(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    tried(qtbot, page, register_file(tmp_path))
    assert page.steps.currentWidget() is page.trial_step
    assert page.trial_words.text() == "读到 4 行，可以导入 3 行，1 行有问题。"
    (refusal,) = page.refusals.rows.refusals
    assert (refusal.row, refusal.column) == (6, "来访时间")
    assert count(page) == 0
    assert not page.import_button.isEnabled()
    page.refusals.copy_marked()
    assert "6\t来访时间\t2024-02-30" in QGuiApplication.clipboard().text()
    target = tmp_path / "不能导入.txt"
    page.save_refusals(target)
    assert "来访时间\t2024-02-30" in target.read_text(encoding="utf-8-sig")


def test_the_good_rows_go_in_and_the_whole_import_comes_out_again(
    qtbot: QtBot, page: ImportingPage, tmp_path: Path
) -> None:
    tried(qtbot, page, register_file(tmp_path))
    page.skip.setChecked(True)
    assert page.import_button.text() == "导入 3 行  Ctrl+Enter"
    qtbot.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert page.steps.currentWidget() is page.result_step
    assert "导入了 3 条" in page.result_words.text() and "1 行没有导入" in page.result_more.text()
    assert count(page) == 3
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert count(page, voided=False) == 0 and count(page, voided=True) == 3
    assert page.steps.currentWidget() is page.start
    assert any(label.text().startswith("已撤销") for label in page.batches.findChildren(QLabel))


def test_an_earlier_import_is_undone_after_a_second_look(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    report = page.desk.imports.run(register_file(tmp_path, bad=0))
    page.opened()
    quiet(qtbot)
    (batch,) = page.desk.imports.batches()
    page.batches._ask(batch)
    assert count(page, voided=True) == 0
    assert "3 条来访作废" in page.batches.ask.text()
    page.batches.ask.act()
    quiet(qtbot)
    assert report.import_id == batch.import_id
    assert count(page, voided=True) == 3


def test_a_file_that_is_no_register_is_said_in_place(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    broken = tmp_path / "坏文件.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing of the kind")
    page.propose(broken)
    quiet(qtbot)
    assert page.trouble.isVisible() and page.trouble.text()
    assert page.steps.currentWidget() is page.start


def test_a_stopped_import_leaves_nothing(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    tried(qtbot, page, register_file(tmp_path, bad=0, good=9))
    said: list[str] = []
    page.message.connect(said.append)
    page.run()
    qtbot.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    quiet(qtbot)
    if page.steps.currentWidget() is page.trial_step:
        assert count(page) == 0 and said == ["已停止，什么都没有导入。"]
    else:
        # The stop came after the last row: the import stands, and the page says so.
        assert count(page) == 9 and "导入了 9 条" in page.result_words.text()


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_every_step_fits_at_every_font_step(qtbot: QtBot, page: ImportingPage, tmp_path: Path, step: int) -> None:
    frame = page.property("frame")
    theme.apply(step, False)
    quiet(qtbot)
    assert clipped(page) == []
    page.propose(register_file(tmp_path))
    quiet(qtbot)
    assert clipped(page) == []
    page.try_out()
    quiet(qtbot)
    assert clipped(page) == []
    page.skip.setChecked(True)
    page.run()
    quiet(qtbot)
    assert clipped(page) == []
    page.restart()
    quiet(qtbot)
    assert clipped(page) == []
    assert (frame.width(), frame.height()) == (1366, 768)


def test_every_input_has_a_name(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    page.propose(register_file(tmp_path))
    quiet(qtbot)
    assert nameless(page) == []


def test_a_ledger_of_disputes_is_taken_in_and_out_again(qtbot: QtBot, page: ImportingPage, tmp_path: Path) -> None:
    file = tmp_path / "2025年台账.csv"
    file.write_text(
        "排查日期,村（社区）,甲方,乙方,纠纷类型,纠纷简况,化解情况,化解日期\n"
        "3月8日,东村,张桂花,李大山,宅基地,两家争院墙。,已化解,3月20日\n",
        encoding="gb18030",
    )
    page.opened(ToImport(file, ledger=True))
    quiet(qtbot)
    assert page.steps.currentWidget() is page.mapping_step
    assert page.grid is not None and page.grid.mapping()["纠纷简况"] == "summary"
    page.try_out()
    quiet(qtbot)
    assert page.steps.currentWidget() is page.trial_step
    page.run()
    quiet(qtbot)
    assert page.steps.currentWidget() is page.result_step
    (row,) = page.desk.ledger.rows(DisputeQuery(), 10)
    assert (row.village, row.type, row.state, row.names) == ("东村", "房屋宅基地纠纷", "resolved", ("张桂花", "李大山"))
    assert "纠纷" in page.see_button.text()
    page.undo_button.click()
    quiet(qtbot)
    assert page.desk.ledger.rows(DisputeQuery(), 10) == []
