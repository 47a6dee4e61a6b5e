"""The inputs of a form: a field with its label above and its sentence beside the label, chips, statements, rows.

A sentence about a field (what was understood, a warning, a refusal) stands in the label's own line, so that the page
does not jump when it comes or goes. Kinds with rules of their own have files of their own: dates, type-ahead, numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import restyled, role, sized, spaced, theme

# Ems of the line that holds the label: the same with and without a switch at its end, so that inputs stand level.
LABEL_LINE = 1.75


class Field(QWidget):
    """One input under its label. `tail` is a small switch at the end of the label's line (匿名, 地址不详)."""

    _ICONS: ClassVar[dict[str, str]] = {"error": "alert-triangle", "warn": "alert-triangle", "done": "check"}
    _COLOURS: ClassVar[dict[str, str]] = {"error": "seal", "warn": "amber", "done": "leaf"}

    def __init__(self, text: str, editor: QWidget, *tail: QWidget) -> None:
        super().__init__()
        self.editor = self.tab_first = editor  # the switches beside the label come after it
        self._tail = tail
        self._said = ""
        self._label = controls.label(text, "soft", buddy=editor)
        self._column = column = QVBoxLayout(self)
        spaced(column, 0.25)
        self._head = QWidget()
        sized(self._head, min_height=LABEL_LINE)
        # Height that is left over goes to the input: a label never floats above it.
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._line = line = QHBoxLayout(self._head)
        spaced(line, 0.5)
        line.addWidget(self._label)
        line.addStretch(1)
        for part in tail:
            if isinstance(part, QAbstractButton):
                role(part, "tail")
            line.addWidget(part)
        column.addWidget(self._head)
        column.addWidget(editor)
        self.name(text)
        judged = getattr(editor, "judged", None)
        if judged is not None:
            judged.connect(self.say)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops in this field, in order: the input (chips, rows), then the switches beside it."""
        chips = getattr(self.editor, "chips", None) or getattr(self.editor, "lines", None)
        return [*(chips() if chips is not None else [self.editor]), *self._tail]

    def name(self, text: str) -> None:
        """Call the field something else: the label, and what a screen reader says."""
        self._label.setText(text)
        self.editor.setAccessibleName(text)

    def label_text(self) -> str:
        """What the field is called."""
        return self._label.text()

    def say(self, text: str, tone: str = "small") -> None:
        """A sentence beside the label. `tone`: small (understood), done, warn or error; empty text takes it away."""
        if text or self._said:
            sign, *places = self._sentence
            for place in places:
                role(place, tone if text else "small")
            self._said = text
            self._place_note()
            sign.setVisible(bool(text) and tone in self._ICONS)
            if tone in self._ICONS:
                icons.put(sign, self._ICONS[tone], self._COLOURS[tone], 1)
        self.editor.setAccessibleDescription(text)
        state = tone if text and tone in ("error", "warn") else ""
        if self.editor.property("state") != state:
            self.editor.setProperty("state", state)
            restyled(self.editor)

    @Later
    def _sentence(self) -> tuple[QLabel, QLabel, QLabel]:
        """Its sign, its place beside the label and the one under it: most fields are never spoken of."""
        sign, note, below = QLabel(), *(controls.label("", "small", wrap=True) for _ in range(2))
        self._line.takeAt(1)
        sign.hide()
        self._line.insertWidget(1, sign)
        self._line.insertWidget(2, note, 1)
        below.hide()
        self._column.insertWidget(1, below)
        return sign, note, below

    def said(self) -> str:
        """The sentence that stands beside the label."""
        return self._said

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the label where there is room, else under it."""
        super().resizeEvent(event)
        self._place_note()

    def _place_note(self) -> None:
        if "_sentence" not in vars(self):
            return
        _sign, note, under = self._sentence
        used = [part.sizeHint().width() + theme.em(0.5) for part in self._tail if not part.isHidden()]
        used.append(self._label.sizeHint().width() + theme.em(2.5))
        needed = sum(used) + QFontMetrics(note.font()).horizontalAdvance(self._said)
        below = bool(self._said) and needed > self.width() and self.width() > 0
        note.setText("" if below else self._said)
        under.setText(self._said if below else "")
        under.setVisible(below)


class TextField(QLineEdit):
    """One line of text; comes back to its beginning when it is left, so that a long text shows its start."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.editingFinished.connect(self._to_start)

    def _to_start(self) -> None:
        if not self.hasFocus():
            self.setCursorPosition(0)

    def minimumSizeHint(self) -> QSize:
        """Narrow columns are the layout's business; the text scrolls inside."""
        return QSize(theme.em(4), super().minimumSizeHint().height())


class LinesEdit(QPlainTextEdit):
    """Several lines. Enter belongs to those who follow keys (next field), Alt+Enter is a new line, Tab leaves."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setToolTip(self.tr("Alt+Enter 换行"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Enter is a new line."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and not self.isReadOnly():
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            event.ignore()


class StatementEdit(LinesEdit):
    """A statement."""

    def __init__(self, lines: int, placeholder: str = "", *, most: int = 0) -> None:
        """`lines` at least; `most` where there is room, four times as many when nothing is said."""
        super().__init__(placeholder)
        self._lines, self._most = lines, most or 4 * lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """All that was typed."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Put a text in, without a way back."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        """No higher than it has to be; the layout gives what is left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """As low as its lines; Qt would have room for its scroll bars."""
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        line = QFontMetrics(theme.font()).lineSpacing()
        around = theme.em(0.5) + 2 * round(self.document().documentMargin()) + 4
        self.setMinimumHeight(line * self._lines + around)
        self.setMaximumHeight(line * self._most + around)


class ChipChoice(containers.Flow):
    """One of a few: a row of chips. Arrow keys move, a digit picks, Enter goes on; one stop of the Tab key."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__(0.35)
        self._codes = [code for code, _ in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for place, (_, words) in enumerate(choices):
            chip = controls.button(words, part="choice")
            chip.setCheckable(True)
            chip.setToolTip(self.tr("按 {0} 选择").format(place + 1))
            self._group.addButton(chip, place)
            self.add(chip)
        self.choose(chosen)
        self._group.idToggled.connect(self._toggled)

    def chosen(self) -> str:
        """The code of the chip that is chosen."""
        place = self._group.checkedId()
        return self._codes[place] if place >= 0 else ""

    def choose(self, code: str) -> None:
        """Choose by code; nothing happens for a code that is not offered."""
        if code in self._codes:
            self._group.button(self._codes.index(code)).setChecked(True)

    def chips(self) -> list[QWidget]:
        """The chips in their order, for those who follow keys."""
        return self.parts()

    def setAccessibleName(self, name: str) -> None:
        """A screen reader hears the question with each answer."""
        super().setAccessibleName(name)
        for chip in self._group.buttons():
            chip.setAccessibleName(f"{name}：{chip.text()}")

    def focus_chosen(self) -> None:
        """Put the focus on the chosen chip."""
        chip = self._group.checkedButton() or self._group.button(0)
        chip.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit picks (the chips pass on the keys that they do not use)."""
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self._codes) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._group.button(place).setChecked(True)
            self.focus_chosen()
            return
        super().keyPressEvent(event)

    def _toggled(self, place: int, checked: bool) -> None:
        if checked:
            self.changed.emit(self._codes[place])


class Spin(QSpinBox):
    """A small number with arrows. The style sheet's padding does not reach its text, so it stands off here."""

    def __init__(self) -> None:
        super().__init__()
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.lineEdit().setTextMargins(theme.em(0.4), 0, 0, 0)
