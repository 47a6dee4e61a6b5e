"""最近50步: what was saved last, each with whether it can be taken back; and where the record of a step is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.undo.steps import StepLine
from petidesk.ui import work
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.shell.page import bind_filled
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
    """最近50步: what was saved last, each with whether it can be taken back and why not. Enter takes back the last.

    `back` gets the id of the step that was read as the last: one that came since is not what is meant.
    """

    def __init__(self, desk: Desk, words: str, back: Callable[[int], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._take_back = back
        self._last: int | None = None
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
        self.button = controls.button(words, self._back)
        role(self.button, "primary")
        icons.put(self.button, "undo", "on_ink", 1.1)
        self.button.setEnabled(False)
        column.addWidget(self.button)
        bind_filled(self)
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
        self.nothing.setText("" if lines else self._words)
        self.nothing.setVisible(not lines)
        if lines:
            self._last = lines[0].step_id
            self.button.setText(translate("LastSteps", "撤销“{0}”").format(lines[0].name))
        self.button.setVisible(bool(lines))
        self.button.setEnabled(bool(lines) and lines[0].possible)

    def _back(self) -> None:
        self.accept()
        if self._last is not None:
            self._take_back(self._last)


def step_words(line: StepLine) -> str:
    """One line of the list: when, what, and why not."""
    words = translate("StepsList", "{0}　{1}").format(f"{line.at:%m-%d %H:%M}", line.name)
    return words if line.possible else translate("StepsList", "{0}\n　　不能撤销：{1}").format(words, line.why)
