"""The lists under type-ahead fields: Esc closes the list and nothing else, and a list goes when its field goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from petidesk.ui.forms.typeahead_field import TypeAheadField
from tests.ui.desks.typist import press, write


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[TypeAheadField]:
    """A field that knows two villages, in a window of its own."""
    window = QWidget()
    qtbot.addWidget(window)
    made = TypeAheadField(lambda text: [name for name in ("东村", "西村") if text in name], grows=False)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made


def test_escape_closes_the_list_before_the_page_hears_it(field: TypeAheadField) -> None:
    heard = []
    QShortcut(QKeySequence(Qt.Key.Key_Escape), field.window()).activated.connect(lambda: heard.append("page"))
    write("村")
    assert field.popup().isVisible()
    press(Qt.Key.Key_Escape)
    assert not field.popup().isVisible() and heard == [] and field.text() == "村"
    press(Qt.Key.Key_Escape)
    assert heard == ["page"]


def test_a_list_dies_with_its_field(field: TypeAheadField) -> None:
    window = field.window()
    write("村")
    assert [part for part in window.findChildren(QListWidget) if part.isVisible()]
    field.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QListWidget) == []
