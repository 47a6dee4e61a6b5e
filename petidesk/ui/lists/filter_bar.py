"""The bar above a list: views at one click, a text, folded choices, a chip for everything that is active.

A list declares its bar (`FilterSpec`): which views there are and what each asks for, what is folded away, how chips are
worded. What is chosen is one frozen value, the query; its fields are named as the choices are, `text` is one of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Generic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.lists.filter_spec import WIDE, FilterSpec, Query, Room
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import role, sized, spaced, theme

TYPING_MS = 300


class FilterBar(QWidget, Generic[Query]):
    """`changed` carries the query; the bar itself asks the desk nothing.

    A list with a field of its own kind puts it in with `add_fields` and shows it with `show_fields`; among the folded
    choices, which are made when somebody asks for them, with `fold_fields` and `show_folded`.
    """

    changed = Signal(object)
    # Down or Enter in the text field: the clerk wants to go into the list.
    into_list = Signal()
    columns_asked = Signal(bool)
    views_asked = Signal(bool)
    # The folded choices (`panel`) shall be shown or put away; the list has the room for them.
    more_asked = Signal(bool)

    def __init__(self, spec: FilterSpec[Query], today: date) -> None:
        super().__init__()
        self.spec = spec
        self.today = today
        self._query = spec.view_query(spec.first, today)
        self._room: Room | None = None
        self._filling = False
        self._switches: list[tuple[QPushButton, str]] = []
        self._own: dict[str, Sequence[str]] = {}
        self.views = ChipChoice(list(spec.views.items()), spec.first)
        self.views.setAccessibleName(spec.views_name)
        self.views.changed.connect(self._view_chosen)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._typed)
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName(spec.text_name)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self.text.setProperty("own_enter", True)
        self.text.installEventFilter(self)
        self._build()
        self._fill()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        self.more = self._switch(self.tr("更多条件"), self.tr("更多条件"), "filter", self.spec.tip, self.more_asked)
        tip = self.tr("存下现在的条件和列，下次一点就回来")
        self.kept = self._switch(self.tr("视图"), self.tr("存下的视图"), "save", tip, self.views_asked)
        tip = self.tr("列：显示哪些、按什么排序")
        self.columns = self._switch(self.tr("列"), self.tr("选择要看的列"), "columns", tip, self.columns_asked)
        self.line = containers.Flow(0.5)
        self.line.add(self.views)
        self.add_fields()
        if not self.spec.folded(self.today):
            self.more.hide()
        # One part of the line: where the line ends they go to the next one together.
        tail = QWidget()
        row = QHBoxLayout(tail)
        spaced(row, 0.5)
        for part in (self.text, self.more, self.kept, self.columns):
            row.addWidget(part)
        self.line.add(tail)
        self.chips = containers.Flow(0.35)
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        column.addWidget(self.line)
        column.addWidget(self.chips)
        self._fit()

    # ---- what a list adds of its own -------------------------------------------------------------------------------

    def add_fields(self) -> None:
        """Put fields of another kind than lists into the line."""

    def show_fields(self, query: Query) -> None:
        """Put those fields to what is chosen."""

    def fold_fields(self, panel: FoldedChoices) -> None:
        """Put fields of another kind than lists among the folded choices."""

    def show_folded(self, query: Query) -> None:
        """Put those fields to what is chosen."""

    # ---- what is folded away ---------------------------------------------------------------------------------------

    @Later
    def panel(self) -> FoldedChoices:
        """The folded choices."""
        made = FoldedChoices(lambda key, value: self.change(**{key: value}), self.spec.width)
        made.add_lists({key: choice.name for key, choice in self.spec.folded(self.today).items()})
        self.fold_fields(made)
        self._offer_in(made)
        self._show_in(made)
        return made

    @property
    def folds(self) -> bool:
        """Whether the folded choices are made."""
        return "panel" in vars(self)

    # ---- building --------------------------------------------------------------------------------------------------

    def _switch(self, words: str, name: str, icon: str, tip: str, asked: SignalInstance) -> QPushButton:
        """A button that stays down; `name` is for screen readers, in a narrow window it stands without its words."""
        made = controls.button(words, icon=icon, tip=tip)
        made.setCheckable(True)
        made.setAccessibleName(name)
        made.toggled.connect(asked)
        self._switches.append((made, words))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Short where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the switches are icons with tooltips, so that one line is enough."""
        room = next(room for room in self.spec.rooms if self.width() < room.below * theme.em(1))
        if room is not self._room:
            self._room = room
            sized(self.text, width=room.text)
            self.text.setPlaceholderText(room.hint)
            for switch, words in self._switches:
                switch.setText(words if room.below == WIDE else "")
                icons.recolour(switch)
        self.line.again()

    def offer(self, **own: Sequence[str]) -> None:
        """The values of folded choices that this office has."""
        self._own |= own
        self._offer()

    def _offer(self) -> None:
        if self.folds:
            self._offer_in(self.panel)
            self._show_in(self.panel)

    def _offer_in(self, panel: FoldedChoices) -> None:
        for key, choice in self.spec.folded(self.today).items():
            nothing = choice.nothing or (self.tr("不限"), "")
            panel.offer(key, [nothing, *((name, name) for name in self._own.get(key, ())), *choice.always])

    def _show_in(self, panel: FoldedChoices) -> None:
        query, active = self._query, self.active()
        # What the view says already, no list says again.
        whole = self.spec.view_query(self.spec.whole, self.today)
        said = {key: getattr(whole, key) for key in self.spec.of_view if key not in active}
        panel.show_query(dataclasses.replace(query, **said))
        self.show_folded(query)

    # ---- what is chosen --------------------------------------------------------------------------------------------

    @property
    def query(self) -> Query:
        """What is chosen now; its order is the table's business."""
        return self._query

    @property
    def view(self) -> str:
        """The view that what is chosen belongs to."""
        return self.spec.view_of(self._query, self.today)

    def active(self) -> dict[str, str]:
        """What narrows the list beside the view: the field and the words of each chip."""
        return self.spec.active(self._query, self.today)

    def put(self, query: Query) -> None:
        """Choose from outside; `changed` is sent."""
        self._query = query
        self._fill()
        self.changed.emit(query)

    def set_query(self, query: Query, today: date) -> None:
        """Choose from outside (another page, or the day has changed); `changed` is sent."""
        if today != self.today:
            self.today = today
            self._offer()
        self.put(query)

    def change(self, **fields: Any) -> None:
        """Put some fields of the query in place."""
        query = dataclasses.replace(self._query, **fields)
        if query != self._query:
            self.put(query)

    def _view_chosen(self, view: str) -> None:
        if not self._filling:
            self.turn(view)

    def turn(self, view: str) -> None:
        """Another view of the same list; what narrows it stays."""
        base = self.spec.view_query(view, self.today)
        self.change(**{key: getattr(base, key) for key in self.spec.of_view})

    def _typed(self) -> None:
        self._typing.stop()
        self.change(text=self.text.text().strip())

    def _fill(self) -> None:
        """Show what is chosen."""
        self._filling = True
        query, active = self._query, self.active()
        if self.text.text().strip() != query.text:
            self.text.setText(query.text)
        self.views.choose(self.view)
        if self.folds:
            self._show_in(self.panel)
        self.show_fields(query)
        self._filling = False
        self._show_chips(active)

    def _show_chips(self, found: Mapping[str, str]) -> None:
        self.chips.clear()
        for key, words in found.items():
            chip = controls.button(words, partial(self._drop, key), part="chip", icon="x")
            chip.setAccessibleName(self.tr("去掉条件：{0}").format(words))
            chip.setToolTip(self.tr("去掉这个条件"))
            self.chips.add(chip)
        if len(found) > 1:
            self.chips.add(controls.button(self.tr("全部去掉"), self.drop_all, part="link"))
        self.chips.setVisible(bool(found))

    def _drop(self, key: str) -> None:
        self.change(**{key: getattr(self.spec.plain(self._query, self.today), key)})

    def drop_all(self) -> None:
        """Keep the view, take every other condition away."""
        self.put(self.spec.plain(self._query, self.today))

    def show_all(self) -> None:
        """The whole list, whatever was chosen."""
        self.put(self.spec.view_query(self.spec.whole, self.today))

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


