"""The grid of the month view: weeks from Monday, days under the cursor, chips that change places by mouse or keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from petidesk.domain.calendar import WEEKDAYS
from petidesk.domain.reception.days import ReceptionDay
from petidesk.ui.look.dates import month_day, short_weekday
from petidesk.ui.look.theme import ROW, theme
from petidesk.ui.reception.month_cells import TWO, DayPainter, Marks, chip_rects, chip_room, needed
from petidesk.ui.reception.reading import DayShown, MonthShown, in_month, month_end, month_step
from petidesk.ui.reception.words import said

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-petidesk-reception"
NARROWEST = 4.4
SQUEEZED = 1.15
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class MonthModel(QAbstractTableModel):
    """The weeks of a month; UserRole gives the DayShown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: MonthShown | None = None

    def show_month(self, shown: MonthShown) -> None:
        """Show another month, or the same one anew."""
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many weeks."""
        return 0 if parent.isValid() or self.shown is None else len(self.shown.weeks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Seven days."""
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Monday first."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return short_weekday(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The day itself, and in words for a screen reader and the tooltip."""
        if not index.isValid() or self.shown is None:
            return None
        day = self.shown.weeks[index.row()][index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return day
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words(day)
        if role == Qt.ItemDataRole.ToolTipRole and day.receptions:
            return self._words(day)
        return None

    def _words(self, day: DayShown) -> str:
        on = f"{month_day(day.on)} {WEEKDAYS[day.on.weekday()]}"
        lunar = self.tr("{0} 农历{1}").format(on, day.lunar)
        head = f"{lunar} {day.mark}"
        lines = [said(each, day.findings) for each in day.receptions] or [self.tr("没有接待")]
        return "\n".join([head.strip(), *lines])

    def place_of(self, on: date) -> QModelIndex:
        """Where a day stands; invalid when it is not shown."""
        if self.shown is None:
            return QModelIndex()
        number = (on - self.shown.weeks[0][0].on).days
        return self.index(number // 7, number % 7) if 0 <= number < 7 * len(self.shown.weeks) else QModelIndex()


class MonthGrid(QTableView):
    """`stood` carries the day under the cursor, `entered` the day of Enter, `turned` a day of another month,

    `swap_asked` two receptions that shall change places.
    """

    stood = Signal(object)
    entered = Signal(object)
    turned = Signal(object)
    swap_asked = Signal(object, object)
    told = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.days = MonthModel(self)
        self.taken: ReceptionDay | None = None
        self._aimed = 0
        self._chip = 0
        self._pressed: QPoint | None = None
        self.setModel(self.days)
        self.painter_of_days = DayPainter()
        self.setItemDelegate(self.painter_of_days)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.doubleClicked.connect(lambda index: self._enter(index))
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self._fit)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def show_month(self, shown: MonthShown, stand_on: date) -> None:
        """Show a month with the cursor on a day."""
        self.painter_of_days.month = shown.first.month
        self.painter_of_days.today_key = shown.today.isoformat()
        self.days.show_month(shown)
        self._fit()
        self.stand_on(stand_on)

    def stand_on(self, on: date, day_id: int = 0) -> None:
        """Put the cursor on a day, and on one of its receptions."""
        place = self.days.place_of(on)
        if place.isValid():
            self.setCurrentIndex(place)
            ids = [each.day_id for each in self.day_of(place).receptions]
            self._chip = ids.index(day_id) if day_id in ids else 0
            self._mark()

    def current_day(self) -> DayShown | None:
        """The day under the cursor."""
        index = self.currentIndex()
        return self.day_of(index) if index.isValid() else None

    def current_reception(self) -> ReceptionDay | None:
        """The reception under the cursor, called-off ones included."""
        day = self.current_day()
        if day is None or not day.receptions:
            return None
        return day.receptions[min(self._chip, len(day.receptions) - 1)]

    def day_of(self, index: Index) -> DayShown:
        """The day of a cell."""
        day = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(day, DayShown)
        return day

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._chip = 0
        self._mark()
        if now.isValid():
            self.stood.emit(self.day_of(now).on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The weeks share the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.days.shown
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.em(ROW))
        if shown is None:
            return
        wanted = [max(needed(max(len(day.receptions) for day in week)), theme.em(3.2)) for week in shown.weeks]
        room = self.viewport().height()
        if room < sum(wanted) <= room * SQUEEZED:
            # A little lower, so that the whole month is seen without scrolling.
            wanted = [height * room // sum(wanted) for height in wanted]
        left = max(room - sum(wanted), 0)
        chips = []
        for row, week in enumerate(shown.weeks):
            height = wanted[row] + left // len(wanted) + (row < left % len(wanted))
            self.setRowHeight(row, height)
            if most := max(len(day.receptions) for day in week):
                chips.append(chip_room(height, most))
        self.painter_of_days.chip_height = min(chips, default=theme.em(TWO))
        width = max(self.viewport().width() // 7, theme.em(NARROWEST))
        over = self.viewport().width() - 7 * width
        for column in range(7):
            self.setColumnWidth(column, width + (1 if column < over else 0))

    def _mark(self) -> None:
        self.painter_of_days.marks = Marks(self._chip, self.taken.day_id if self.taken else 0, self._aimed)
        self.viewport().update()

    # ---- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the day, PageUp and PageDown the month, Home is today; X takes a reception up."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not modifiers
        day = self.current_day()
        if plain and key in _STEPS and day is not None:
            self._go(day.on + timedelta(days=_STEPS[Qt.Key(key)]))
        elif plain and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and day is not None:
            self.turned.emit(_month_later(day.on, -1 if key == Qt.Key.Key_PageUp else 1))
        elif plain and key == Qt.Key.Key_Home and self.days.shown is not None:
            self._go(self.days.shown.today)
        elif plain and key == Qt.Key.Key_Space and day is not None and len(day.receptions) > 1:
            self._chip = (self._chip + 1) % len(day.receptions)
            self._mark()
        elif key == Qt.Key.Key_X and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            self.take_up()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.taken is not None:
                self._let_down()
            else:
                self._enter(self.currentIndex())
        elif plain and key == Qt.Key.Key_Escape and self.taken is not None:
            self.put_back()
        else:
            event.ignore()

    def _go(self, on: date) -> None:
        shown = self.days.shown
        if shown is None:
            return
        if in_month(on, shown.first):
            self.stand_on(on)
        else:
            self.turned.emit(on)

    def _enter(self, index: Index) -> None:
        if index.isValid():
            self.entered.emit(self.day_of(index).on)

    # ---- changing places -------------------------------------------------------------------------------------------

    def take_up(self) -> None:
        """X: take the reception under the cursor up."""
        day = self.current_reception()
        if day is None or day.cancelled:
            self.told.emit(self.tr("这一天没有可以对调的接待"))
            return
        self.taken = day
        self._mark()
        who = "、".join(day.leaders) or self.tr("空缺")
        self.told.emit(self.tr("拿起了{0}，用方向键移到另一天，按 Enter 对调，按 Esc 放回").format(who))

    def put_back(self) -> None:
        """Escape: nothing changes places."""
        self.taken = None
        self._aimed = 0
        self._mark()
        self.told.emit("")

    def _let_down(self) -> None:
        other = self.current_reception()
        if self.taken is None:
            return
        if other is None or other.cancelled or other.day_id == self.taken.day_id:
            self.told.emit(self.tr("移到另一天的接待上，再按 Enter"))
            return
        one = self.taken
        self.put_back()
        self.swap_asked.emit(one, other)

    def reception_at(self, place: QPoint) -> ReceptionDay | None:
        """The reception at a point of the viewport; that of the day where the day has only one."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        for rect, reception in zip(self._chips(index), self.day_of(index).receptions, strict=False):
            if rect.contains(place):
                return reception
        return None

    def _chips(self, index: Index) -> list[QRect]:
        count = len(self.day_of(index).receptions)
        return chip_rects(self.visualRect(index), count, self.painter_of_days.chip_height)

    def _known(self, day_id: int) -> ReceptionDay | None:
        shown = self.days.shown
        weeks = shown.weeks if shown else ()
        return next((each for week in weeks for day in week for each in day.receptions if each.day_id == day_id), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a chip may become a drag; it also puts the cursor there."""
        super().mousePressEvent(event)
        place = event.position().toPoint()
        found = self.reception_at(place)
        self._pressed = place if found is not None and event.button() == Qt.MouseButton.LeftButton else None
        if found is not None:
            self.stand_on(found.on, found.day_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press a chip is dragged."""
        far = QApplication.startDragDistance()
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < far:
            return
        place, self._pressed = self._pressed, None
        found = self.reception_at(place)
        if found is not None and not found.cancelled:
            self._drag(found, place)

    def _drag(self, day: ReceptionDay, place: QPoint) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_of(day))
        chip = next((rect for rect in self._chips(self.indexAt(place)) if rect.contains(place)), None)
        if chip is not None:
            drag.setPixmap(self.viewport().grab(chip))
            drag.setHotSpot(place - chip.topLeft())
        drag.exec(Qt.DropAction.MoveAction)
        self.put_back()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only receptions of this window."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The chip under the pointer says that it would take the place."""
        target = self._target(event)
        self._aimed = target.day_id if target else 0
        self._mark()
        if target is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is aimed at."""
        self._aimed = 0
        self._mark()

    def dropEvent(self, event: QDropEvent) -> None:
        """Two receptions change places; the reason is asked for next."""
        target, one = self._target(event), self._known(_id_of(event.mimeData()))
        self._aimed = 0
        self._mark()
        if target is not None and one is not None:
            event.acceptProposedAction()
            self.swap_asked.emit(one, target)

    def _target(self, event: QDropEvent) -> ReceptionDay | None:
        found = self.reception_at(event.position().toPoint())
        return None if found is None or found.cancelled or found.day_id == _id_of(event.mimeData()) else found


def _month_later(on: date, months: int) -> date:
    first = month_step(on, months)
    return first.replace(day=min(on.day, month_end(first).day))


def mime_of(day: ReceptionDay) -> QMimeData:
    """A reception as it is dragged."""
    data = QMimeData()
    data.setData(MIME, str(day.day_id).encode())
    return data


def _id_of(data: QMimeData) -> int:
    text = bytes(data.data(MIME).data())
    return int(text) if text.isdigit() else 0
