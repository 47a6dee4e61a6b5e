"""设置 → 工作人员, by the keyboard; whoever may not manage the staff sees it, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.trouble import Trouble
from petidesk.storage.secrets.wraps import Cost
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


def test_in_an_encrypted_office_passwords_are_set_and_what_they_still_open_is_said(
    qtbot: QtBot, tmp_path: Path, seat: Seat
) -> None:
    create_office(
        tmp_path / "locked", office="清溪镇", county="安平县", password="河边的第三棵柳树", cost=Cost(8, 1, 1)
    )
    desk = open_desk(tmp_path / "locked", password="河边的第三棵柳树", purpose="window")
    section, said = StaffSection(desk, seat), list[str]()
    qtbot.addWidget(section)
    section.message.connect(said.append)
    section.denied.connect(said.append)
    section.load()
    section.name.setText("李敏")
    section.add.click()
    qtbot.waitUntil(lambda: section.list.count() == 2)
    assert "还没有密码" in said[-1]
    assert ["还没有密码" in section.list.item(row).text() for row in range(2)] == [False, True]
    section.list.setCurrentRow(1)
    section.passwords.new.setText("山后的旧磨坊")
    section.set_password.click()
    assert said[-1]
    section.passwords.new.setText("山后的那座旧磨坊")
    section.passwords.again.setText("山后的那座旧磨坊")
    section.set_password.click()
    qtbot.waitUntil(lambda: "密码设好了" in said[-1], timeout=20_000)
    qtbot.waitUntil(lambda: work.busy() == 0)
    assert "还没有密码" not in section.list.item(1).text()
    assert section.passwords.password() == ""
    copy = Path(desk.backups.make().file)
    section.retire.click()
    qtbot.waitUntil(lambda: copy.name in said[-1], timeout=20_000)
    qtbot.waitUntil(lambda: work.busy() == 0)
    desk.close()
    for password, opens in (("河边的第三棵柳树", True), ("山后的那座旧磨坊", False)):
        with nullcontext() if opens else pytest.raises(Trouble):
            open_desk(tmp_path / "locked", password=password, purpose="read").close()


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
