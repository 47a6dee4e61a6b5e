"""A county's workbook that the office keeps: what each column is filled with, and the words of its drop-down lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import sized, spaced

if TYPE_CHECKING:
    from petidesk.desk.county.filling import ListWords
    from petidesk.desk.desk import Desk
    from petidesk.domain.county.survey import Template

UNSAID, EMPTY = "", None  # no word is said for ours; the cell stays empty
_MOST_SHOWN = 16


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the panel says of a workbook."""

    template: Template
    lists: list[ListWords]
    fields: list[tuple[str, str]]


class TemplatePanel(QWidget):
    """`left` asks to go back to the export; what was saved counts there at once."""

    left = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._name = name
        self._shown: Shown | None = None
        self.columns: list[tuple[str, QComboBox]] = []
        self.words: list[tuple[str, str, QComboBox]] = []
        self._reading = work.Reading(self, lambda _name: None)
        self._build()
        self._read()

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.75, (0, 0, 0.5, 0))
        head = QHBoxLayout()
        spaced(head, 0.5)
        title = self.tr("县里的表“{0}”").format(self._name)
        head.addWidget(controls.label(title, "section", wrap=True), 1)
        head.addWidget(controls.icon_button("x", self.tr("收起 Esc"), self.left.emit))
        column.addLayout(head)
        self.notice = controls.Notice("amber")
        self.notice.hide()
        column.addWidget(self.notice)
        self.notes = controls.label("", "soft", wrap=True)
        column.addWidget(self.notes)
        self._inside = QVBoxLayout()
        spaced(self._inside, 0.75)
        column.addLayout(self._inside)
        actions = containers.Flow(0.5)
        self.save_button = controls.button(self.tr("保存"), self.save, part="primary")
        self.leave_button = controls.button(self.tr("返回导出  Esc"), self.left.emit)
        for part in (self.save_button, self.leave_button):
            actions.add(part)
        column.addWidget(actions)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(containers.Scroll(inner))
        self.setAccessibleName(title)

    # ---- reading ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        desk, name = self._desk, self._name

        def call() -> Shown:
            return Shown(desk.county.template(name), desk.county.lists(name), desk.county.fields())

        self._reading.read(name, call, self._show, self.notice.show_trouble)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.notes.setText("\n".join(shown.template.notes))
        self.notes.setVisible(bool(shown.template.notes))
        while (item := self._inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.columns, self.words = [], []
        if shown.lists:
            rule = self.tr("有下拉列表的栏目只写列表里的词。没有定的词，导出时算错误；定了一次，以后都照着写。")
            self._inside.addWidget(controls.label(rule, "soft", wrap=True))
        for words in shown.lists:
            self._inside.addWidget(controls.label(self.tr("“{0}”的下拉列表").format(words.column.heading), "strong"))
            self._inside.addWidget(self._list_grid(words))
        self._inside.addWidget(controls.label(self.tr("各栏填什么"), "strong"))
        self._inside.addWidget(self._column_grid(shown))
        self.start_typing()

    def _list_grid(self, words: ListWords) -> QWidget:
        part, grid = self._grid(self.tr("台账里写的"), self.tr("列表里的词"))
        for row, one in enumerate(words.document()["words"], 1):
            choice = self._choice(self.tr("“{0}”写成").format(one["ours"]))
            choice.addItem(self.tr("（没有定）"), UNSAID)
            choice.addItem(self.tr("（空着）"), EMPTY)
            for option in words.column.options:
                choice.addItem(option, option)
            said = one["theirs"] if one["theirs"] else EMPTY if one["by"] == "office" else UNSAID
            place = 1 if said is EMPTY else choice.findData(said)
            choice.setCurrentIndex(max(place, 0))
            grid.addWidget(controls.label(one["ours"], wrap=True, buddy=choice), row, 0)
            grid.addWidget(choice, row, 1)
            self.words.append((words.column.heading, one["ours"], choice))
        return part

    def _column_grid(self, shown: Shown) -> QWidget:
        if shown.template.figure_sheets and not any(one.sure for one in shown.template.columns if one.field):
            return controls.label(self.tr("这是统计表，各栏按自己的名称填写。"), "soft", wrap=True)
        part, grid = self._grid(self.tr("表里的栏目"), self.tr("填什么"))
        labels = dict(shown.fields)
        for row, one in enumerate(shown.template.columns, 1):
            choice = self._choice(self.tr("“{0}”填什么").format(one.heading))
            choice.addItem(self.tr("（不填）"), None)
            if one.field is not None and one.field not in labels:
                joined = "＋".join(labels.get(key, key) for key in one.field.split("+"))
                choice.addItem(joined, one.field)
            for key, label in shown.fields:
                choice.addItem(label, key)
            choice.setCurrentIndex(max(choice.findData(one.field), 0) if one.field else 0)
            words = one.heading if one.sure or one.field is None else self.tr("{0}（请核对）").format(one.heading)
            grid.addWidget(controls.label(words, wrap=True, buddy=choice), row, 0)
            grid.addWidget(choice, row, 1)
            self.columns.append((one.heading, choice))
        return part

    def _grid(self, left: str, right: str) -> tuple[QWidget, QGridLayout]:
        part = QWidget()
        grid = QGridLayout(part)
        spaced(grid, 0.5)
        grid.setColumnStretch(2, 1)
        for place, words in enumerate((left, right)):
            grid.addWidget(controls.label(words, "soft"), 0, place)
        return part, grid

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setMaxVisibleItems(_MOST_SHOWN)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sized(choice, min_width=14)
        return choice

    def start_typing(self) -> None:
        """Put the focus on the first word of a list that is not said yet, else on the first choice."""
        unsaid = [choice for _, _, choice in self.words if choice.currentIndex() == 0]
        choices = [*unsaid, *(choice for _, _, choice in self.words), *(choice for _, choice in self.columns)]
        (choices[0] if choices else self.leave_button).setFocus()

    # ---- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what was changed."""
        shown, desk, name = self._shown, self._desk, self._name
        if shown is None:
            return
        before = {one.heading: one.field for one in shown.template.columns}
        mapping = {
            heading: choice.currentData() for heading, choice in self.columns if choice.currentData() != before[heading]
        }
        words = self._changed_words(shown)

        def call() -> None:
            if mapping:
                desk.county.set_mapping(name, mapping)
            if words:
                desk.county.set_words(name, words)

        def done(_nothing: None) -> None:
            self.notice.show_as("leaf", self.tr("已保存。以后的表有同样的词，也照这样写。"))
            self.notice.show()
            self._read()

        work.run(self, call, done, self._refused)

    def _changed_words(self, shown: Shown) -> dict[str, dict[str, str | None]]:
        said = {(one.column.heading, word["ours"]): word for one in shown.lists for word in one.document()["words"]}
        changed: dict[str, dict[str, str | None]] = {}
        for heading, ours, choice in self.words:
            word = said[heading, ours]
            wanted = EMPTY if choice.currentIndex() == 1 else str(choice.currentData() or UNSAID)
            now = word["theirs"] or (EMPTY if word["by"] == "office" else UNSAID)
            if wanted != now:
                changed.setdefault(heading, {})[ours] = wanted
        return changed

    def _refused(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)
        self.notice.show()
