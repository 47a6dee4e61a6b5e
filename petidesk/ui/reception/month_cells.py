"""One day of the month view as it is painted: its number, lunar date and mark, and each reception as a chip."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from petidesk.domain.reception.days import ReceptionDay
from petidesk.ui.look import icons
from petidesk.ui.look.theme import RADIUS, SMALL, theme
from petidesk.ui.reception.reading import DayShown
from petidesk.ui.reception.words import Look, kind_words, look, names
from petidesk.ui.translate import translate

HEAD, GAP, PAD = 1.5, 0.2, 0.3
# Heights in ems: a chip of one line, of two, and the tallest that still looks like one.
ONE, TWO, MOST = 1.6, 2.6, 4.2
# Sizes that the names may take, the largest that fits first.
SCALES = (1.6, 1.4, 1.15, 1.0, SMALL)
_TINTS = {"ink": "ink_tint", "amber": "amber_tint", "seal": "seal_tint", "text_soft": "surface"}
_FONTS: dict[tuple[int, float, bool, bool], QFont] = {}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the view adds to the days: the day the cursor stands on, its chip, what is taken up, what is aimed at."""

    chip: int = 0
    taken: int = 0
    aimed: int = 0


def chip_room(cell_height: int, count: int) -> int:
    """How high a chip may be where a cell holds so many."""
    gap = theme.em(GAP)
    room = (cell_height - theme.em(HEAD) - theme.em(PAD) - 1 + gap) // max(count, 1) - gap
    return max(min(room, theme.em(MOST)), theme.em(ONE))


