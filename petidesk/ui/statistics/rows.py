"""The rows that a figure counts, exactly those: listed, summed, each leading to its record."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from petidesk.domain.statistics.figures import CountedRow, CountedRows, Figure, FigureId
from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.lists.row_model import Column, RowModel
from petidesk.ui.lists.row_table import RowTable, read_arrangement
from petidesk.ui.look import controls
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.shell.routes import Route, ToCase, ToDispute, ToLetter, ToMeeting, ToReception, ToRound, ToVisit
from petidesk.ui.translate import translate

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.statistics.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Asking:
    """A figure whose rows are wanted, and what it is called: 来访 · 2026年10月 · 人次."""

    figure: Figure
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its place among all that the figure counts."""

    place: int
    row: CountedRow


class FigureRows:
    """The rows of one figure at a time, page by page, for a RowModel: their ids are their places."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._figure: FigureId | None = None
        self.counted: CountedRows | None = None

    def rows(self, query: FigureId, limit: int) -> Sequence[Placed]:
        """The first rows; what all of them come to is `counted` from then on."""
        self._figure = query
        self.counted = self._statistics.rows(query, limit)
        return [Placed(place, row) for place, row in enumerate(self.counted.rows)]

    def ids(self, query: FigureId) -> array[int]:
        """The places of all rows."""
        return array("q", range(self._statistics.rows(query, 1).total))

    def rows_by_id(self, ids: list[int], /) -> Sequence[Placed]:
        """The rows in these places, which follow each other."""
        if self._figure is None or not ids:
            return []
        found = self._statistics.rows(self._figure, len(ids), ids[0]).rows
        return [Placed(place, row) for place, row in zip(ids, found, strict=False)]


def columns() -> tuple[Column[Placed], ...]:
    """What is said of a row."""
    return (
        Column("no", translate("FigureRows", "编号"), lambda placed: placed.row.no or "—", 9),
        Column("title", translate("FigureRows", "事项"), _title, 20, grows=True, tone=_title_tone),
        Column("on", translate("FigureRows", "日期"), lambda placed: placed.row.on.isoformat(), 6.5),
        Column("counts", translate("FigureRows", "计入"), lambda placed: f"{placed.row.counts:,}", 4, right=True),
    )


def _title(placed: Placed) -> str:
    return placed.row.title or translate("FigureRows", "内容不在这里列出")


def _title_tone(placed: Placed) -> Tone:
    return Tone.PLAIN if placed.row.title else Tone.SOFT


class RowsPanel(QFrame):
    """Beside the figures or in their place. `closed` leads back to the figure, `go` to a record."""

    closed = Signal()
    go = Signal(object)
    # Why a row opens nothing.
    denied = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking: Asking | None = None
        self._source = FigureRows(desk.statistics)
        self.model = RowModel(self._source, lambda placed: placed.place, columns(), parent=self)
        self.table = RowTable(self.model, self.tr("这个数字里的每一件：回车打开，Esc 回到数字"))
        self.table.set_arrangement(read_arrangement("", self.model.columns, "", False))
        self.title = controls.Elided(part="section")
        self.count = controls.label("", "soft")
        self.trouble = controls.Notice("amber", closable=True)
        self.trouble.hide()
        role(self, "card")
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.75, 0.5, 0.75, 0.75))
        head = QHBoxLayout()
        spaced(head, 0.75)
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(controls.icon_button("x", self.tr("回到数字  Esc"), self.closed.emit))
        column.addLayout(head)
        column.addWidget(self.trouble)
        sized(self.table, min_height=9)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self._open)
        self.model.shown.connect(self._shown)
        self.model.completed.connect(lambda _total: self.table.stand_on_first())
        self.model.failed.connect(self._failed)

    @property
    def asking(self) -> Asking | None:
        """The figure whose rows are shown."""
        return self._asking

    def show_figure(self, asking: Asking) -> None:
        """List the rows of a figure; until they are read nothing of another one stands here."""
        if self._asking != asking:
            self.model.clear()
            self.count.setText(self.tr("正在查找…"))
        self._asking = asking
        self.trouble.hide()
        self.title.set_whole(asking.title)
        self.table.ask(asking.figure.id)

    def words(self) -> str:
        """The row that the cursor stands on, its cells with tabs between; empty while there is none."""
        placed = self.model.row_at(self.table.currentIndex().row())
        return "" if placed is None else "\t".join(column.text(placed) for column in self.model.columns)

    def _shown(self) -> None:
        counted, asking = self._source.counted, self._asking
        if counted is None or asking is None:
            return
        words = self.tr("{0} 行").format(f"{counted.total:,}")
        if counted.sum != counted.total:
            words = self.tr("{0} 行，合计 {1}{2}").format(f"{counted.total:,}", f"{counted.sum:,}", asking.unit)
        self.count.setText(words)

    def _failed(self, trouble: Trouble) -> None:
        self.count.setText("")
        self.trouble.show_trouble(trouble)

    def _open(self, place: int) -> None:
        placed = self.model.row_at(place)
        if placed is None:
            return
        row: CountedRow = placed.row
        if not row.no:
            self.denied.emit(self.tr("检举控告只计数，不从这里打开。"))
        elif row.kind == "letter":
            desk, number = self._desk, row.no
            found: Callable[[], int] = lambda: desk.letters.by_no(number).letter_id  # noqa: E731
            work.run(self, found, lambda letter_id: self.go.emit(ToLetter(letter_id)), self._failed)
        else:
            self.go.emit(record_of(row.kind, row.no, row.on))


def record_of(kind: str, number: str, on: date) -> Route:
    """The way to the record of a row that is not a letter."""
    if kind == "case":
        return ToCase(number)
    if kind == "dispute":
        return ToDispute(number)
    if kind == "reception":
        return ToReception(on)
    if kind == "round":
        return ToRound(number)
    if kind == "meeting":
        return ToMeeting(number)
    return ToVisit(number)
