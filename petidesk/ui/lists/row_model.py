"""A long list as an id list plus a page cache (house rule 3): a million rows cost the window eight megabytes.

The question goes to SQL once, and the rows of the one before are gone at once. The first rows are shown as soon as they
are there; the complete list of ids follows from a worker; the rows that are in sight are fetched in pages, and only so
many pages are kept. Sorting and filtering are a new question. An answer that is no longer asked for is dropped. Nothing
in here waits.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QFont, QIcon

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import icons
from petidesk.ui.look.lights import SHAPES, TOKENS, Tone
from petidesk.ui.look.theme import theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

FIRST_ROWS = 100
PAGE_ROWS = 100
KEPT_PAGES = 40
# While the scroll bar is dragged many pages fly past; only where it rests is read.
REST_MS = 15
WAITING = "…"


class RowSource(Protocol):
    """Where rows come from: a subject of the desk. Every method is called in a worker and may take its time."""

    def rows(self, query: Any, limit: int) -> Sequence[Any]:
        """The first `limit` rows of the answer, in order."""

    def ids(self, query: Any) -> array[int]:
        """The ids of the whole answer, in order, as ``array('q')``."""

    def rows_by_id(self, ids: list[int], /) -> Sequence[Any]:
        """The rows of these ids, in any order. A missing id is a row that is gone."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: what it is called, what it says of a row, how wide it is in ems and what SQL sorts it by.

    `tone` gives the column a light; `grows` takes the room that the others leave; `fixed` cannot be hidden; `keeps` is
    not struck through in a row that is void; `shapeless` says that its tones are colours alone, beside which no shape
    needs room.
    """

    key: str
    heading: str
    text: Callable[[Row], str]
    width: float
    sort: str | None = None
    tone: Callable[[Row], Tone] | None = None
    right: bool = False
    shown: bool = True
    grows: bool = False
    fixed: bool = False
    keeps: bool = False
    shapeless: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    ids: array[int]
    kept_row: int | None
    pages: dict[int, Sequence[Any]]
    again: bool


class RowModel(QAbstractTableModel):
    """The rows of one question, for a table view.

    `show_query` asks a new question, `refresh` the same one again. `shown` fires when the first rows stand, `completed`
    with the number of rows when the whole list is known, `kept` with the row of the id that was to be kept, `failed`
    with the Trouble of a question that could not be answered. `row_id` is asked on the main thread: it must be quick.
    """

    shown = Signal()
    completed = Signal(int)
    kept = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        source: RowSource,
        row_id: Callable[[Any], int],
        columns: Sequence[Column[Any]],
        row_tone: Callable[[Any], Tone] = lambda _row: Tone.PLAIN,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._row_id = row_id
        self._columns = tuple(columns)
        self._row_tone = row_tone
        self._icons: dict[Tone, QIcon] = {}
        self._sorted: dict[int, bool] = {}
        self._query: Any = None
        self._question = 0
        self._ids = array("q")
        self._complete = False
        self._pages: OrderedDict[int, dict[int, Any]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._reading = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read_wanted)
        theme.changed.connect(self._look_again)

    def mark_sort(self, section: int | None, descending: bool) -> None:
        """Say in the heading by which column the list is sorted, and which way; None for no column."""
        self._sorted = {} if section is None else {section: descending}
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    # ---- questions -------------------------------------------------------------------------------------------------

    @property
    def query(self) -> Any:
        """The question being shown, None before the first."""
        return self._query

    @property
    def total(self) -> int | None:
        """How many rows the answer has; None until the whole list is known."""
        return len(self._ids) if self._complete else None

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns in the model's own order (the view may show them in another)."""
        return self._columns

    def show_query(self, query: Any, keep: int | None = None) -> None:
        """Ask a new question; the rows of another one go at once. `keep`: the id whose row is found again (`kept`)."""
        if query != self._query and self._ids:
            self._stand(array("q"), False, {})
        self._query = query
        question = self._next_question()
        source = self._source

        def done(rows: Sequence[Any]) -> None:
            if question == self._question:
                self._stand_first(question, rows, keep)

        work.run(self, lambda: source.rows(query, FIRST_ROWS), done, self._failed_for(question))

    def refresh(self, keep: int | None = None) -> None:
        """Ask the same question again; what stands stays until the new answer is there."""
        if self._query is not None:
            self._read_ids(self._next_question(), keep, again=True)

    def clear(self) -> None:
        """Show nothing, and drop the answer that is under way: another question will be asked."""
        self._query = None
        self._next_question()
        self._stand(array("q"), False, {})

    def _next_question(self) -> int:
        self._question += 1
        self._wanted.clear()
        return self._question

    def _failed_for(self, question: int) -> Callable[[Trouble], None]:
        def failed(trouble: Trouble) -> None:
            if question == self._question:
                self.failed.emit(trouble)

        return failed

    def _stand_first(self, question: int, rows: Sequence[Any], keep: int | None) -> None:
        ids = array("q", (self._row_id(row) for row in rows))
        complete = len(ids) < FIRST_ROWS
        self._stand(ids, complete, {0: rows})
        self.shown.emit()
        if not complete:
            self._read_ids(question, keep, again=False)
            return
        self.completed.emit(len(ids))
        kept_row = None if keep is None else _row_in(ids, keep)
        if kept_row is not None:
            self.kept.emit(kept_row)

    def _read_ids(self, question: int, keep: int | None, *, again: bool) -> None:
        """Read the whole id list in a worker; when asked `again` also the two pages looked at last: nothing blinks."""
        source, query = self._source, self._query
        in_sight = list(self._pages)[-2:] if again else []

        def call() -> _Answer:
            ids = source.ids(query)
            pages = {}
            for number in in_sight:
                if of_page := ids[number * PAGE_ROWS : (number + 1) * PAGE_ROWS]:
                    pages[number] = source.rows_by_id(list(of_page))
            return _Answer(ids, None if keep is None else _row_in(ids, keep), pages, again)

        def done(answer: _Answer) -> None:
            if question == self._question:
                self._stand_complete(answer)

        work.run(self, call, done, self._failed_for(question))

    def _stand_complete(self, answer: _Answer) -> None:
        ids, known = answer.ids, len(self._ids)
        if len(ids) < known or ids[:known] != self._ids:
            self._stand(ids, True, answer.pages)
        else:
            # What stands stays where it is; the rest is added below it.
            self._complete = True
            if answer.again:
                self._stale.update(self._pages)
            if len(ids) > known:
                self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
                self._ids = ids
                self.endInsertRows()
            for number, rows in answer.pages.items():
                before = self._pages.get(number)
                self._keep_page(number, rows)
                # Rows that say what they said are not painted again.
                if answer.again and self._pages[number] != before:
                    self._rows_changed(number * PAGE_ROWS, min((number + 1) * PAGE_ROWS, len(ids)) - 1)
        self.completed.emit(len(ids))
        if answer.kept_row is not None:
            self.kept.emit(answer.kept_row)

    def _stand(self, ids: array[int], complete: bool, pages: dict[int, Sequence[Any]]) -> None:
        self.beginResetModel()
        self._ids, self._complete = ids, complete
        self._pages.clear()
        self._stale.clear()
        self._wanted.clear()
        for number, rows in pages.items():
            self._keep_page(number, rows)
        self.endResetModel()

    # ---- rows ------------------------------------------------------------------------------------------------------

    def id_at(self, row: int) -> int | None:
        """The id in a row of the table, None outside of it."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_at(self, row: int) -> Any | None:
        """The row's value when its page is at hand, else None; asks for nothing."""
        identity = self.id_at(row)
        page = self._pages.get(row // PAGE_ROWS)
        return None if identity is None or page is None else page.get(identity)

    def first_rows(self, most: int) -> list[Any]:
        """The first rows that are at hand, no more than `most`."""
        found = (self.row_at(row) for row in range(min(most, len(self._ids))))
        return [row for row in found if row is not None]

    def _keep_page(self, number: int, rows: Iterable[Any]) -> None:
        self._pages[number] = {self._row_id(row): row for row in rows}
        self._pages.move_to_end(number)
        self._stale.discard(number)
        while len(self._pages) > KEPT_PAGES:
            self._stale.discard(self._pages.popitem(last=False)[0])

    def _rows_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _want(self, page: int) -> None:
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._reading and not self._rest.isActive():
            self._rest.start()

    def _read_wanted(self) -> None:
        """Read the page that was asked for last; one that flew past is asked for again if it comes back."""
        if self._reading or not self._wanted:
            return
        number, _ = self._wanted.popitem(last=True)
        while len(self._wanted) > 1:
            self._wanted.popitem(last=False)
        start, question, source = number * PAGE_ROWS, self._question, self._source
        ids = self._ids[start : start + PAGE_ROWS]

        def call() -> Sequence[Any]:
            try:
                return source.rows_by_id(list(ids))
            finally:
                self._reading = False

        def done(rows: Sequence[Any]) -> None:
            if question == self._question:
                self._keep_page(number, rows)
                self._rows_changed(start, min(start + PAGE_ROWS, len(self._ids)) - 1)
            self._read_wanted()

        self._reading = True
        work.run(self, call, done, self._failed_for(question))

    # ---- what the table asks ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows are known by now."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are, hidden ones included."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return sorted_heading(self._columns[section].heading, self._sorted.get(section))
        return _alignment(self._columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def cell(self, row: int, place: int) -> tuple[str, str, QIcon | None, bool, bool]:
        """All that a painter needs of a cell: words, their token, a mark, whether they are struck, and stand right."""
        column, number = self._columns[place], row // PAGE_ROWS
        if number not in self._pages or number in self._stale:
            self._want(number)
        value = self.row_at(row)
        if value is None:
            return WAITING, "text", None, False, column.right
        of_row = self._row_tone(value)
        tone = of_row if column.tone is None else column.tone(value)
        mark = self._icon(tone) if column.tone is not None and tone in SHAPES else None
        struck = of_row is Tone.VOID and not column.keeps
        return column.text(value), TOKENS[tone], mark, struck, column.right

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says and how; a row that is not at hand yet says "…" and is asked for."""
        if role not in _ANSWERED or not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        number = index.row() // PAGE_ROWS
        if number not in self._pages or number in self._stale:
            self._want(number)
        row = self.row_at(index.row())
        if row is None:
            return WAITING if role == Qt.ItemDataRole.DisplayRole else None
        if role in _SAID:
            return column.text(row)
        _words, token, mark, struck, _right = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.FontRole:
            return self._void_font() if struck else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return None if token == TOKENS[Tone.PLAIN] else QBrush(theme.color(token))
        return mark

    def _icon(self, tone: Tone) -> QIcon:
        if tone not in self._icons:
            self._icons[tone] = icons.icon(SHAPES[tone], TOKENS[tone], 0.9)
        return self._icons[tone]

    def _void_font(self) -> QFont:
        font = theme.font()
        font.setStrikeOut(True)
        return font

    def _look_again(self) -> None:
        self._icons.clear()
        self._rows_changed(0, len(self._ids) - 1)


_SAID = frozenset(
    (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole),
)
_ANSWERED = _SAID | {
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.ForegroundRole,
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.FontRole,
}


def _row_in(ids: array[int], identity: int) -> int | None:
    try:
        return ids.index(identity)
    except ValueError:
        return None


def sorted_heading(heading: str, descending: bool | None) -> str:
    """A heading with the arrow of its order behind its words, where it cannot be taken for the next heading's."""
    return heading if descending is None else f"{heading} {'↓' if descending else '↑'}"


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    return _RIGHT if column.right else _LEFT
