"""Inputs of a letter: long texts that grow with what is typed, and one request with its result and answer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout

from petidesk.ui import controls
from petidesk.ui.inputs import ChipChoice, Field
from petidesk.ui.theme import role, spaced, theme

MOST_LINES = 18


class LongText(QPlainTextEdit):
    """Paragraphs: Enter is a new line, Tab leaves. As high as its text, from `lines` up to MOST_LINES."""

    edited = Signal()

    def __init__(self, lines: int, placeholder: str = "") -> None:
        super().__init__()
        self._lines = min(max(lines, 2), MOST_LINES)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.edited)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        theme.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """All that was typed."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a text; nothing is told."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = max(self._lines, min(round(self.document().size().height()), MOST_LINES))
        line = QFontMetrics(theme.font()).lineSpacing()
        around = theme.em(0.5) + 2 * round(self.document().documentMargin()) + 4
        self.setFixedHeight(line * wanted + around)


class ResultChoice(ChipChoice):
    """One of the results, none at first."""

    def __init__(self, results: Mapping[str, str]) -> None:
        super().__init__(list(results.items()), "")


class RequestCard(QFrame):
    """One request: its number and words, the result, the answer. `edited` whenever something was typed or chosen."""

    edited = Signal()

    def __init__(self, number: int, text: str, results: Mapping[str, str]) -> None:
        super().__init__()
        role(self, "card")
        self.number = number
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.9, 0.75, 0.9, 0.9))
        head = QHBoxLayout()
        spaced(head, 0.5)
        head.addWidget(controls.label(self.tr("请求{0}").format(number), "strong"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(controls.label(text, wrap=True), 1)
        self._badge = controls.label("", "badge-amber")
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.result = ResultChoice(results)
        self.answer = LongText(3, self.tr("事实、理由和依据，写完整的句子；支持的写明由谁何时落实"))
        self.result_field = Field(self.tr("处理结果"), self.result)
        self.answer_field = Field(self.tr("答复"), self.answer)
        self.result.setAccessibleName(self.tr("请求{0}的处理结果").format(number))
        self.answer.setAccessibleName(self.tr("请求{0}的答复").format(number))
        column.addWidget(self.result_field)
        column.addWidget(self.answer_field)
        self.result.changed.connect(lambda _code: self._changed())
        self.answer.edited.connect(self._changed)
        self._show_state()

    @property
    def answered(self) -> bool:
        """Whether result and answer are both there."""
        return bool(self.result.chosen() and self.answer.text().strip())

    def put(self, result: str, answer: str) -> None:
        """Show what was kept."""
        self.result.blockSignals(True)
        self.result.choose(result)
        self.result.blockSignals(False)
        self.answer.put(answer)
        self._show_state()

    def _changed(self) -> None:
        self._show_state()
        self.edited.emit()

    def _show_state(self) -> None:
        role(self._badge, "badge-leaf" if self.answered else "badge-amber")
        self._badge.setText(self.tr("已答") if self.answered else self.tr("未答"))
