"""The lists under type-ahead fields: Esc closes the list and nothing else, and a list goes when its field goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import petidesk.ui
from petidesk.domain.trouble import Refused
from petidesk.ui.forms.typeahead_field import TypeAheadField, within
from tests.ui.desks.typist import press, write


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[TypeAheadField]:
    """A field that knows two villages, in a window of its own."""
    window = QWidget()
    qtbot.addWidget(window)
    made = TypeAheadField(within(("东村", "西村", "A")), grows=False)
    column = QVBoxLayout(window)
    column.addWidget(made)
    column.addWidget(QLineEdit())
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


@pytest.mark.parametrize(
    "leave",
    [
        lambda _field: press(Qt.Key.Key_Tab),
        lambda _field: press(Qt.Key.Key_Backtab),
        lambda field: field.take(),
        lambda field: field.take(shift=True),
        lambda field: field.clearFocus(),
        lambda field: field.chosen(),
    ],
)
def test_letters_become_what_they_found(field: TypeAheadField, leave: Callable[[TypeAheadField], object]) -> None:
    write("dc")
    assert [field.popup().item(row).text() for row in range(field.popup().count())] == ["东村"]
    leave(field)
    assert field.text() == "东村" == field.chosen()


def test_letters_that_found_nothing_are_neither_offered_nor_given_away(field: TypeAheadField) -> None:
    said = []
    field.judged.connect(lambda words, tone: said.append((words, tone)))
    write("tdq")
    assert not field.popup().isVisible()
    with pytest.raises(Refused, match="tdq"):
        field.chosen("village")
    field.clearFocus()
    assert "tdq" in said[-1][0] and said[-1][1] == "error"
    field.put("石桥")
    assert field.chosen() == "石桥"


def test_a_value_that_is_letters_may_be_chosen_where_it_is_known(field: TypeAheadField) -> None:
    write("A")
    assert field.chosen() == "A"


def test_every_field_with_a_list_hands_its_value_out_through_a_guard() -> None:
    # A place more that makes such a field has to refuse letters as these do, and its test stands beside theirs.
    folder = Path(petidesk.ui.__file__).parent
    made = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if re.search(r"(?<!class )\bTypeAheadField\(", file.read_text(encoding="utf-8"))
    }
    assert made == {
        "forms/fields.py",
        "registration/form.py",
        "registration/matters.py",
        "registration/people.py",
        "letters/issue_bar.py",
        "letters/batch.py",
        "backfill/table.py",
    }


def test_a_list_dies_with_its_field(field: TypeAheadField) -> None:
    window = field.window()
    write("村")
    assert [part for part in window.findChildren(QListWidget) if part.isVisible()]
    field.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(QListWidget) == []
