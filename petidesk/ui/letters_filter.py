"""Which letters the list shows: the state at one click, a text, a chip for whatever else narrows it."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from petidesk.domain.letters import LetterQuery
from petidesk.ui import controls
from petidesk.ui.inputs import ChipChoice
from petidesk.ui.theme import sized, spaced, theme

DRAFTS, ISSUED, WAITING, VOIDED, ALL = "draft", "issued", "waiting", "voided", "all"
TYPING_MS = 300
# Narrower than this, in ems, the bar uses short forms.
NARROW = 46.0


def group_words() -> dict[str, str]:
    """The groups in their order."""
    tr = QCoreApplication.translate
    return {
        ALL: tr("LetterFilter", "全部"),
        DRAFTS: tr("LetterFilter", "草稿"),
        ISSUED: tr("LetterFilter", "已签发"),
        WAITING: tr("LetterFilter", "待送达"),
        VOIDED: tr("LetterFilter", "已作废"),
    }


def group_of(query: LetterQuery) -> str:
    """Which group a question is."""
    return WAITING if query.waiting_service else query.state or ALL


def in_group(query: LetterQuery, group: str) -> LetterQuery:
    """The same question in another group."""
    state = group if group in (DRAFTS, ISSUED, VOIDED) else ""
    return dataclasses.replace(query, state=state, waiting_service=group == WAITING)


def chips_of(query: LetterQuery, titles: dict[str, str]) -> dict[str, str]:
    """What narrows the list beside the group: keys of the question and the words of each chip."""
    tr = QCoreApplication.translate
    chips = {}
    if query.text:
        chips["text"] = tr("LetterFilter", "含“{0}”").format(query.text)
    if query.case_no:
        chips["case_no"] = query.case_no
    if query.meeting_no:
        chips["meeting_no"] = query.meeting_no
    if query.form:
        chips["form"] = titles.get(query.form, query.form)
    if query.since is not None:
        chips["since"] = tr("LetterFilter", "{0} 起签发").format(query.since)
    if query.until is not None:
        chips["until"] = tr("LetterFilter", "{0} 止签发").format(query.until)
    return chips


class LetterFilter(QWidget):
    """The bar above the list. `changed` carries the LetterQuery, without its order."""

    changed = Signal(object)
    # Down or Enter in the text field: the clerk wants to go into the list.
    into_list = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.query = LetterQuery()
        self.titles: dict[str, str] = {}
        self._filling = False
        self.group = ChipChoice(list(group_words().items()), ALL)
        self.group.setAccessibleName(self.tr("文书的状态"))
        self.text = QLineEdit()
        self.text.setAccessibleName(self.tr("在文书中找"))
        self.text.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.chips = controls.Flow(0.35)
        self.chips.hide()
        self._line = controls.Flow(0.75)
        self._line.add(self.group)
        self._line.add(self.text)
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        column.addWidget(self._line)
        column.addWidget(self.chips)
        self.group.changed.connect(self._group_chosen)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self._typing.timeout.connect(self._typed)
        self.text.installEventFilter(self)
        self._fit()

    def put(self, query: LetterQuery) -> None:
        """Choose from outside; `changed` is sent."""
        self.query = query
        self._fill()
        self.changed.emit(query)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < NARROW * theme.em(1)
        sized(self.text, width=11 if narrow else 18)
        self.text.setPlaceholderText(self.tr("找文号、姓名") if narrow else self.tr("文号、名称、姓名、事项"))
        self._line.again()

    def _change(self, **chosen: Any) -> None:
        query = dataclasses.replace(self.query, **chosen)
        if query != self.query:
            self.put(query)

    def _group_chosen(self, group: str) -> None:
        if not self._filling:
            self.put(in_group(self.query, group))

    def _typed(self) -> None:
        self._typing.stop()
        self._change(text=self.text.text().strip())

    def _fill(self) -> None:
        self._filling = True
        self.group.choose(group_of(self.query))
        if self.text.text().strip() != self.query.text:
            self.text.setText(self.query.text)
        self._filling = False
        self.chips.clear()
        active = chips_of(self.query, self.titles)
        for key, words in active.items():
            chip = controls.button(words, partial(self._drop, key), part="chip", icon="x")
            chip.setAccessibleName(self.tr("去掉条件：{0}").format(words))
            chip.setToolTip(self.tr("去掉这个条件"))
            self.chips.add(chip)
        if len(active) > 1:
            self.chips.add(controls.button(self.tr("全部去掉"), self._drop_all, part="link"))
        self.chips.setVisible(bool(active))

    def _drop(self, key: str) -> None:
        self._change(**{key: getattr(LetterQuery(), key)})

    def _drop_all(self) -> None:
        self.put(in_group(LetterQuery(), group_of(self.query)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter in the text field go into the list."""
        if watched is self.text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter:
                self._typed()
            if enter or event.key() == Qt.Key.Key_Down:
                self.into_list.emit()
                return True
        return super().eventFilter(watched, event)