class FoldedChoices(QFrame):
    """The choices that are folded away until 更多条件: fields on a card, most of them a list to choose from."""

    def __init__(self, chosen: Callable[[str, Any], None], width: float) -> None:
        """`chosen` takes the field and the value that was picked; `width` is that of each field, in ems."""
        super().__init__()
        self._chosen = chosen
        self._width = width
        self.combos: dict[str, QComboBox] = {}
        role(self, "card")
        self.column = QVBoxLayout(self)
        spaced(self.column, 0.5, (0.75, 0.5, 0.75, 0.75))
        self._fields = containers.Flow(0.75)
        self.column.addWidget(self._fields)
        self.hide()

    def add_lists(self, names: dict[str, str]) -> None:
        """A list for each of these fields, under its name."""
        for key, name in names.items():
            combo = self.combos[key] = QComboBox()
            combo.setMaxVisibleItems(16)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.activated.connect(partial(self._picked, key))
            self.add(name, combo)

    def add(self, name: str, editor: QWidget) -> Field:
        """One more field under its name."""
        sized(editor, width=self._width)
        made = Field(name, editor)
        self._fields.add(made)
        return made

    def _picked(self, key: str, _place: int) -> None:
        self._chosen(key, self.combos[key].currentData())

    def offer(self, key: str, choices: Sequence[tuple[str, Any]]) -> None:
        """What a list offers: words and values, the one that narrows nothing first."""
        combo = self.combos[key]
        combo.clear()
        for words, value in choices:
            combo.addItem(words, value)

    def show_query(self, query: Any) -> None:
        """Put every list to what is chosen; a value that is not offered is shown as it is."""
        for key, combo in self.combos.items():
            value = getattr(query, key)
            place = combo.findData(value)
            if place < 0:
                combo.addItem(str(value), value)
                place = combo.count() - 1
            combo.setCurrentIndex(place)
            combo.setToolTip(combo.currentText())
