"""Ctrl+Z of the window: the last saved action by its name, taken back from any page, and the list of the last fifty.

The desk says what was saved (desk.undo), whichever page saved it; no page keeps a way back of its own. With the focus
in a text field Ctrl+Z takes back typing and stops there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.trouble import Trouble
from petidesk.domain.undo.steps import StepLine, Undone
from petidesk.ui import work
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.shell.actions import action
from petidesk.ui.shell.floats import Floats
from petidesk.ui.shell.routes import (
    Route,
    ToCase,
    ToDispute,
    ToDrafts,
    ToImport,
    ToLeave,
    ToLetters,
    ToMeeting,
    ToMonth,
    ToPlan,
    ToReception,
    ToRound,
    ToSettings,
    ToVisit,
    ToWording,
)
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# How many of the list are gone back on trial: what stands behind is not pressed at once.
_TRIED = 10


class LastSteps(QObject):
    """The last saved action, whichever page saved it. `go` is the window's: to a place, None for again here.

    `changed` is sent when the last one is another, `undone` after one was taken back. A refusal goes to the window's
    banner.
    """

    changed = Signal()
    undone = Signal()
    _saved = Signal(object)

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
            desk.undo.watch(self._saved.emit)  # comes from the thread that saves: the signal carries it over
            work.run(self, desk.undo.next, self._take)

    def words(self) -> str:
        """撤销“并案 镇信2026-0012”, or that there is nothing to take back."""
        if self.line is None:
            return self.tr("没有可以撤销的操作")
        return self.tr("撤销“{0}”").format(self.line.name)

    def press(self) -> None:
        """Ctrl+Z: typing goes back where one types, else the last saved action."""
        if not takes_typing_back(QApplication.focusWidget()):
            self.take_back()

    def take_back(self, step_id: int | None = None) -> None:
        """Take the last step back; with `step_id` only while it is the last one."""
        desk = self._desk
        if desk is None or self._busy:
            return
        self._busy = True
        asked = desk.undo

        def done(found: tuple[Undone, StepLine | None]) -> None:
            self._busy = False
            self._take(found[1])
            self._floats.settle()
            self._floats.say(self.tr("已撤销：{0}").format(found[0].line.name))
            self._go(route_of(found[0].line))
            self.undone.emit()

        def failed(trouble: Trouble) -> None:
            self._busy = False
            work.board().trouble.emit(trouble)

        work.run(self, lambda: (asked.back(step_id), asked.next()), done, failed, title=self.tr("正在撤销"))

    def show_list(self) -> None:
        """最近50步, in a list of its own."""
        if self._desk is not None:
            shown = StepsList(self._desk, self, self._window)
            shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            shown.open()

    def _open_menu(self) -> None:
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _just_saved(self, line: StepLine | None) -> None:
        self._take(line)
        if line is not None:
            words = action("undo").with_key(self.tr("撤销"))
            self._floats.saved(self.tr("已保存：{0}").format(line.name), words, partial(self.take_back, line.step_id))

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


def route_of(line: StepLine) -> Route | None:
    """Where the record of a step is seen; None where the page in front is as good as any."""
    number = line.number
    known: dict[str, Route] = {
        "visit": ToVisit(number),
        "case": ToCase(number),
        "dispute": ToDispute(number),
        "round": ToRound(number),
        "ledger": ToMonth(number),
        "county_template": ToMonth(),
        "letter": ToLetters(LetterQuery(text=number)),
        "meeting": ToMeeting(number),
        "plan": ToPlan(),
        "leader": ToLeave(),
        "import": ToImport(),
        "office": ToSettings("office"),
        "calendar": ToSettings("calendar"),
        "template": ToWording(),
        "draft": ToDrafts(),
    }
    if line.kind in ("schedule", "sitting"):
        return _reception(number)
    return known.get(line.kind)


def _reception(subject: str) -> Route | None:
    first = subject.replace("..", "、").split("、")[0]
    try:
        return ToReception(date.fromisoformat(first))
    except ValueError:
        return None


class StepsList(QDialog):
    """最近50步: what was saved last, each with whether it can be taken back and why not. Enter takes back the last."""

    def __init__(self, desk: Desk, steps: LastSteps, parent: QWidget) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setWindowTitle(self.tr("最近50步"))
        column = QVBoxLayout(self)
        spaced(column, 0.5, (1, 1, 1, 1))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("最近保存的操作"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        self.nothing = controls.label(self.tr("正在看哪些可以撤销"), "soft")
        column.addWidget(self.nothing)
        self.button = controls.button(steps.words(), self._back)
        role(self.button, "primary")
        icons.put(self.button, "undo", "on_ink", 1.1)
        self.button.setEnabled(False)
        column.addWidget(self.button)
        sized(self, min_width=34, min_height=22)
        self.list.setFocus()
        work.run(self, partial(desk.undo.steps, _TRIED), self._show)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list is the filled button."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enter:
            self.button.click()
            return True
        return False

    def _show(self, lines: list[StepLine]) -> None:
        for line in lines:
            item = QListWidgetItem(step_words(line))
            if not line.possible:
                item.setForeground(self.palette().placeholderText())
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setText("" if lines else self._steps.words())
        self.nothing.setVisible(not lines)
        self.button.setVisible(bool(lines))
        self.button.setEnabled(bool(lines) and lines[0].possible)

    def _back(self) -> None:
        self.accept()
        self._steps.take_back()


def step_words(line: StepLine) -> str:
    """One line of the list: when, what, and why not."""
    words = translate("StepsList", "{0}　{1}").format(f"{line.at:%m-%d %H:%M}", line.name)
    return words if line.possible else translate("StepsList", "{0}\n　　不能撤销：{1}").format(words, line.why)
