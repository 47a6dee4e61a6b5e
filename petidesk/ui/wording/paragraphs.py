"""The text of a paper as paragraphs: what each says in a field with chips, and beside it when that is printed.

A form may have more than a hundred fields: they are made a few at a time while the hand rests.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from petidesk.domain.wording.paragraphs import Paragraph, Piece
from petidesk.domain.wording.places import Path
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, spaced, theme
from petidesk.ui.wording.chip_text import ChipText

SLICE_MS = 30
# How wide the words beside a field are, in ems.
BESIDE = 10.0


class ParagraphsView(QWidget):
    """`edited` carries the place of a text and what it says now; `added` and `removed` the path of a paragraph.

    `moved` carries its path and whether it goes up (-1) or down (1). `stood` tells the piece whose field has the focus.
    """

    edited = Signal(int, str)
    added = Signal(object)
    removed = Signal(object)
    moved = Signal(object, int)
    stood = Signal(object)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[Paragraph] = deque()
        self._fields: dict[int, ChipText] = {}
        self._marks: list[tuple[QLabel, Paragraph]] = []
        self._beside: list[QLabel] = []
        self._changed: frozenset[int] = frozenset()
        self._allowed: Callable[[Piece, str], bool] = lambda _piece, _name: False
        self._current: ChipText | None = None
        self._goal: int | None = None
        self._movers: dict[tuple[Path, int], QToolButton] = {}
        self._mover: tuple[Path, int] | None = None
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        spaced(self._column, 0.75, (0, 0.25, 0.5, 0.5))
        self._column.addStretch(1)
        self.area = containers.Scroll(self._holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_some)
        theme.changed.connect(self._look_again)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def show_paragraphs(self, paragraphs: Collection[Paragraph], allowed: Callable[[Piece, str], bool]) -> None:
        """Other paragraphs. `allowed`: whether the field of a name may stand in a piece."""
        while self._column.count() > 1:
            item = self._column.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        self._fields.clear()
        self._marks.clear()
        self._beside.clear()
        self._movers.clear()
        self._current = None
        self._allowed = allowed
        self._waiting = deque(paragraphs)
        self._make_some()

    def ready(self) -> bool:
        """Whether every field stands."""
        return not self._waiting

    def fields(self) -> dict[int, ChipText]:
        """The fields by the place of their texts, in the order of the paper."""
        return dict(self._fields)

    def current(self) -> ChipText | None:
        """The field that had the focus last."""
        return self._current

    def mark_changed(self, places: frozenset[int]) -> None:
        """Say at these paragraphs that they are the office's own."""
        self._changed = places
        for label, paragraph in self._marks:
            self._mark(label, paragraph)

    def start(self) -> None:
        """Put the keys where one was, else into the first text."""
        field = self._current or next(iter(self._fields.values()), None)
        if field is not None:
            field.setFocus()

    def go_to(self, place: int) -> None:
        """Into the field of a text, as soon as it stands."""
        field = self._fields.get(place)
        self._goal = None if field is not None else place
        if field is not None:
            field.setFocus()
            self.area.ensureWidgetVisible(field, 0, theme.em(3))

    def go_to_mover(self, path: Path, step: int) -> None:
        """To the arrow that moves this paragraph on, or back where it stands at the end, as soon as it stands."""
        button = self._movers.get((path, step))
        self._mover = (path, step) if button is None else None
        if button is not None:
            there = button if button.isEnabled() else self._movers[path, -step]
            there.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(there, 0, theme.em(4))

    def _mark(self, label: QLabel, paragraph: Paragraph) -> None:
        mine = any(piece.place in self._changed for piece in paragraph.pieces)
        label.setVisible(mine)

    # ---- making ----------------------------------------------------------------------------------------------------

    def _make_some(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._waiting and clock.elapsed() < SLICE_MS:
            self._column.insertWidget(self._column.count() - 1, self._make(self._waiting.popleft()))
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
        if self._goal is not None and self._goal in self._fields:
            self.go_to(self._goal)
        if self._mover is not None and self._mover in self._movers:
            self.go_to_mover(*self._mover)

    def _make(self, paragraph: Paragraph) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.25)
        column.addWidget(self._head(paragraph))
        grid = QGridLayout()
        spaced(grid, 0.25)
        grid.setColumnStretch(1, 1)
        for row, piece in enumerate(paragraph.pieces):
            beside = "，".join(filter(None, (piece.label, piece.when)))
            field = self._field(paragraph, piece, beside)
            if beside:
                words = controls.label(beside, "small", wrap=True, buddy=field)
                self._beside.append(words)
                self._fit_words(words)
                grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignTop)
            else:
                grid.addWidget(field, row, 0, 1, 2)
        column.addLayout(grid)
        return holder

    def _fit_words(self, words: QLabel) -> None:
        """As high as its lines: a grid in a scroll area does not ask for that itself."""
        words.ensurePolished()
        words.setFixedWidth(theme.em(BESIDE))
        words.setMinimumHeight(words.heightForWidth(theme.em(BESIDE)))

    def _look_again(self) -> None:
        for words in self._beside:
            self._fit_words(words)

    def _head(self, paragraph: Paragraph) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        spaced(row, 0.5)
        row.addWidget(controls.label(paragraph.kind, "strong"))
        when = controls.label(paragraph.when, "small", wrap=True)
        row.addWidget(when, 1)
        changed = controls.label(self.tr("已改动"), "badge-amber")
        row.addWidget(changed)
        self._marks.append((changed, paragraph))
        self._mark(changed, paragraph)
        if paragraph.own:
            add = controls.icon_button("plus", self.tr("在后面加一段"), partial(self.added.emit, paragraph.path))
            remove = controls.icon_button("trash", self.tr("删去这一段"), partial(self.removed.emit, paragraph.path))
            for part in (*self._arrows(paragraph), add, remove):
                row.addWidget(part)
        return head

    def _arrows(self, paragraph: Paragraph) -> Iterator[QToolButton]:
        arrows = (
            (-1, "chevron-up", self.tr("这一段往上移"), paragraph.up),
            (1, "chevron-down", self.tr("这一段往下移"), paragraph.down),
        )
        for step, icon, words, possible in arrows:
            made = controls.icon_button(icon, words, partial(self.moved.emit, paragraph.path, step))
            made.setEnabled(possible)
            self._movers[paragraph.path, step] = made
            yield made

    def _field(self, paragraph: Paragraph, piece: Piece, beside: str) -> ChipText:
        field = ChipText("，".join(filter(None, (paragraph.kind, beside))), partial(self._allowed, piece))
        role(field, "chip-text")
        field.set_text(piece.text)
        field.edited.connect(lambda: self.edited.emit(piece.place, field.text()))
        field.entered.connect(partial(self._stand, field, piece))
        field.onward.connect(partial(self._go_on, field))
        self._fields[piece.place] = field
        return field

    def _stand(self, field: ChipText, piece: Piece) -> None:
        self._current = field
        self.area.ensureWidgetVisible(field, 0, theme.em(2))
        self.stood.emit(piece)

    def _go_on(self, field: ChipText, step: int) -> None:
        order = list(self._fields.values())
        place = order.index(field) + step
        if 0 <= place < len(order):
            order[place].setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
        elif step > 0:
            self.finished.emit()
