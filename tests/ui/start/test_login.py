"""An encrypted office at its start screen: password, waiting, the code from paper; encrypting and restoring by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from petidesk.app import Door
from petidesk.desk import unlocking
from petidesk.desk.opening import create_office, open_desk
from petidesk.desk.safety import backups
from petidesk.domain.secrets.recovery import code_of
from petidesk.storage.secrets.wraps import Cost
from petidesk.ui import work
from petidesk.ui.seat import Seat
from petidesk.ui.settings.secrets import SecretsSection
from petidesk.ui.shell.routes import ToSettings
from petidesk.ui.start.login import LoginScreen
from petidesk.ui.start.wizard import Wizard
from tests.offices import new_office
from tests.ui.desks.window import words

PASSWORD, CODE = "河边的第三棵柳树", "000G8-40R4P-0M30D-E2094-185GP-R38EP-1W81W"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the office of the test lies, or will lie."""
    return tmp_path / "data"


@pytest.fixture
def locked(folder: Path) -> Path:
    create_office(folder, office="清溪镇", county="安平县", password=PASSWORD, code=CODE, cost=Cost(8, 1, 1))
    return folder


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Door]:
    made = Door(folder, None, Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(made.frame)
    yield made
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)
    made.end()


def _screen(qtbot: QtBot, door: Door) -> LoginScreen:
    def there() -> bool:
        return work.busy() == 0 and bool(door.frame.findChildren(LoginScreen))

    qtbot.waitUntil(there, timeout=20_000)
    (screen,) = door.frame.findChildren(LoginScreen)
    return screen


def _open(qtbot: QtBot, door: Door) -> None:
    qtbot.waitUntil(lambda: door.desk is not None, timeout=20_000)
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)


def _log_in(qtbot: QtBot, door: Door, password: str = PASSWORD) -> None:
    screen = _screen(qtbot, door)
    screen.password.setText(password)
    qtbot.keyClick(screen.password, Qt.Key.Key_Return)
    _open(qtbot, door)


def test_a_password_and_enter_open_the_office_and_a_wrong_one_says_so(qtbot: QtBot, door: Door, locked: Path) -> None:
    door.start()
    screen = _screen(qtbot, door)
    for _ in range(3):
        screen.password.setText("不是这个密码啊")
        qtbot.keyClick(screen.password, Qt.Key.Key_Return)
        qtbot.waitUntil(screen.isEnabled, timeout=20_000)
        assert "密码不对" in screen.says.text()
    assert "1 秒" in screen.says.text()
    screen.explain.click()
    assert "恢复单" in screen.text.toPlainText() and screen.text.isVisibleTo(screen)
    assert door.desk is None
    _log_in(qtbot, door)
    assert door.desk is not None
    assert door.desk.office.current().name == "清溪镇"
    assert unlocking.who(locked)[0].waits == 0


def test_a_forgotten_password_is_replaced_by_the_code_from_paper(qtbot: QtBot, door: Door, locked: Path) -> None:
    door.start()
    screen = _screen(qtbot, door)
    screen.forgotten.click()
    assert screen.code.hasFocus() or screen.by_code.isVisibleTo(screen)
    screen.code.setText(CODE.lower().replace("-", " ")[:-1] + "x")
    for line in (screen.new, screen.again):
        line.setText("新的密码12345")
    screen.use_code.click()
    qtbot.waitUntil(screen.isEnabled, timeout=20_000)
    assert "第7组" in screen.says.text()
    screen.code.setText(CODE.lower().replace("-", " "))
    screen.again.setText("新的密码1234")
    screen.use_code.click()
    assert "不一样" in screen.says.text()
    screen.again.setText("新的密码12345")
    screen.use_code.click()
    _open(qtbot, door)
    assert unlocking.log_in(locked, None, "新的密码12345") is not None


def test_closing_an_encrypted_office_leaves_a_verified_backup(qtbot: QtBot, door: Door, locked: Path) -> None:
    door.start()
    _log_in(qtbot, door)
    with qtbot.waitSignal(door.frame.closed, timeout=25_000):
        door.frame.close()
    assert not door.frame.findChildren(QDialog)
    (made,) = backups.available(locked)
    assert (made.reason, made.verified) == ("close", True)
    assert unlocking.backup_is_encrypted(Path(made.file))


