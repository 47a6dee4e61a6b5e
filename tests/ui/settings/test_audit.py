"""修改记录 in the window: who did what, looked for, opened, printed, given out, and whether the chain holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.periods import TODAY
from petidesk.ui.seat import Seat
from petidesk.ui.settings.audit import AuditSection
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import ToSettings
from tests.ui.desks.calm import quiet, settle
from tests.ui.desks.visits_office import register_accusation


@pytest.fixture
def frame(qtbot: QtBot, desk: Desk, seat: Seat) -> Frame:
    """The window on 修改记录, with a visitor and a changed setting in it."""
    desk.office.change({"phone": "0318-5550123"})
    desk.visits.add(
        {
            "at": desk.now().isoformat(timespec="minutes"),
            "channel": "visit",
            "petitioners": [{"name": "孙玉兰", "phone": "13900001111", "village": "东村"}],
            "matters": [{"purpose": "appeal", "statement": "路灯不亮。", "requests": ["修好"]}],
        }
    )
    made = Frame(seat)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.take(desk)
    made.show()
    made.follow(ToSettings("audit"))
    quiet(qtbot)
    return made


def section_of(frame: Frame) -> AuditSection:
    """The section."""
    found = frame.findChild(AuditSection)
    assert found is not None
    return found


def shown(section: AuditSection) -> list[tuple[str, ...]]:
    """What the list says, row by row."""
    model = section.side.model
    return [
        tuple(model.columns[place].text(row) for place in (2, 3, 4))
        for row in map(model.row_at, range(model.rowCount()))
        if row is not None
    ]


def test_events_are_listed_found_and_opened_by_keys_alone(qtbot: QtBot, frame: Frame) -> None:
    section = section_of(frame)
    assert shown(section)[0] == ("登记来访", "来访", "清访2026-0001")
    assert "共 " in section.state.text()
    section.filter.text.setFocus()
    section.filter.text.insert("设置")
    qtbot.keyClick(section.filter.text, Qt.Key.Key_Return)
    settle(qtbot)
    assert shown(section) == [("修改单位设置", "本单位", "本单位")] and section.table.hasFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    quiet(qtbot)
    sheet = section.event_sheet
    assert sheet.isVisible() and "查询电话：（空） → 0318-5550123" in sheet.changes.text()
    assert "valid_from" not in sheet.changes.text() and "值班员" in sheet.brief.facts.text()
    assert sheet.isAncestorOf(frame.focusWidget())
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible() and section.table.hasFocus()


def test_the_list_is_narrowed_by_period_person_act_kind_and_number(qtbot: QtBot, frame: Frame) -> None:
    section = section_of(frame)
    section.filter.more.setChecked(True)
    panel = section.filter.panel
    assert [panel.combos["staff"].itemText(place) for place in range(2)] == ["不限", "值班员"]
    section.filter.no.setText("清访2026-0001")
    section.filter.no.editingFinished.emit()
    quiet(qtbot)
    assert shown(section) == [("登记来访", "来访", "清访2026-0001")]
    assert section.filter.active() == {"no": "编号 清访2026-0001"}
    section.filter.change(no="", act="kept", period=TODAY)
    quiet(qtbot)
    assert [row[0] for row in shown(section)] == ["建立单位"]
    section.filter.change(act="", kind="visit", staff="值班员")
    quiet(qtbot)
    assert {row[1] for row in shown(section)} == {"来访"}


def test_an_accusation_stays_closed_in_it(qtbot: QtBot, frame: Frame, desk: Desk) -> None:
    number = register_accusation(desk)
    desk.visits.get(number, unmask="移送前核对")
    section = section_of(frame)
    section.load()
    quiet(qtbot)
    said = []
    for line in desk.audit.lines(2):
        section.open_id(line.event_id)
        quiet(qtbot)
        said.append((section.event_sheet.brief.title.text(), section.event_sheet.changes.text()))
    assert said == [
        ("打开检举控告内容", "原因：（空） → 移送前核对"),
        ("登记来访", "检举控告，内容限制查阅。"),
    ]


def test_the_list_is_printed_and_stored_as_it_is_filtered(qtbot: QtBot, frame: Frame, tmp_path: Path) -> None:
    section = section_of(frame)
    section.filter.change(text="设置")
    quiet(qtbot)
    section.write(tmp_path / "改.xlsx")
    quiet(qtbot)
    rows = list(load_workbook(tmp_path / "改.xlsx").active.iter_rows(min_row=3, values_only=True))
    assert [row[3] for row in rows] == ["修改单位设置"]
    assert section.seat.audit_folder == str(tmp_path)
    section.table.setFocus()
    frame.print_page()
    quiet(qtbot)
    assert frame.stack.currentWidget() is not frame.page("settings"), "the paper stands in front"
    qtbot.keyClick(frame.stack.currentWidget(), Qt.Key.Key_Escape)
    assert frame.stack.currentWidget() is frame.page("settings")


def test_what_was_filtered_by_a_petitioner_is_neither_printed_nor_stored(
    qtbot: QtBot, frame: Frame, tmp_path: Path
) -> None:
    section = section_of(frame)
    for asked in ("孙玉兰", "13900001111"):
        section.filter.change(text=asked)
        quiet(qtbot)
        with qtbot.waitSignal(section.denied) as said:
            frame.print_page()
        assert "来访人" in said.args[0]
        with qtbot.waitSignal(section.denied):
            section.write(tmp_path / "人.xlsx")
        quiet(qtbot)
        assert frame.stack.currentWidget() is frame.page("settings")
    assert not list(tmp_path.glob("*人.xlsx*"))


def test_it_says_plainly_whether_the_chain_holds(qtbot: QtBot, frame: Frame, desk: Desk) -> None:
    section = section_of(frame)
    section.verified.action().setFocus()
    qtbot.keyClick(section.verified.action(), Qt.Key.Key_Space)
    quiet(qtbot)
    found = desk.audit.verify()
    assert f"共 {found.entries} 条" in section.verified.text() and found.head[:16] in section.verified.text()
    with closing(sqlite3.connect(desk.session.folder / "petidesk.db", isolation_level=None)) as file:
        file.execute("UPDATE audit_event SET subject = '2' WHERE id = 1")
    section.verify()
    quiet(qtbot)
    assert "核对发现 1 处问题" in section.verified.text() and "audit_event 1" in section.verified.text()
