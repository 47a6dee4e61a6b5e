"""Ctrl+Z of the window: the last saved action by its name, taken back from any page.

The desk says what was saved (desk.undo), whichever page saved it; no page keeps a way back of its own. With the focus
in a text field Ctrl+Z takes back typing and stops there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import controls
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.floats import Floats
from petidesk.ui.shell.routes import Route

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.undo.steps import StepLine, Undone

# What begins by itself when a page opens: its page shows it, no card does.
_BY_ITSELF = ("letter.drafted",)


class LastSteps(QObject):
    """The last saved action, whichever page saved it. `go` is the window's: to a place, None for again here.

    `changed` is sent when the last one is another, `undone` after one was taken back. A refusal goes to the window's
    banner. A step counts in the file of its desk alone: what another one said is dropped, and so is a button of it.
    """

    changed = Signal()
    undone = Signal()
    _saved = Signal(object, object)

    def __init__(self, parent: QWidget, floats: Floats, go: Callable[[Route | None], object]) -> None:
        super().__init__(parent)
        self.line: StepLine | None = None
        self._window = parent
        self._floats = floats
        self._go = go
        self._desk: Desk | None = None
        self._busy = False
        self._saved.connect(self._just_saved)
        self.button = controls.icon_button("undo", self.tr("撤销"), self._open_menu)
        self.menu = QMenu(self.button)
        self.back = self.menu.addAction("", self.take_back)
        self.menu.addAction(self.tr("最近50步…"), self.show_list)
        self._take(None)

    def take(self, desk: Desk | None) -> None:
        """The desk is open, or left (None)."""
        self._desk = desk
        self._take(None)
        if desk is not None:
            # It comes from the thread that saves: the signal carries it over.
            desk.undo.watch(lambda line: self._saved.emit(desk, line))
            self._read_next(desk)

    def _read_next(self, desk: Desk) -> None:
        work.run(self, desk.undo.next, lambda line: self._take(line) if desk is self._desk else None)

    def words(self) -> str:
        """撤销“并案 镇信2026-0012”, or that there is nothing to take back."""
        if self.line is None:
            return self.tr("没有可以撤销的操作")
        return self.tr("撤销“{0}”").format(self.line.name)

    def press(self) -> None:
        """Ctrl+Z: typing goes back where one types, else the last saved action."""
        if not takes_typing_back(QApplication.focusWidget()):
            self.take_back()

    def take_back(self) -> None:
        """Take the last step back: the one that is named, where one is."""
        if self._desk is not None:
            self._take_back(self._desk, self.line.step_id if self.line else None)

    def _take_back(self, desk: Desk, step_id: int | None = None) -> None:
        """The last step of this desk; with `step_id` only while it is the last one."""
        if desk is not self._desk or self._busy:
            return
        from petidesk.ui.shell.steps_list import route_of

        self._busy = True
        asked = desk.undo

        def done(found: tuple[Undone, StepLine | None]) -> None:
            self._busy = False
            if desk is not self._desk:
                return
            self._take(found[1])
            self._floats.settle()
            self._floats.say(self.tr("已撤销：{0}").format(found[0].line.name))
            self._go(route_of(found[0].line))
            self.undone.emit()

        def failed(trouble: Trouble) -> None:
            self._busy = False
            if desk is self._desk:
                work.board().trouble.emit(trouble)
                self._read_next(desk)

        work.run(self, lambda: (asked.back(step_id), asked.next()), done, failed, title=self.tr("正在撤销"))

    def show_list(self) -> None:
        """最近50步, in a list of its own."""
        from petidesk.ui.shell.steps_list import StepsList

        if self._desk is not None:
            back = partial(self._take_back, self._desk)
            shown = StepsList(self._desk, self.words(), back, self._window)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            shown.open()

    def _open_menu(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _just_saved(self, desk: Desk, line: StepLine | None) -> None:
        if desk is not self._desk:
            return
        self._take(line)
        if line is not None and line.action not in _BY_ITSELF:
            words = action("undo").with_key(self.tr("撤销"))
            back = partial(self._take_back, desk, line.step_id)
            self._floats.saved(self.tr("已保存：{0}").format(line.name), words, back)

    def _take(self, line: StepLine | None) -> None:
        self.line = line
        self.back.setText(action("undo").with_key(self.words()))
        self.back.setEnabled(line is not None)
        self.button.setToolTip(self.back.text())
        self.changed.emit()


def takes_typing_back(focus: QWidget | None) -> bool:
    """Ctrl+Z in a field that is typed in: its own typing goes back, nothing that was saved."""
    field = focus.findChild(QLineEdit) if isinstance(focus, QComboBox | QAbstractSpinBox) else focus
    if isinstance(field, QLineEdit | QTextEdit | QPlainTextEdit) and not field.isReadOnly():
        field.undo()
        return True
    return False
