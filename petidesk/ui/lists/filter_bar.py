"""The bar above a list: views at one click, a text, switches, folded choices, a chip for everything that is active.

A page's own bar says which views and fields there are. What is chosen is one frozen value, the query; its fields are
named as the choices are, and `text` is one of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from petidesk.ui.forms.inputs import ChipChoice, Field
from petidesk.ui.look import controls, icons
from petidesk.ui.look.theme import role, sized, spaced, theme

TYPING_MS = 300
WIDE = float("inf")


class Chosen(Protocol):
    """A frozen dataclass with a text among its fields."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def text(self) -> str:
        """What the list is searched for."""


Query = TypeVar("Query", bound=Chosen)


class Room(NamedTuple):
    """How the bar looks while it is narrower than `below`, in ems: the width of the text field and its hint."""

    below: float
    text: float
    hint: str


class FilterBar(QWidget, Generic[Query]):
    """`changed` carries the query; the bar itself asks the desk nothing.

    A bar of a page makes its fields, puts them on with `_stand`, and ends its __init__ with `_fill` and `_fit`. It
    says what `_plain`, `_active` and `_show` mean for its query.
    """

    changed = Signal(object)
    # Down or Enter in the text field: the clerk wants to go into the list.
    into_list = Signal()
    LINE_GAP: ClassVar[float] = 0.5
    CHIP_GAP: ClassVar[float] = 0.35

    def __init__(self, query: Query, whole: Query, views: ChipChoice, rooms: Sequence[Room]) -> None:
        """`query` is chosen first, `whole` holds the whole list.

        `rooms` go from narrow to WIDE; only in the last do the switches have words beside their icons.
        """
        super().__init__()
        self._query = query
        self._whole = whole
        self._rooms = rooms
        self._room: Room | None = None
        self._filling = False
        self._switches: list[tuple[QPushButton, str]] = []
        self.views = views
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._typed)
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda: None if self._filling else self._typing.start())
        self.text.installEventFilter(self)
        self._line = controls.Flow(self.LINE_GAP)
        self.chips = controls.Flow(self.CHIP_GAP)
        column = QVBoxLayout(self)
        spaced(column, 0.5)
        column.addWidget(self._line)
        column.addWidget(self.chips)
        theme.changed.connect(self._fit)

    # ---- what a page's own bar says --------------------------------------------------------------------------------

    def _plain(self, query: Query) -> Query:
        """The same view with nothing else chosen."""
        raise NotImplementedError

    def _active(self, query: Query) -> dict[str, str]:
        """What narrows the list beside the view: the field and the words of each chip."""
        raise NotImplementedError

    def _show(self, query: Query) -> None:
        """Put the view and the fields to what is chosen."""
        raise NotImplementedError

    # ---- building --------------------------------------------------------------------------------------------------

    def _stand(self, *parts: QWidget) -> None:
        """Put parts at the end of the line."""
        for part in parts:
            self._line.add(part)

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
        room = next(room for room in self._rooms if self.width() < room.below * theme.em(1))
        if room is not self._room:
            self._room = room
            sized(self.text, width=room.text)
            self.text.setPlaceholderText(room.hint)
            for switch, words in self._switches:
                switch.setText(words if room.below == WIDE else "")
                icons.recolour(switch)
        self._line.again()

    # ---- what is chosen --------------------------------------------------------------------------------------------

    @property
    def query(self) -> Query:
        """What is chosen now; its order is the table's business."""
        return self._query

    def put(self, query: Query) -> None:
        """Choose from outside; `changed` is sent."""
        self._query = query
        self._fill()
        self.changed.emit(query)

    def _change(self, **fields: Any) -> None:
        query = dataclasses.replace(self._query, **fields)
        if query != self._query:
            self.put(query)

    def _typed(self) -> None:
        self._typing.stop()
        self._change(text=self.text.text().strip())

    def _fill(self) -> None:
        """Show what is chosen."""
        self._filling = True
        if self.text.text().strip() != self._query.text:
            self.text.setText(self._query.text)
        self._show(self._query)
        self._filling = False
        self._show_chips()

    def _show_chips(self) -> None:
        self.chips.clear()
        found = self._active(self._query)
        for key, words in found.items():
            chip = controls.button(words, partial(self._drop, key), part="chip", icon="x")
            chip.setAccessibleName(self.tr("去掉条件：{0}").format(words))
            chip.setToolTip(self.tr("去掉这个条件"))
            self.chips.add(chip)
        if len(found) > 1:
            self.chips.add(controls.button(self.tr("全部去掉"), self.drop_all, part="link"))
        self.chips.setVisible(bool(found))

    def _drop(self, key: str) -> None:
        self._change(**{key: getattr(self._plain(self._query), key)})

    def drop_all(self) -> None:
        """Keep the view, take every other condition away."""
        self.put(self._plain(self._query))

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

    def show_all(self) -> None:
        """The whole list, whatever was chosen."""
        self.put(self._whole)


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
        self._fields = controls.Flow(0.75)
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


class FoldingBar(FilterBar[Query]):
    """A bar with choices that are folded away, and with the switch of the column chooser."""

    columns_asked = Signal(bool)
    # The folded choices (`panel`) shall be shown or put away; the list has the room for them.
    more_asked = Signal(bool)

    def __init__(
        self, query: Query, whole: Query, views: ChipChoice, rooms: Sequence[Room], tip: str, width: float
    ) -> None:
        """`tip` names what is folded away, `width` is that of each folded field, in ems."""
        super().__init__(query, whole, views, rooms)
        self.more = self._switch(self.tr("更多条件"), self.tr("更多条件"), "filter", tip, self.more_asked)
        name = self.tr("选择要看的列")
        self.columns = self._switch(self.tr("列"), name, "columns", name, self.columns_asked)
        self.panel = FoldedChoices(lambda key, value: self._change(**{key: value}), width)
