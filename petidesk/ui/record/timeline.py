"""The timeline of a record, newest first: the day, what happened, who did it; what was taken back is struck through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.ui.look import controls
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.record.cards import said
from petidesk.ui.translate import translate

# So many events stand at once; a link shows as many more again.
SHOWN = 20
DAY = 5.5


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words: its day, its name, what was done, who did it, and the links beside its name."""

    on: date
    label: str
    lines: Sequence[str] = ()
    who: Sequence[str] = ()
    links: Sequence[QWidget] = ()
    undone: bool = False


def take_back_link(on: date, label: str, undo: Callable[[], object]) -> QWidget:
    """撤销, beside the event that it takes back."""
    made = controls.button(translate("Timeline", "撤销"), undo, part="tail")
    made.setAccessibleName(translate("Timeline", "撤销 {0} 的{1}").format(on.isoformat(), label))
    made.setToolTip(translate("Timeline", "撤销以后仍看得见，划去显示"))
    return made


class Timeline(QFrame):
    """A card of events. `tell` says one event, and is asked only for those that are shown."""

    def __init__(
        self,
        title: str,
        events: Sequence[Any],
        tell: Callable[[Any], Told],
        *,
        first: Told | None = None,
        at_once: int = SHOWN,
    ) -> None:
        """`events` have `on` and `event_id`. `first`: how it began; it always stands at the end."""
        super().__init__()
        self._events = sorted(events, key=lambda event: (event.on, event.event_id), reverse=True)
        self._tell = tell
        self._more_at_once = at_once * 2
        self.shown = at_once
        self._rows = 0
        role(self, "card")
        self._column = QVBoxLayout(self)
        spaced(self._column, 0.75, (1, 1, 1, 1))
        self._column.addWidget(controls.label(title, "section"))
        self._portions = QVBoxLayout()
        spaced(self._portions, 0.75)
        self._column.addLayout(self._portions)
        self.more = controls.button("", self.show_more, part="link")
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        if first is not None:
            if events:
                self._column.addWidget(controls.rule())
            self._column.addWidget(_row(first))
        self._fill()

    def show_more(self) -> None:
        """Show as many earlier events again."""
        self.show_as_many(self.shown + self._more_at_once)

    def show_as_many(self, shown: int) -> None:
        """Show so many events at least."""
        if shown > self.shown:
            self.shown = shown
            self._fill()

    def _fill(self) -> None:
        if self._rows < min(self.shown, len(self._events)):
            # Built apart and put in place as one: a row added to what is on screen would be laid out each time anew.
            portion = QWidget()
            column = QVBoxLayout(portion)
            spaced(column, 0.75)
            for event in self._events[self._rows : self.shown]:
                if self._rows:
                    column.addWidget(controls.rule())
                column.addWidget(_row(self._tell(event)))
                self._rows += 1
            self._portions.addWidget(portion)
        left = len(self._events) - self._rows
        self.more.setText(translate("Timeline", "再看更早的 {0} 条").format(left))
        self.more.setVisible(left > 0)


def _row(told: Told) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    spaced(grid, 0.25)
    grid.setColumnStretch(1, 1)
    day = controls.label(told.on.isoformat(), "soft")
    sized(day, min_width=DAY)
    grid.addWidget(day, 0, 0, Qt.AlignmentFlag.AlignTop)
    label = said(told.label, "strong")
    head = QHBoxLayout()
    spaced(head, 0.5)
    head.addWidget(label, 1)
    for link in told.links:
        head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    grid.addLayout(head, 0, 1)
    lines = [said(line) for line in told.lines]
    for place, line in enumerate(lines, 1):
        grid.addWidget(line, place, 1)
    if told.undone:
        for part in (label, *lines):
            role(part, "struck")
    words = [*told.who, translate("Timeline", "已撤销") if told.undone else ""]
    who = controls.label(" · ".join(word for word in words if word), "small", wrap=True)
    grid.addWidget(who, len(lines) + 1, 1)
    row.setAccessibleName("，".join((told.on.isoformat(), told.label, *told.lines)))
    return row
