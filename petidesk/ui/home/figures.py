"""The counts of 工作台: words at the left, a number at the right, the list behind it at one press."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from petidesk.ui.look import controls, icons
from petidesk.ui.look.lights import SHAPES, TOKENS, Tone
from petidesk.ui.look.theme import SMALL, role, sized, spaced, theme
from petidesk.ui.translate import translate

SHAPE, GAP, INSET = 0.9, 0.5, 0.5
# A line of the narrow column, lower than the rows of a table.
LINE = 1.9
# A row of one, two or three lines.
UNITS = 6
# The narrow column; the page, in ems, from which it stands beside what is to be done; from which groups go two by two.
NARROW, BESIDE, TWO = 22.0, 56.0, 40.0


class Figure(QAbstractButton):
    """One line: a light (shape and colour beside the words), words, a soft remark, the number with its measure word.

    A number of nought is written softly; the line can still be pressed.
    """

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.count = 0
        self.tone = Tone.PLAIN
        self._words = self._remark = self._number = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(
        self,
        words: str,
        number: str,
        *,
        count: int,
        tone: Tone = Tone.PLAIN,
        remark: str = "",
        unit: str = "",
    ) -> None:
        """Show other words; `tone` holds only while the count is not nought. `unit` is only spoken."""
        self._words, self._number, self._remark = words, number, remark
        self.count = count
        self.tone = tone if count else Tone.PLAIN
        said = " ".join(part for part in (words, number, unit, remark) if part)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What the line says, as a screen reader says it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:
        """Room for the words and the number; the remark takes what is left."""
        plain, bold = QFontMetrics(theme.font()), QFontMetrics(theme.font(bold=bool(self.count)))
        width = plain.horizontalAdvance(self._words) + bold.horizontalAdvance(self._number)
        return QSize(width + theme.em(2 * INSET + self._light + GAP), theme.em(LINE))

    def minimumSizeHint(self) -> QSize:
        """Narrower the words are shortened and told by the tooltip."""
        return QSize(theme.em(5), theme.em(LINE))

    @property
    def _light(self) -> float:
        """The room of the light, in ems."""
        return SHAPE + GAP / 2 if self.tone in SHAPES else 0.0

    def fits(self) -> bool:
        """Whether the words stand whole beside the number."""
        return self.width() >= self.sizeHint().width()

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
            painter.setBrush(theme.color("ink_tint"))
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


class Group(QWidget):
    """A heading with rows of lines. A group without lines is not shown."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        column = QVBoxLayout(self)
        spaced(column, 0.1)
        holder = QWidget()
        inset = QVBoxLayout(holder)
        spaced(inset, 0, (INSET, 0, INSET, 0))
        inset.addWidget(controls.label(title, "strong"))
        column.addWidget(holder)
        self._grid = QGridLayout()
        spaced(self._grid, 0)
        for place in range(UNITS):
            self._grid.setColumnStretch(place, 1)
        column.addLayout(self._grid)
        self.figures: dict[str, Figure] = {}
        self.setAccessibleName(title)

    def figure(self, key: str, pressed: Callable[[], object]) -> Figure:
        """The line of that key, made at first use and kept, so that the focus stays when the figures change."""
        made = self.figures.get(key)
        if made is None:
            made = self.figures[key] = Figure(key)
            made.clicked.connect(lambda: pressed())
        return made

    def show_rows(self, rows: Sequence[Sequence[str]], across: int = 1) -> None:
        """Show these lines, those of a row side by side; without any the group is put away.

        A row holds one, two or three, and `across` have room in it where it has fewer.
        """
        shown = [key for row in rows for key in row]
        for place, row in enumerate(rows):
            span = UNITS // max(len(row), across)
            for column, key in enumerate(row):
                self._grid.addWidget(self.figures[key], place, column * span, 1, span)
        for key, figure in self.figures.items():
            figure.setVisible(key in shown)
        self.setVisible(bool(rows))


class Counts(QFrame):
    """The card of the groups, one below the other or two by two; those without anything share one soft line."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        self.groups = tuple(groups)
        role(self, "card")
        column = QVBoxLayout(self)
        spaced(column, 0.5, (0.5, 0.6, 0.5, 0.6))
        self._across = QHBoxLayout()
        spaced(self._across, 1)
        self._lanes: list[QVBoxLayout] = []
        for _ in range(2):
            lane = QVBoxLayout()
            spaced(lane, 0.6)
            self._across.addLayout(lane, 1)
            self._lanes.append(lane)
        column.addLayout(self._across)
        self.folded = controls.label("", "soft", wrap=True)
        self._foot = QWidget()
        inset = QVBoxLayout(self._foot)
        spaced(inset, 0, (INSET, 0, INSET, 0))
        inset.addWidget(self.folded)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._two: bool | None = None

    def fold(self) -> None:
        """Say once which groups have nothing to count, after they were filled."""
        empty = [group.title for group in self.groups if group.isHidden()]
        self.folded.setText(translate("HomePage", "现在没有：{0}").format("、".join(empty)))
        self._foot.setVisible(bool(empty))

    def wait(self) -> None:
        """It is being counted: which groups have nothing is not known."""
        self._foot.hide()

    def stand(self, *, two: bool) -> None:
        """Put the groups in one lane or in two."""
        if two == self._two:
            return
        self._two = two
        for lane in self._lanes:
            while lane.count():
                lane.takeAt(0)
        for number, group in enumerate(self.groups):
            self._lanes[number % 2 if two else 0].addWidget(group)
        for lane in self._lanes[: 2 if two else 1]:
            lane.addStretch(1)
        self._across.setStretch(1, 1 if two else 0)


class Beside(QWidget):
    """What is to be done, wide and tall, and the narrow column of counts beside it; below it in a small window."""

    def __init__(self, now: QWidget, counts: Counts) -> None:
        super().__init__()
        self._counts = counts
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        spaced(self._row, 1)
        self._row.addWidget(now, 1)
        self._row.addWidget(counts)
        theme.changed.connect(self._place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where the width holds both."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        ems = self.width() / max(theme.em(1), 1)
        wide = ems >= BESIDE
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        sized(self._counts, min_width=NARROW if wide else 0, max_width=NARROW if wide else 1000)
        self._counts.stand(two=not wide and ems >= TWO)
