"""Words of an old table that were not understood: left empty, read as another word, or their column left out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from petidesk.domain.imports.imports import UnknownWord
from petidesk.ui.forms.inputs import TextField
from petidesk.ui.look import controls
from petidesk.ui.look.theme import sized, spaced

SHOWN = 12
_NOTHING, _EMPTY, _COLUMN, _OTHER = "", "empty", "column", "other"
_AS = "as:"


class _Line:
    """One word: what is to be done with it, and a place to type where no list says what it may be."""

    def __init__(self, word: UnknownWord, choice: QComboBox, typed: TextField) -> None:
        self.word, self.choice, self.typed = word, choice, typed

    @property
    def said(self) -> str:
        data: str = self.choice.currentData()
        return data

    @property
    def value(self) -> str | None:
        """What the word is read as; None for nothing."""
        if self.said == _OTHER:
            return self.typed.text().strip() or None
        return self.said.removeprefix(_AS) if self.said.startswith(_AS) else None


class UnknownWords(QWidget):
    """A card that is there when a trial met such words; `again` asks for another trial with what was chosen."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        spaced(self._column, 0)
        self._card: QWidget | None = None

    def show_words(self, words: Sequence[UnknownWord]) -> None:
        """The words of the last trial; hidden when there are none."""
        self._lines = []
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.deleteLater()
            self._card = None
        self.setVisible(bool(words))
        if not words:
            return
        card, column = controls.card()
        column.addWidget(controls.label(self.tr("有些词看不懂，您说怎么办（只管这一次）"), "strong"))
        holder = QWidget()
        grid = QGridLayout(holder)
        spaced(grid, 0.5)
        grid.setColumnStretch(3, 1)
        for row, word in enumerate(words[:SHOWN]):
            self._line(grid, row, word)
        column.addWidget(holder)
        if len(words) > SHOWN:
            column.addWidget(
                controls.label(self.tr("还有 {0} 个词，办完这些再看。").format(len(words) - SHOWN), "soft")
            )
        button = controls.button(self.tr("照这样再试一遍"), self.again.emit, icon="check")
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(card)
        self._card = card

    def _line(self, grid: QGridLayout, row: int, word: UnknownWord) -> None:
        choice, typed = QComboBox(), TextField(self.tr("改成什么"))
        name = self.tr("“{0}”里的“{1}”（{2} 行）").format(word.name, word.word, word.rows)
        choice.setAccessibleName(name)
        typed.setAccessibleName(self.tr("“{0}”改成什么").format(word.word))
        choice.addItem(self.tr("先不管"), _NOTHING)
        choice.addItem(self.tr("这几行的这一格空着"), _EMPTY)
        for label in word.choices:
            choice.addItem(self.tr("当作“{0}”").format(label), _AS + label)
        if not word.choices:
            choice.addItem(self.tr("改成…"), _OTHER)
        choice.addItem(self.tr("整栏不导入"), _COLUMN)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(choice, min_width=11)
        sized(typed, min_width=8)
        typed.hide()
        line = _Line(word, choice, typed)
        choice.currentIndexChanged.connect(lambda _place: typed.setVisible(line.said == _OTHER))
        self._lines.append(line)
        grid.addWidget(controls.label(name, wrap=True, buddy=choice), row, 0)
        grid.addWidget(choice, row, 1)
        grid.addWidget(typed, row, 2)

    def choose(self, word: str, said: str, typed: str = "") -> None:
        """Say of a word what is to be done: a label of its list, or what the choice is called."""
        for line in self._lines:
            if line.word.word == word:
                line.choice.setCurrentIndex(max(line.choice.findData(_AS + said), line.choice.findText(said)))
                line.typed.setText(typed)

    def words(self) -> dict[str, dict[str, str | None]]:
        """The name of a column to its words and what they are read as; None is nothing."""
        found: dict[str, dict[str, str | None]] = {}
        for line in self._lines:
            if line.said not in (_NOTHING, _COLUMN):
                found.setdefault(line.word.name, {})[line.word.word] = line.value
        return found

    def left_out(self) -> set[str]:
        """The columns that are not to be read at all."""
        return {line.word.name for line in self._lines if line.said == _COLUMN}