def chip_rects(cell: QRect, count: int, height: int) -> list[QRect]:
    """Where the chips of a day stand in its cell; fewer than `count` where there is no room for all."""
    pad, gap = theme.em(PAD), theme.em(GAP)
    top = cell.top() + theme.em(HEAD)
    room = cell.bottom() - pad - top
    fits = max((room + gap) // (height + gap), 1)
    # The last line says how many are not shown.
    shown = count if count <= fits else max(fits - 1, 1)
    left, width = cell.left() + pad, cell.width() - 2 * pad
    return [QRect(left, top + place * (height + gap), width, height) for place in range(shown)]


def needed(count: int) -> int:
    """The height at which a day shows so many receptions in full."""
    return theme.em(HEAD + PAD) + count * theme.em(TWO + GAP)


class DayPainter(QStyledItemDelegate):
    """Paints a DayShown (UserRole). `first` greys the days of the months beside; `marks` come from the view."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = Marks()
        self.month = 0
        self.today_key = ""
        # By place in the month: the day that was drawn, what else it depends on, the picture.
        self._drawn: dict[tuple[int, int], tuple[DayShown, object, QPixmap]] = {}
        # All chips of a month are equally high, so that their names stand out alike.
        self.chip_height = theme.em(TWO)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The view gives the room; the delegate asks for none."""
        return QSize(theme.em(4), theme.em(4))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the day."""
        day = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(day, DayShown):
            return
        rect: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.drawPixmap(rect.topLeft(), self._picture((index.row(), index.column()), rect, day, current))

    def _picture(self, place: tuple[int, int], rect: QRect, day: DayShown, current: bool) -> QPixmap:
        """The day as it was drawn before, where nothing that it shows is another: a month is painted often."""
        app = QApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
        size = rect.size() * ratio
        worn = (theme.step, theme.contrast, theme.dark)
        state = (size, current, self.marks, self.month, self.today_key, self.chip_height, worn)
        kept = self._drawn.get(place)
        if kept is not None and kept[1] == state and kept[0] == day:
            return kept[2]
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("surface"))
        painter = QPainter(picture)
        self._day(painter, QRect(QPoint(0, 0), rect.size()), day, current)
        painter.end()
        self._drawn[place] = day, state, picture
        return picture

    def _day(self, painter: QPainter, rect: QRect, day: DayShown, current: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        own = day.on.month == self.month
        painter.fillRect(rect, theme.color("surface" if own and not day.rest else "canvas"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        self._head(painter, rect, day, own)
        self._chips(painter, rect, day, current)
        if current:
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _head(self, painter: QPainter, rect: QRect, day: DayShown, own: bool) -> None:
        pad = theme.em(PAD)
        line = QRect(rect.left() + pad, rect.top(), rect.width() - 2 * pad, theme.em(HEAD))
        number = str(day.on.day) if own else f"{day.on.month}.{day.on.day}"
        bold = _font(1.15, bold=own)
        wide = QFontMetrics(bold).horizontalAdvance(number)
        today = day.on.isoformat() == self.today_key
        if today:
            box = QRectF(line.left() - pad / 3, line.top() + pad / 2, wide + pad, line.height() - pad)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ink"))
            painter.drawRoundedRect(box, theme.em(RADIUS), theme.em(RADIUS))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(bold)
        painter.setPen(theme.color("on_ink" if today else "text" if own else "text_soft"))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, number)
        small = _font(SMALL)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        rest = line.adjusted(wide + pad, 0, 0, 0)
        mark = _mark(day)
        for words in (f"{mark[0]} {day.mark}" if day.rest and day.mark else mark[0], mark[0]):
            room = metrics.horizontalAdvance(words)
            if words and room <= rest.width():
                painter.setPen(theme.color(mark[1]))
                painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, words)
                rest = rest.adjusted(room + pad, 0, 0, 0)
                break
        painter.setPen(theme.color("text_soft"))
        for words in (day.lunar, day.lunar[-2:]):
            if metrics.horizontalAdvance(words) <= rest.width():
                painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, words)
                break

    def _chips(self, painter: QPainter, rect: QRect, day: DayShown, current: bool) -> None:
        rects = chip_rects(rect, len(day.receptions), self.chip_height)
        for place, (chip, reception) in enumerate(zip(rects, day.receptions, strict=False)):
            ringed = current and len(day.receptions) > 1 and place == self.marks.chip
            self._chip(painter, chip, reception, look(reception, day.findings), ringed)
        left = len(day.receptions) - len(rects)
        if left > 0:
            painter.setFont(_font(SMALL))
            painter.setPen(theme.color("text_soft"))
            line = QRect(
                rects[-1].left(), rects[-1].bottom() + 1, rects[-1].width(), rect.bottom() - rects[-1].bottom()
            )
            words = translate("Reception", "还有 {0} 处").format(left)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def _chip(self, painter: QPainter, chip: QRect, day: ReceptionDay, seen: Look, ringed: bool) -> None:
        taken, aimed = day.day_id == self.marks.taken, day.day_id == self.marks.aimed
        radius = theme.em(RADIUS)
        painter.setBrush(theme.color("select" if aimed else _TINTS[seen.token]))
        style = Qt.PenStyle.DashLine if taken or day.cancelled else Qt.PenStyle.SolidLine
        edge = "ink" if taken or aimed or ringed else "line_strong" if day.cancelled else seen.token
        painter.setPen(QPen(theme.color(edge), 2 if taken or aimed or ringed else 1, style))
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        inner = chip.adjusted(theme.em(PAD), 0, -theme.em(PAD), 0)
        below = "" if chip.height() < theme.em(2.2) else _below(day, seen, inner.width(), theme.step)
        upper = inner if not below else QRect(inner.left(), inner.top(), inner.width(), round(inner.height() * 0.58))
        ground = "on_select" if aimed and theme.contrast else ""
        self._upper(painter, upper, day, seen, ground)
        if below:
            font = _font(SMALL)
            line = QRect(inner.left(), upper.bottom(), inner.width(), inner.bottom() - upper.bottom())
            painter.setFont(font)
            painter.setPen(theme.color(ground or (seen.token if seen.words else "text_soft")))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, below)

    def _upper(self, painter: QPainter, area: QRect, day: ReceptionDay, seen: Look, ground: str) -> None:
        """Icon of the state, names as large as fits, lock."""
        size = theme.em(0.95)
        top = area.center().y() - size // 2
        shown = [each for each in (seen.icon, "lock" if day.locked else "") if each]
        if seen.icon and not _roomy(names(day), area.width() - len(shown) * (size + theme.em(0.2)), theme.step):
            shown.remove(seen.icon)  # the words below say the same; a name cut short says nothing
        for place, name in enumerate(shown):
            token = ground or (seen.token if name == seen.icon else "text_soft")
            painter.drawPixmap(
                area.right() - (place + 1) * size - place * theme.em(0.15), top, icons.pixmap(name, token, 0.95)
            )
        width = area.width() - len(shown) * (size + theme.em(0.2))
        scale, words = _largest(names(day), width, area.height(), theme.step)
        font = QFont(_font(scale, bold=True, struck=day.cancelled))
        painter.setFont(font)
        token = "text_soft" if day.cancelled else "seal" if not day.leaders else "text"
        painter.setPen(theme.color(ground or token))
        left = QRect(area.left(), area.top(), width, area.height())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _below(day: ReceptionDay, seen: Look, width: int, step: int) -> str:
    """The second line of a chip: what is out of the ordinary, which kind, when; the last go first."""
    parts = [part for part in (seen.words, kind_words(day), day.slot.hours) if part]
    metrics = QFontMetrics(_font(SMALL))
    while len(parts) > 1 and metrics.horizontalAdvance("  ".join(parts)) > width:
        parts.pop()
    return _elided("  ".join(parts), width, step, SMALL, False)


def _mark(day: DayShown) -> tuple[str, str]:
    """休 and 班 as calendars print them."""
    if day.rest is None:
        return "", "text_soft"
    if day.rest:
        return translate("Reception", "休"), "seal" if day.mark else "text_soft"
    return (translate("Reception", "班"), "text") if day.on.weekday() >= 5 else ("", "text_soft")


def _font(scale: float, *, bold: bool = False, struck: bool = False) -> QFont:
    key = (theme.step, scale, bold, struck)
    found = _FONTS.get(key)
    if found is None or found.family() != theme.font().family():
        found = theme.font(scale, bold=bold)
        found.setStrikeOut(struck)
        _FONTS[key] = found
    return found


@lru_cache(maxsize=4096)
def _elided(words: str, width: int, _step: int, scale: float, bold: bool) -> str:
    return QFontMetrics(_font(scale, bold=bold)).elidedText(words, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=4096)
def _roomy(words: str, width: int, _step: int) -> bool:
    return QFontMetrics(_font(SCALES[-1], bold=True)).horizontalAdvance(words) <= width


@lru_cache(maxsize=4096)
def _largest(words: str, width: int, height: int, step: int) -> tuple[float, str]:
    """The largest size at which the words fit; at the smallest they are shortened."""
    for scale in SCALES:
        metrics = QFontMetrics(_font(scale, bold=True))
        if metrics.horizontalAdvance(words) <= width and metrics.ascent() + metrics.descent() * 0.4 <= height:
            return scale, words
    return SCALES[-1], _elided(words, width, step, SCALES[-1], True)
