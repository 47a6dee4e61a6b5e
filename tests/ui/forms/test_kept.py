"""One keeper of drafts: what was typed comes back, what was emptied by hand stays empty, another's stays closed."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.forms.kept import ENTRY, KeptForm, entry_of
from tests.ui.desks.calm import quiet


class Typist(QObject):
    """Stands for a form: `fields` is what is typed in it, `brought` what its draft brought back."""

    def __init__(self, qtbot: QtBot, desk: Desk, about: dict[str, str], kind: str = ENTRY) -> None:
        super().__init__()
        self.fields: dict[str, Any] | None = None
        self.brought: list[dict[str, Any]] = []
        self._qtbot = qtbot
        self.kept = KeptForm(desk, kind, about, lambda: self.fields, self)
        self.kept.found.connect(self._put)
        quiet(qtbot)

    def _put(self, fields: dict[str, Any]) -> None:
        self.brought.append(fields)
        self.fields = fields

    def type(self, fields: dict[str, Any] | None) -> None:
        self.fields = fields
        self.kept.changed()

    def close(self) -> None:
        self.kept.close()
        quiet(self._qtbot)


CASE = entry_of("XF-1", "accepted")


@pytest.mark.parametrize(
    ("kind", "about"), [(ENTRY, CASE), ("dispute_form", {"about": "JF-1"}), ("grid", {"about": ""})]
)
def test_what_was_typed_comes_back_once_it_is_opened_again(
    qtbot: QtBot, desk: Desk, kind: str, about: dict[str, str]
) -> None:
    first = Typist(qtbot, desk, about, kind)
    assert first.brought == []
    first.type({"note": "写了一半"})
    first.close()
    assert Typist(qtbot, desk, {key: f"{value}0" for key, value in about.items()}, kind).brought == []
    assert Typist(qtbot, desk, about, kind).brought == [{"note": "写了一半"}]


def test_a_form_that_was_emptied_by_hand_stays_empty(qtbot: QtBot, desk: Desk) -> None:
    first = Typist(qtbot, desk, CASE)
    first.type({"note": "写了一半"})
    first.close()
    again = Typist(qtbot, desk, CASE)
    again.type(None)
    again.close()
    assert Typist(qtbot, desk, CASE).brought == []
    assert desk.drafts.whole() == []


def test_a_form_that_was_only_looked_at_keeps_its_draft(qtbot: QtBot, desk: Desk) -> None:
    first = Typist(qtbot, desk, CASE)
    first.type({"note": "写了一半"})
    first.close()
    Typist(qtbot, desk, CASE).close()
    assert Typist(qtbot, desk, CASE).brought == [{"note": "写了一半"}]


def test_what_is_saved_for_good_leaves_no_draft(qtbot: QtBot, desk: Desk) -> None:
    form = Typist(qtbot, desk, CASE)
    form.type({"note": "写了一半"})
    qtbot.waitUntil(lambda: form.kept.draft_id is not None, timeout=5_000)
    form.kept.done()
    quiet(qtbot)
    assert desk.drafts.whole() == []
