"""Section 文书样式 of 设置: how letters look and how they speak to people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from petidesk.domain.office.office import LETTERHEADS, OPINION_TITLES, SALUTATIONS
from petidesk.ui.look import controls
from petidesk.ui.look.grids import Pairs
from petidesk.ui.settings.office_section import ChangeSection
from petidesk.ui.settings.page import section_card
from petidesk.ui.settings.words import LETTERS, said

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


class LettersSection(ChangeSection):
    """Letterhead, title of the opinion, salutation, short papers."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        words = {key: said(str(label)) for key, label in LETTERS}
        frame, column = section_card(self.tr("版面"), self.tr("已经签发的文书不受影响：重印的还是当时的样子。"))
        heads = {
            "red": self.tr("{0}：机关名称和横线印成红色").format(LETTERHEADS["red"]),
            "preprinted": self.tr("{0}：纸上已经印好，留出位置").format(LETTERHEADS["preprinted"]),
            "plain": self.tr("{0}：全部印成黑色").format(LETTERHEADS["plain"]),
        }
        column.addWidget(self._box("letterhead", words["letterhead"], heads))
        column.addWidget(self._field("short_papers", words["short_papers"], QCheckBox(words["short_papers"])))
        self.column.addWidget(frame)
        frame, column = section_card(self.tr("称呼和名称"))
        column.addWidget(
            Pairs(
                (
                    self._box("salutation", words["salutation"], {each: each for each in SALUTATIONS}),
                    self._box("opinion_title", words["opinion_title"], {each: each for each in OPINION_TITLES}),
                )
            )
        )
        column.addWidget(self._field("comrade", words["comrade"], QCheckBox(words["comrade"])))
        self.example = controls.label("", "soft", wrap=True)
        column.addWidget(self.example)
        self.column.addWidget(frame)
        self.column.addStretch(1)
        for editor in self._editors.values():
            if isinstance(editor, QComboBox):
                editor.currentIndexChanged.connect(lambda _row: self._show_example())
            elif isinstance(editor, QCheckBox):
                editor.toggled.connect(lambda _on: self._show_example())

    def _box(self, key: str, words: str, choices: Mapping[str, str]) -> QWidget:
        box = QComboBox()
        for code, shown in choices.items():
            box.addItem(shown, code)
        return self._field(key, words, box)

    def load(self) -> None:
        """Show the settings and what they make of a letter's first words."""
        super().load()
        self._show_example()

    def _show_example(self) -> None:
        salutation, comrade = self._editors["salutation"], self._editors["comrade"]
        assert isinstance(salutation, QComboBox)
        assert isinstance(comrade, QCheckBox)
        name = self.tr("张桂花同志") if comrade.isChecked() else self.tr("张桂花")
        you = salutation.currentData() or SALUTATIONS[0]
        self.example.setText(self.tr("例如：{0}：{1}于11月19日来访反映的事项，……").format(name, you))
