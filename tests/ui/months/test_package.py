"""A month package in a window of its own: shown whole, with a password, and when a file in it was changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.months.package import PackageWindow
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import escalated, last_month, late, resolved
from tests.ui.desks.typist import enter, focus, press


def fill(desk: Desk) -> None:
    late(desk)
    resolved(desk)
    escalated(desk)


def shown(qtbot: QtBot, path: Path) -> PackageWindow:
    window = PackageWindow(path)
    qtbot.addWidget(window)
    window.show()
    quiet(qtbot)
    return window


@pytest.fixture
def package(filled: None, desk: Desk, tmp_path: Path) -> Path:
    made = desk.ledger_package.build(last_month(desk), tmp_path / "月报.petidesk.zip", anyway=True)
    assert made is not None
    return made.path


def test_it_says_whose_it_is_and_shows_the_rows(qtbot: QtBot, package: Path, tmp_path: Path) -> None:
    window = shown(qtbot, package)
    assert "月报" in window.title.text() and "rows.json" in window.facts.text()
    assert len(window.table.few.rows) == 3 and focus() is window.table
    assert clipped(window) == [] and nameless(window) == []
    (tmp_path / "存").mkdir()
    window.save_to(tmp_path / "存")
    quiet(qtbot)
    assert {path.suffix for path in (tmp_path / "存").iterdir()} == {".xlsx", ".pdf"}
    window.save_to(tmp_path / "存")
    assert "已经有" in window.notice.text()
    press(Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_password_is_asked_for_until_it_is_right(qtbot: QtBot, filled: None, desk: Desk, tmp_path: Path) -> None:
    desk.ledger_package.build(last_month(desk), tmp_path / "锁.zip", password="qingxi-2026", anyway=True)
    window = shown(qtbot, tmp_path / "锁.zip")
    assert window.password_field.isVisible() and focus() is window.password
    window.password.setText("不是这个密码")
    enter()
    quiet(qtbot)
    assert "密码不对" in window.password_field.said() and window.found is None
    window.password.setText("qingxi-2026")
    enter()
    quiet(qtbot)
    assert window.found is not None and not window.password_field.isVisible()


def test_a_changed_file_and_no_package_are_said(qtbot: QtBot, package: Path, tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name) + (b" " if name.endswith(".pdf") else b""))
    (tmp_path / "改.zip").write_bytes(target.getvalue())
    assert "（签字）" in shown(qtbot, tmp_path / "改.zip").notice.text()
    (tmp_path / "空.zip").write_bytes(b"PK")
    assert "损坏" in shown(qtbot, tmp_path / "空.zip").notice.text()
