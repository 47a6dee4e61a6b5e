"""The lines of 工作台: words at the left, a number at the right, and the list behind it at one press."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QVBoxLayout, QWidget

from petidesk.ui.look import controls, icons
from petidesk.ui.look.lights import SHAPES, TOKENS, Tone
from petidesk.ui.look.theme import ROW, SMALL, role, spaced, theme

SHAPE, GAP, INSET = 0.9, 0.5, 0.5


class Figure(QAbstractButton):
    """One line: a light (shape and colour beside the words), words, a soft remark, the number with its measure word.

    A number of nought is written softly; the line can still be pressed.
    """

    def __init__(self, key: str, *, slim: bool = False) -> None:
        """`slim`: without the place of the light, for lines two by two."""
        super().__init__()
        self.key = key
        self._light = 0.0 if slim else SHAPE + GAP
        self.count = 0
        self.tone = Tone.PLAIN
        self._words = self._remark = self._number = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, words: str, number: str, *, count: int, tone: Tone = Tone.PLAIN, remark: str = "") -> None:
        """Show other words; `tone` counts only while the count is not nought."""
        self._words, self._number, self._remark = words, number, remark
        self.count = count
        self.tone = tone if count else Tone.PLAIN
        said = " ".join(part for part in (words, number, remark) if part)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What the line says, as a screen reader says it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """Room for the words and the number; the remark takes what is left."""
        plain, bold = QFontMetrics(theme.font()), QFontMetrics(theme.font(bold=True))
        width = plain.horizontalAdvance(self._words) + bold.horizontalAdvance(self._number)
        return QSize(width + theme.em(2 * INSET + self._light + GAP), theme.em(ROW))

    def minimumSizeHint(self) -> QSize:
        """Narrower the words are shortened and told by the tooltip."""
        return QSize(theme.em(7), theme.em(ROW))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover tint."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover tint away."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the list; up and down go to the line above and below."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint, light, words, remark and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("canvas"))
            painter.drawRoundedRect(self.rect(), theme.em(0.4), theme.em(0.4))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.em(0.4), theme.em(0.4))
        self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        area = self.rect().adjusted(theme.em(INSET), 0, -theme.em(INSET), 0)
        if self.tone in SHAPES:
            size = theme.em(SHAPE)
            picture = icons.pixmap(SHAPES[self.tone], TOKENS[self.tone], SHAPE)
            painter.drawPixmap(area.left(), area.center().y() - size // 2 + 1, picture)
        bold = theme.font(bold=bool(self.count))
        painter.setFont(bold)
        painter.setPen(theme.color(TOKENS[self.tone] if self.count else "text_soft"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, self._number)
        left = area.left() + theme.em(self._light)
        room = area.right() - QFontMetrics(bold).horizontalAdvance(self._number) - theme.em(GAP) - left
        painter.setFont(theme.font())
        painter.setPen(theme.color("text" if self.count else "text_soft"))
        metrics = QFontMetrics(theme.font())
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, area.top(), room, area.height()), middle, words)
        used = metrics.horizontalAdvance(words) + theme.em(GAP)
        small = QFontMetrics(theme.font(SMALL))
        if self._remark and small.horizontalAdvance(self._remark) <= room - used:
            painter.setFont(theme.font(SMALL))
            painter.setPen(theme.color("text_soft"))
            painter.drawText(QRect(left + used, area.top(), room - used, area.height()), middle, self._remark)


class Group(QFrame):
    """A card with its heading and its lines. Where none is shown a soft sentence stands in their place.

    `pairs`: the lines stand two by two, for many short ones.
    """

    def __init__(self, title: str, nothing: str, *, pairs: bool = False) -> None:
        super().__init__()
        self._pairs = pairs
        role(self, "card")
        self._column = QVBoxLayout(self)
        spaced(self._column, 0, (0.5, 0.6, 0.5, 0.6))
        holder = QWidget()
        inset = QVBoxLayout(holder)
        spaced(inset, 0.25, (INSET, 0, INSET, 0.25))
        inset.addWidget(controls.label(title, "section"))
        self.nothing = controls.label(nothing, "soft", wrap=True)
        inset.addWidget(self.nothing)
        self._column.addWidget(holder)
        self._grid = QGridLayout()
        spaced(self._grid, 0)
        self._column.addLayout(self._grid)
        self.figures: dict[str, Figure] = {}
        self.setAccessibleName(title)

    def figure(self, key: str, pressed: Callable[[], object]) -> Figure:
        """The line of that key, made at first use and kept, so that the focus stays when the figures change."""
        made = self.figures.get(key)
        if made is None:
            made = self.figures[key] = Figure(key, slim=self._pairs)
            made.clicked.connect(lambda: pressed())
        return made

    def show_only(self, keys: Sequence[str], nothing: str = "") -> None:
        """Show these lines; the sentence when there are none of them (another one where `nothing` gives it)."""
        across = 2 if self._pairs else 1
        for place, key in enumerate(keys):
            self._grid.addWidget(self.figures[key], place // across, place % across)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)
        for key, figure in self.figures.items():
            figure.setVisible(key in keys)
        if nothing:
            self.nothing.setText(nothing)
        self.nothing.setVisible(not keys)


# Which column each group of 工作台 stands in, by how many columns there are.
_PLACES = {3: (0, 0, 1, 1, 2, 1, 2, 2), 2: (0, 0, 1, 1, 0, 1, 0, 1), 1: (0, 0, 0, 0, 0, 0, 0, 0)}


class Columns(QWidget):
    """Groups in three, two or one columns, whatever the width holds. A group keeps its column while the width does."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        self._groups = groups
        self._shown = 0
        self._grid = QGridLayout(self)
        spaced(self._grid, 0.75)
        self._lanes: list[QVBoxLayout] = []
        for number in range(3):
            lane = QVBoxLayout()
            spaced(lane, 0.75)
            self._lanes.append(lane)
            self._grid.addLayout(lane, 0, number)
        theme.changed.connect(self._lay)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as the width holds."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        ems = self.width() / max(theme.em(1), 1)
        wanted = 3 if ems >= 62 else 2 if ems >= 40 else 1
        if wanted == self._shown:
            return
        self._shown = wanted
        for lane in self._lanes:
            while lane.count():
                lane.takeAt(0)
        for group, number in zip(self._groups, _PLACES[wanted], strict=True):
            self._lanes[number].addWidget(group)
        for number, lane in enumerate(self._lanes):
            if number < wanted:
                lane.addStretch(1)
            self._grid.setColumnStretch(number, 1 if number < wanted else 0)
        self._grid.setHorizontalSpacing(theme.em(0.75) if wanted > 1 else 0)

    def _lay(self) -> None:
        self._shown = 0
        self._place()