def test_the_wizard_makes_an_encrypted_office_once_the_sheet_was_typed(
    qtbot: QtBot, door: Door, folder: Path, tmp_path: Path
) -> None:
    door.start()
    (wizard,) = door.frame.findChildren(Wizard)
    wizard.office.setText("清溪镇")
    wizard.county.setText("安平县")
    for _ in range(3):
        wizard.forward()
    secret = wizard.secret
    secret.choice.choose("encrypted")
    for line in (secret.passwords.new, secret.passwords.again):
        line.setText(PASSWORD)
    wizard.forward()
    assert "恢复单" in wizard.says.text()
    secret.sheet.write(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: secret.sheet.made and work.busy() == 0, timeout=20_000)
    secret.sheet.typed.setText(code_of(b"\x07" * 18))
    wizard.forward()
    assert "不是这张恢复单" in wizard.says.text()
    wizard.finish()
    assert door.desk is None
    secret.sheet.typed.setText(_code_on(tmp_path / "sheet.pdf"))
    wizard.finish()
    _log_in(qtbot, door)
    assert unlocking.is_encrypted(folder)
    door.end()
    assert unlocking.recover(folder, None, _code_on(tmp_path / "sheet.pdf"), "后来的密码678") is not None


def _code_on(sheet: Path) -> str:
    text = pypdfium2.PdfDocument(sheet.read_bytes())[0].get_textpage().get_text_bounded()
    return "".join(re.findall(r"第\d组\s*((?:[0-9A-Z]\s*){5})", text))


def test_the_settings_encrypt_change_and_renew(qtbot: QtBot, door: Door, folder: Path, tmp_path: Path) -> None:
    new_office(folder, office="清溪镇", county="安平县")
    door.start()
    _open(qtbot, door)
    section = _section(qtbot, door)
    section.encrypt.click()
    assert not unlocking.is_encrypted(folder)
    for line in (section.passwords.new, section.passwords.again):
        line.setText(PASSWORD)
    section.sheet.write(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: section.sheet.made and work.busy() == 0, timeout=20_000)
    section.sheet.typed.setText(_code_on(tmp_path / "sheet.pdf"))
    section.encrypt.click()
    assert not unlocking.is_encrypted(folder)  # not before it is said that it was understood
    section.understood.setChecked(True)
    section.encrypt.click()
    qtbot.waitUntil(lambda: door.unlocked is not None, timeout=20_000)
    _open(qtbot, door)
    assert unlocking.is_encrypted(folder)
    assert "已加密" in words(door.frame.banner)
    section = _section(qtbot, door)
    before = door.unlocked
    section.renew.click()
    qtbot.waitUntil(lambda: door.unlocked is not before, timeout=20_000)
    _open(qtbot, door)
    section = _section(qtbot, door)
    for line in (section.passwords.new, section.passwords.again):
        line.setText("后来的密码678")
    with qtbot.waitSignal(section.message, timeout=20_000):
        section.change.click()
    assert unlocking.log_in(folder, None, "后来的密码678") is not None


def _section(qtbot: QtBot, door: Door) -> SecretsSection:
    door.frame.follow(ToSettings("secrets"))

    def there() -> bool:
        return work.busy() == 0 and bool(door.frame.findChildren(SecretsSection))

    qtbot.waitUntil(there, timeout=20_000)
    (section,) = door.frame.findChildren(SecretsSection)
    return section


def test_an_encrypted_backup_is_restored_by_the_code_where_the_office_is_gone(
    qtbot: QtBot, door: Door, locked: Path, tmp_path: Path
) -> None:
    desk = open_desk(locked, password=PASSWORD)
    made = desk.backups.make()
    desk.close()
    stick = locked.rename(tmp_path / "stick")
    door.start()
    (wizard,) = door.frame.findChildren(Wizard)
    wizard.take_copy(stick / "backups" / Path(made.file).name)
    screen = _screen(qtbot, door)
    screen.forgotten.click()
    screen.code.setText(CODE)
    for line in (screen.new, screen.again):
        line.setText("新的密码12345")
    screen.use_code.click()
    _open(qtbot, door)
    assert door.desk is not None
    assert door.desk.office.current().name == "清溪镇"
