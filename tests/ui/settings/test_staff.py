"""设置 → 工作人员, by the keyboard; whoever may not manage the staff sees it, and why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui import work
from petidesk.ui.seat import Seat
from petidesk.ui.settings.staff import StaffSection
from tests.ui.desks.typist import press, write


@pytest.fixture
def section(qtbot: QtBot, desk: Desk, seat: Seat) -> Iterator[StaffSection]:
    made = StaffSection(desk, seat)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    made.activateWindow()
    made.load()
    qtbot.waitUntil(lambda: work.busy() == 0)
    yield made
    qtbot.waitUntil(lambda: work.busy() == 0)


def _lines(section: StaffSection) -> list[str]:
    return [section.list.item(row).text() for row in range(section.list.count())]


def test_somebody_is_added_gets_another_role_and_retires(qtbot: QtBot, desk: Desk, section: StaffSection) -> None:
    said: list[str] = []
    section.message.connect(said.append)
    section.name.setFocus()
    write("李敏")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_lines(section)) == 2)
    assert _lines(section) == ["值班员　管理员　可查阅检举控告", "李敏　登记员"]
    assert "李敏 已添加" in said[-1] and section.name.text() == ""
    section.list.setFocus()
    press(Qt.Key.Key_Down)
    section.role.focus_chosen()
    press(Qt.Key.Key_2)
    section.change.click()
    qtbot.waitUntil(lambda: _lines(section)[1] == "李敏　负责人")
    section.retire.click()
    qtbot.waitUntil(lambda: _lines(section)[1] == "李敏　负责人　已停用")
    assert not section.retire.isEnabled() and section.change.text() == "请他回来"
    section.change.click()
    qtbot.waitUntil(lambda: _lines(section)[1] == "李敏　负责人")


def test_the_last_administrator_is_refused_in_words(qtbot: QtBot, desk: Desk, section: StaffSection) -> None:
    with qtbot.waitSignal(section.denied) as told:
        section.retire.click()
    assert "最后一名管理员" in told.args[0]
    assert [member.active for member in desk.staff.all()] == [True]


def test_whoever_may_not_is_shown_why(qtbot: QtBot, desk: Desk, section: StaffSection) -> None:
    desk.staff.add("李敏", "lead")
    desk.session.hand_over("李敏")
    section.load()
    qtbot.waitUntil(lambda: section.notice.isVisible())
    assert "要管理员来办" in section.notice.text()
    controls = (section.role, section.accusations, section.change, section.retire, section.name, section.add)
    assert not any(control.isEnabled() for control in controls)
    assert all("要管理员来办" in control.toolTip() for control in controls)
