"""The left navigation: the office's name and the pages that exist, each with icon, word and key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.theme import SMALL, role, spaced, theme

# Below this window width (in ems) the words stand under the icons.
NARROW = 62.0


class NavButton(QAbstractButton):
    """One page: icon, word and its key; the page in front has a bar of ink at its left."""

    def __init__(self, key: str, icon: str, title: str, shortcut: str) -> None:
        super().__init__()
        self.key = key
        self._icon = icon
        self._shortcut = shortcut
        self.narrow = False
        self.setText(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(title)
        self.setToolTip(f"{title}  {shortcut}" if shortcut else title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Room for icon and word, side by side or one above the other."""
        if self.narrow:
            words = QFontMetrics(theme.font(SMALL, bold=True)).horizontalAdvance(self.text())
            return QSize(words + theme.em(1), theme.em(3.05))
        words = QFontMetrics(theme.font(bold=True)).horizontalAdvance(self.text())
        keys = QFontMetrics(theme.font(SMALL)).horizontalAdvance(self._shortcut)
        return QSize(words + keys + theme.em(5), theme.em(2.4))

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover tint."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover tint away."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint, bar, icon, word and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(theme.em(0.25), 1, -theme.em(0.25), -1)
        on = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen)
        if on or self.underMouse():
            painter.setBrush(theme.color("ink_tint" if on else "canvas"))
            painter.drawRoundedRect(area, theme.em(0.4), theme.em(0.4))
        if on:
            painter.setBrush(theme.color("ink"))
            painter.drawRoundedRect(
                QRect(area.left(), area.top() + theme.em(0.4), theme.em(0.2), area.height() - theme.em(0.8)), 2, 2
            )
        token = "text_off" if not self.isEnabled() else "ink" if on else "text"
        self._draw_words(painter, area, token, on)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ink"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.em(0.4), theme.em(0.4))

    def _draw_words(self, painter: QPainter, area: QRect, token: str, bold: bool) -> None:
        picture = icons.pixmap(self._icon, token, 1.2)
        size = theme.em(1.2)
        painter.setPen(theme.color(token))
        if self.narrow:
            painter.drawPixmap(area.center().x() - size // 2, area.top() + theme.em(0.25), picture)
            painter.setFont(theme.font(SMALL, bold=bold))
            words = area.adjusted(0, theme.em(1.4), 0, -theme.em(0.1))
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        painter.drawPixmap(area.left() + theme.em(0.75), area.center().y() - size // 2 + 1, picture)
        painter.setFont(theme.font(bold=bold))
        words = area.adjusted(theme.em(2.5), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(theme.color("text_soft"))
        painter.setFont(theme.font(SMALL))
        keys = area.adjusted(0, 0, -theme.em(0.75), 0)
        painter.drawText(keys, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._shortcut)


class Navigation(QFrame):
    """The column of pages. `chosen` is sent with the key of the page that was clicked."""

    chosen = Signal(str)

    def __init__(self, pages: list[tuple[str, str, str, str]]) -> None:
        """`pages`: key, icon, title, shortcut, in their order."""
        super().__init__()
        role(self, "side")
        outer = QVBoxLayout(self)
        spaced(outer, 0.25, (0, 0.6, 0, 0.1))
        self._office = controls.label("", "section", wrap=True)
        self._office.setAccessibleName(self.tr("单位"))
        self._office.setMargin(0)
        holder = QWidget()
        inset = QVBoxLayout(holder)
        spaced(inset, 0.1, (1, 0, 0.5, 0.25))
        inset.addWidget(self._office)
        self._practice = controls.label(self.tr("演练"), "badge-amber")
        self._practice.setToolTip(self.tr("练习单位：这里的人和事都是编出来的，打印的每张纸都有“演练”字样。"))
        self._practice.setVisible(False)
        inset.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(holder)
        inner = QWidget()
        column = QVBoxLayout(inner)
        spaced(column, 0.1)
        self._buttons: dict[str, NavButton] = {}
        for key, icon, title, shortcut in pages:
            made = NavButton(key, icon, title, shortcut)
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._buttons[key] = made
            column.addWidget(made)
        column.addStretch(1)
        self._scroll = containers.Scroll(inner)
        outer.addWidget(self._scroll, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def set_office(self, name: str, practice: bool) -> None:
        """Show the office's name, and the mark of a practice office."""
        self._office.setText(name)
        self._practice.setVisible(practice)

    def mark(self, key: str) -> None:
        """Show which page is in front."""
        for name, made in self._buttons.items():
            made.setAutoExclusive(False)
            made.setChecked(name == key)
            made.setAutoExclusive(True)
        self._show_marked()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window scrolls the pages: room for the bar beside the words."""
        super().resizeEvent(event)
        self._fit()

    def set_narrow(self, narrow: bool) -> None:
        """Words under the icons (narrow windows, large fonts) or beside them."""
        for made in self._buttons.values():
            made.narrow = narrow
            made.updateGeometry()
        self._fit()

    def buttons(self) -> list[NavButton]:
        """The page buttons in their order."""
        return list(self._buttons.values())

    def _show_marked(self) -> None:
        """Scroll to the page in front where the pages do not all fit."""
        for made in self._buttons.values():
            if made.isChecked():
                self._scroll.ensureWidgetVisible(made, 0, 0)

    def _fit(self) -> None:
        widest = max((made.sizeHint().width() for made in self._buttons.values()), default=0)
        needed = sum(made.sizeHint().height() + theme.em(0.1) for made in self._buttons.values())
        bar = self._scroll.verticalScrollBar().sizeHint().width() if needed > self._scroll.height() else 0
        self.setFixedWidth(max(widest + bar, theme.em(5)) + 1)
        QTimer.singleShot(0, self, self._show_marked)  # once the buttons have their places
