"""The twelve blocks of the year view: each month with its reception days, the letters as large as fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from petidesk.domain.reception.days import ReceptionDay
from petidesk.ui.look.dates import short_weekday
from petidesk.ui.look.theme import SMALL, theme
from petidesk.ui.reception.reading import YearShown
from petidesk.ui.reception.words import kind_words, look, names
from petidesk.ui.translate import translate

Index = QModelIndex | QPersistentModelIndex
Lines = tuple[float, int, int]
PAD, HEAD = 0.5, 1.8
WIDEST = 15.0
# From this width of a block on, in ems, two lists may stand beside each other in it.
TWO_LISTS = 12.5
ENOUGH = 11.0
LEVELS = 4
SCALES = (1.4, 1.25, 1.1, 1.0, SMALL)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class YearModel(QAbstractTableModel):
    """Twelve months in so many columns; UserRole gives (month, its receptions)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: YearShown | None = None
        self.columns = 4

    def show_year(self, shown: YearShown | None, columns: int) -> None:
        """Show a year in so many columns."""
        self.beginResetModel()
        self.shown, self.columns = shown, columns
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Rows of blocks."""
        return 0 if parent.isValid() or self.shown is None else 12 // self.columns

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns of blocks."""
        return 0 if parent.isValid() else self.columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The month, and in words for a screen reader."""
        if not index.isValid() or self.shown is None:
            return None
        place = index.row() * self.columns + index.column()
        found = self.shown.months[place]
        if role == Qt.ItemDataRole.UserRole:
            return date(self.shown.year, place + 1, 1), found
        if role == Qt.ItemDataRole.AccessibleTextRole:
            lines = [_line(day) for day in found] or [self.tr("没有排")]
            return "\n".join([self.tr("{0}月").format(place + 1), *lines])
        if role == Qt.ItemDataRole.ToolTipRole and found:
            return "\n".join(_line(day) for day in found)
        return None


class BlockPainter(QStyledItemDelegate):
    """Paints a month: its name, how many receptions, and a line for each."""

    today = date.min
    # Of all months alike: the size of the letters, how many lists beside each other, how much a line says.
    lines: Lines = (SMALL, 1, 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The view gives the room."""
        return QSize(theme.em(8), theme.em(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the month."""
        month, found = index.data(Qt.ItemDataRole.UserRole)
        cell: QRect = option.rect
        state = option.state
        gap = theme.em(0.15)
        rect = cell.adjusted(gap, gap, -gap, -gap)
        painter.save()
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("surface"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        pad = theme.em(PAD)
        head = QRect(rect.left() + pad, rect.top(), rect.width() - 2 * pad, theme.em(HEAD))
        painter.setFont(theme.font(1.15, bold=True))
        this = (month.year, month.month) == (self.today.year, self.today.month)
        painter.setPen(theme.color("ink" if this else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = self.tr("{0}月（本月）") if this else self.tr("{0}月")
        painter.drawText(head, middle | Qt.AlignmentFlag.AlignLeft, words.format(month.month))
        painter.setFont(theme.font(SMALL))
        painter.setPen(theme.color("text_soft"))
        count = self.tr("{0} 次").format(len(found)) if found else self.tr("没有排")
        painter.drawText(head, middle | Qt.AlignmentFlag.AlignRight, count)
        self._lines(painter, rect.adjusted(pad, theme.em(HEAD), -pad, -theme.em(0.3)), found)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _lines(self, painter: QPainter, area: QRect, found: tuple[ReceptionDay, ...]) -> None:
        if not found:
            return
        scale, columns, parts = self.lines
        font = theme.font(scale)
        metrics = QFontMetrics(font)
        step = metrics.height()
        lines = max(area.height() // step, 1)
        room = lines * columns
        width = area.width() // columns
        shown = found if len(found) <= room else found[: room - 1]
        painter.setFont(font)
        for place, day in enumerate(shown):
            at = QRect(
                area.left() + place // lines * width, area.top() + place % lines * step, width - theme.em(0.3), step
            )
            seen = look(day)
            painter.setPen(theme.color(seen.token if seen.words else "text"))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, _short(day, parts, metrics, at.width()))
        if len(found) > room:
            place = room - 1
            at = QRect(area.left() + place // lines * width, area.top() + place % lines * step, width, step)
            painter.setPen(theme.color("text_soft"))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, self.tr("还有 {0} 次").format(len(found) - place))


class YearGrid(QTableView):
    """`opened` carries the first day of the month of Enter; `stepped` asks for the year before (-1) or after (1)."""

    opened = Signal(object)
    stepped = Signal(int)
    # Where the block under the cursor stands, so that the page can bring it into sight.
    stood = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.blocks = YearModel(self)
        self.setModel(self.blocks)
        self._painter = BlockPainter(self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room = 0
        self._month = 0
        self.doubleClicked.connect(lambda _index: self._enter())
        theme.changed.connect(self._fit)

    def show_year(self, shown: YearShown) -> None:
        """Show a year; the cursor stays on its month, at first on this one."""
        month = self.current_month()
        fresh = month is None or self.blocks.shown is None
        self._month = shown.today.month - 1 if fresh or month is None else month.month - 1
        self._painter.today = shown.today
        self.blocks.show_year(shown, self.blocks.columns)
        self._fit()
        self._stand()

    def set_room(self, height: int) -> None:
        """How high the blocks may be together; they take more where the letters need it."""
        self._room = height
        self._fit()

    def current_month(self) -> date | None:
        """The month under the cursor."""
        found = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return found[0] if found else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The blocks share the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.blocks.shown
        if shown is None:
            return
        wide = self.viewport().width()
        columns = next((count for count in (4, 3, 2) if wide >= count * theme.em(WIDEST - 3)), 1)
        if columns != self.blocks.columns:
            month = self.current_month()
            self._month = month.month - 1 if month else self._month
            self.blocks.show_year(shown, columns)
            self._stand()
        most = max((len(month) for month in shown.months), default=0)
        line = QFontMetrics(theme.font(SMALL)).height()
        rows = 12 // columns
        # With two lists beside each other in a block half as many lines are enough.
        halves = 2 if wide // columns >= theme.em(TWO_LISTS) else 1
        wanted = theme.em(HEAD + 0.8) + -(-most // halves) * line
        # Twelve months at one look come first; what a block cannot hold it counts.
        height = max((self._room - 4) // rows, min(wanted, theme.em(ENOUGH)), theme.em(4.5))
        for row in range(rows):
            self.setRowHeight(row, height)
        for column in range(columns):
            self.setColumnWidth(column, wide // columns)
        gap, pad = theme.em(0.15), theme.em(PAD)
        room = (wide // columns - 2 * (gap + pad), height - 2 * gap - theme.em(HEAD + 0.3))
        self._painter.lines = common_lines(shown.months, *room)
        self.setMinimumHeight(rows * height + 4)

    def _stand(self) -> None:
        columns = self.blocks.columns
        self.setCurrentIndex(self.blocks.index(self._month // columns, self._month % columns))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right run through the months; Enter opens one, PageUp and PageDown change the year."""
        key = event.key()
        month = self.current_month()
        if key in _STEPS and month is not None:
            self._month = month.month - 1 + _STEPS[Qt.Key(key)]
            if not 0 <= self._month < 12:
                self.stepped.emit(_STEPS[Qt.Key(key)])
            self._month %= 12
            self._stand()
            self.stood.emit(self.visualRect(self.currentIndex()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.stepped.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        month = self.current_month()
        if month is not None:
            self.opened.emit(month)


def _number(day: ReceptionDay) -> str:
    return translate("YearBlocks", "{0}日").format(day.on.day)


def _line(day: ReceptionDay) -> str:
    parts = [_number(day), short_weekday(day.on.weekday()), names(day), kind_words(day), look(day).words]
    return " ".join(part for part in parts if part)


def _parts(day: ReceptionDay) -> tuple[tuple[str, ...], ...]:
    """What a line says, from the most to the least: kind and weekday go first, then the gap before the names."""
    number, week, who = _number(day), short_weekday(day.on.weekday()), names(day)
    return (number, week, who, kind_words(day)), (number, week, who), (number, who), (number + who,)


def _said(day: ReceptionDay, parts: int) -> str:
    return " ".join(part for part in _parts(day)[parts] if part) + ("※" if look(day).words else "")


def _short(day: ReceptionDay, parts: int, metrics: QFontMetrics, width: int) -> str:
    """The line as all months say theirs, shortened where even that is too much."""
    return metrics.elidedText(_said(day, parts), Qt.TextElideMode.ElideRight, width)


def common_lines(months: Sequence[tuple[ReceptionDay, ...]], width: int, height: int) -> Lines:
    """One way to write all months: the largest letters at which every line fits, and the most that a line may say."""
    most = max((len(month) for month in months), default=0)
    days = [day for month in months for day in month]
    for scale in SCALES:
        metrics = QFontMetrics(theme.font(scale))
        lines = max(height // metrics.height(), 1)
        widest = [
            max((metrics.horizontalAdvance(_said(day, parts)) for day in days), default=0) for parts in range(LEVELS)
        ]
        for columns in (1, 2):
            room = width // columns - theme.em(0.2)
            fitting = [parts for parts in range(LEVELS) if widest[parts] <= room]
            if most <= lines * columns and fitting:
                return scale, columns, fitting[0]
    return SMALL, 2 if width >= theme.em(TWO_LISTS - 2) else 1, LEVELS - 1
