"""Settings keep drafts like every form: what was changed and not saved outlives the page and the window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.forms.entry_rows import EntryRows
from petidesk.ui.seat import Seat
from petidesk.ui.settings.office_section import DRAFT_KIND, ChangeSection
from petidesk.ui.settings.page import SECTIONS, SettingsPage
from petidesk.ui.shell.routes import ToSettings
from tests.ui.desks.calm import settle


def opened(qtbot: QtBot, desk: Desk, seat: Seat, key: str) -> tuple[SettingsPage, ChangeSection | None]:
    """A new page on this section; None where it has no settings of the office."""
    page = SettingsPage(desk, seat)
    qtbot.addWidget(page)
    page.show()
    page.opened(ToSettings(key))
    settle(qtbot)
    section = page.section()
    return page, section if isinstance(section, ChangeSection) else None


def change(editor: QWidget) -> None:
    """Put something else into an editor, whatever its kind."""
    if isinstance(editor, QComboBox):
        editor.setCurrentIndex((editor.currentIndex() + 1) % editor.count())
    elif isinstance(editor, QSpinBox):
        editor.setValue(editor.minimum() if editor.value() != editor.minimum() else editor.maximum())
    elif isinstance(editor, QCheckBox):
        editor.toggle()
    elif isinstance(editor, QLineEdit):
        editor.setText("改过的话")
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText("改过的一行")
    else:
        assert isinstance(editor, EntryRows)
        editor.add_entry()
        for part in editor.entries[-1].editors.values():
            if isinstance(part, QLineEdit):
                part.setText("改过的话")


def given(section: ChangeSection) -> dict[str, Any]:
    """What stands in the editors and is not stored."""
    return section.typed_over() or {}


@pytest.mark.parametrize("key", [key for key, _words, _icon in SECTIONS])
def test_what_was_not_saved_comes_back_and_can_be_given_up(qtbot: QtBot, desk: Desk, seat: Seat, key: str) -> None:
    page, section = opened(qtbot, desk, seat, key)
    if section is None:
        return  # it changes nothing of the office, or at once
    for name in sorted(section.keys):
        change(section.editor(name))
    typed = given(section)
    assert set(typed) == section.keys
    page.opened(ToSettings(key))
    settle(qtbot)
    assert given(section) == typed, "coming back to the page loses nothing"
    page.closing()
    settle(qtbot)
    page.close()
    page, again = opened(qtbot, desk, seat, key)
    assert again is not None and given(again) == typed and again.unsaved.isVisible()
    again.give_up()
    assert given(again) == {} and not again.unsaved.isVisible()
    page.closing()
    settle(qtbot)
    assert [draft for draft in desk.drafts.whole() if draft.kind == DRAFT_KIND] == []


def test_what_is_saved_leaves_no_draft(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    _page, section = opened(qtbot, desk, seat, "office")
    assert section is not None
    place = section.editor("phone")
    assert isinstance(place, QLineEdit)
    place.setText("0701-1234567")
    settle(qtbot)
    qtbot.waitUntil(lambda: any(draft.kind == DRAFT_KIND for draft in desk.drafts.whole()))
    with qtbot.waitSignal(section.saved):
        section.main()
    qtbot.waitUntil(lambda: not any(draft.kind == DRAFT_KIND for draft in desk.drafts.whole()))
    assert desk.office.current().phone == "0701-1234567" and given(section) == {}
