"""Enter goes on everywhere: in what no form follows the next input of the page comes next, at last its filled button.

Every input that gets the keys is watched as those of a form are (ui/forms/keys.py), so that an input method keeps its
Enter. A field that has a use of its own for Enter (it chooses what a list below it marks) says so with the property
`own_enter`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from petidesk.ui.forms.keys import WATCHED, FieldKeys
from petidesk.ui.look.stops import filled_button, is_input, next_input
from petidesk.ui.shell.page import page_around


class EnterWalk(QObject):
    """Follows the inputs of one window that nothing else follows."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._keys = FieldKeys(self)
        self._keys.forward.connect(lambda widget: _go(widget, 1))
        self._keys.back.connect(lambda widget: _go(widget, -1))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or new.window() is not self.parent() or not is_input(new) or page_around(new) is None:
            return
        if not new.property(WATCHED) and not new.property("own_enter"):
            self._keys.watch(new, getattr(new, "take", None))


def _go(widget: QWidget, step: int) -> None:
    page = page_around(widget)
    if page is None:
        return
    reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
    there = next_input(page, widget, step)
    if there is None and step > 0:
        there = filled_button(page)
    if there is not None and there.isEnabled():
        there.setFocus(reason)
