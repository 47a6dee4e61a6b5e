"""Small parts that every page is built from, so that they look and speak alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import icons
from petidesk.ui.look.theme import ROW, polished, role, spaced, theme

# The parts of the style sheet that are filled: the one main action of a page, and the key that presses it.
FILLED = ("primary", "danger-main")
FILLED_KEY = "Ctrl+Enter"


class Button(QPushButton):
    """A push button. Where the border alone would not tell the focus, a ring inside does.

    That is the filled button (ink on ink) and a chip that is chosen (its border is ink already).
    """

    draws_late = True

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._words = text
        # What Ctrl+Enter does instead while a filled button is grey: it leads to what is missing.
        self.barred: Callable[[], object] | None = None
        self.setAutoDefault(True)  # Enter presses it, too

    def showEvent(self, event: QShowEvent) -> None:
        """Its icon is drawn now."""
        icons.draw(self)
        super().showEvent(event)

    def setText(self, text: str) -> None:
        """Other words, with a key of its own behind two blanks; the filled button has the key of all filled ones."""
        self._words = text
        self._say()

    def event(self, event: QEvent) -> bool:
        """It became the filled button, or is so no longer."""
        done = super().event(event)
        if event.type() == QEvent.Type.DynamicPropertyChange:
            self._say()
        return done

    def _say(self) -> None:
        words = self._words
        if self.property("role") in FILLED and words:
            words = f"{words.partition('  ')[0]}  {FILLED_KEY}"
        if words != self.text():
            kept = self.shortcut()
            super().setText(words)
            self.setShortcut(kept)  # Qt drops it with the words

    def sizeHint(self) -> QSize:
        """An icon without words is as high as its neighbours with words."""
        hint = super().sizeHint()
        if not self.text():
            hint.setHeight(hint.height() + max(self.fontMetrics().height() - self.iconSize().height(), 0))
        return hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the ring."""
        super().paintEvent(event)
        part = self.property("role")
        if self.hasFocus() and (part in FILLED or (part == "choice" and self.isChecked())):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("on_ink" if part in FILLED else "on_select"), 2 if part in FILLED else 1))
            painter.drawRoundedRect(self.rect().adjusted(4, 4, -4, -4), theme.em(0.25), theme.em(0.25))


class IconButton(QToolButton):
    """A button of an icon only. Enter presses it as the space bar does."""

    draws_late = True

    def showEvent(self, event: QShowEvent) -> None:
        """Its icon is drawn now."""
        icons.draw(self)
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    part: str = "",
    icon: str = "",
    tip: str = "",
) -> Button:
    """A push button. `part`: primary (one a page), link, danger, plain, chip or empty for a quiet one."""
    made = Button(text)
    if part:
        role(made, part)
    if icon:
        token = "on_ink" if part in FILLED else {"link": "ink", "danger": "seal"}.get(part, "text")
        icons.put(made, icon, token, 1.1)
    if tip:
        made.setToolTip(tip)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def icon_button(icon: str, name: str, clicked: Callable[[], object] | None = None) -> QToolButton:
    """A button of an icon only; `name` is its tooltip and what a screen reader says."""
    made = IconButton()
    role(made, "plain")
    icons.put(made, icon, "text_soft")
    made.setToolTip(name)
    made.setAccessibleName(name)
    if clicked is not None:
        made.clicked.connect(lambda: clicked())
    return made


def label(text: str = "", part: str = "", *, wrap: bool = False, buddy: QWidget | None = None) -> QLabel:
    """A label. `part`: title, section, soft, small, error, warn, done, strong, badge-ink and so on (style.py)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if part:
        role(made, part)
    if wrap:
        made.setWordWrap(True)
        policy = made.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        made.setSizePolicy(policy)
    if buddy is not None:
        made.setBuddy(buddy)
    return made


class Elided(QLabel):
    """A one-line label that shortens with … when there is no room and then tells the whole as its tooltip."""

    def __init__(self, text: str = "", part: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if part:
            role(self, part)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show `text`, as much of it as fits."""
        self._whole = text
        self._fit()

    def whole(self) -> str:
        """The text without shortening."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Room for a word at least."""
        return QSize(theme.em(3), super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, self._mode, max(self.width(), theme.em(3)))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def field(text: str, editor: QWidget, hint: str = "") -> QWidget:
    """A field with its label above and, below, a line for a hint or an error (`editor.property("says")`)."""
    box = QWidget()
    column = QVBoxLayout(box)
    spaced(column, 0.25)
    column.addWidget(label(text, "soft", buddy=editor))
    column.addWidget(editor)
    if not editor.accessibleName():
        editor.setAccessibleName(text)
    if hint:
        column.addWidget(label(hint, "small", wrap=True))
    return box


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    role(made, "rule")
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """A white card with its column."""
    frame = QFrame()
    role(frame, "card")
    column = QVBoxLayout(frame)
    spaced(column, 0.75, (1, 1, 1, 1))
    return frame, column


class Notice(QFrame):
    """A calm notice in place: an icon, a sentence, at most one action and a button to put it away."""

    _ICONS: ClassVar[dict[str, str]] = {
        "ink": "info",
        "amber": "alert-triangle",
        "seal": "alert-triangle",
        "leaf": "circle-check",
    }

    def __init__(self, colour: str = "ink", text: str = "", *, closable: bool = False) -> None:
        super().__init__()
        self._row = row = QHBoxLayout(self)
        spaced(row, 0.75, (0.75, 0.5, 0.75, 0.5))
        self._icon = QLabel()
        self._text = label(text, wrap=True)
        self._action = button("")
        self._action.hide()
        self._call: Callable[[], object] | None = None
        self._action.clicked.connect(self.act)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        if closable:
            row.addWidget(icon_button("x", self.tr("收起"), self.hide))
        self.show_as(colour, text)

    def show_as(self, colour: str, text: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Say something else. `colour`: ink, amber, seal or leaf."""
        role(self, f"notice-{colour}")
        icons.put(self._icon, self._ICONS[colour], colour)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._call = call

    def show_trouble(self, trouble: Trouble, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Show why something was not done. Where a setting mends it its action leads there, and back from there."""
        from petidesk.domain.office.unset import way_out

        colour = "amber" if trouble.exit_status in (2, 3) else "seal"
        words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
        setting, label = way_out(trouble)
        if setting:
            action = self.tr("去填写：{0}").format(label)
            self.show_as(colour, words, action, lambda: work.board().setting_wanted.emit(setting))
        else:
            self.show_as(colour, words, action, call)
        self.show()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def put_beside(self, part: QWidget) -> None:
        """Show a part in place of the sentence, beside the icon."""
        self._text.hide()
        self._row.insertWidget(1, part, 1)

    def action(self) -> Button:
        """The button of its action."""
        return self._action

    def focus_action(self) -> None:
        """Go to the button of its action."""
        self._action.setFocus()

    def act(self) -> None:
        """Do what its action offers."""
        if self._call is not None:
            self._call()


class Empty(QWidget):
    """An empty state: what this page is for, and its first action."""

    def __init__(self, icon: str, title: str, text: str, action: QPushButton | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        spaced(column, 0.75, (2, 2, 2, 2))
        picture = QLabel()
        icons.put(picture, icon, "line_strong", 3)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(picture, 0, middle)
        heading = label(title, "section", wrap=True)
        heading.setAlignment(middle)
        column.addWidget(heading)
        sentence = label(text, "soft", wrap=True)
        sentence.setAlignment(middle)
        column.addWidget(sentence)
        if action is not None:
            column.addWidget(action, 0, middle)
        column.addStretch(2)


class Scroll(QScrollArea):
    """Scrolls down only: what is in it is always as wide as the room there is.

    What is in it is measured, and the style sheet asked about it, only when it is about to show. Asked before, Qt asks
    again for every widget of it whenever the scroll area or what that stands in gets a new parent (measured: a third
    of the making of a page).
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        role(inner, "scrolled")
        inner.setParent(self.viewport())
        self._waiting: QWidget | None = inner
        self.viewport().setAutoFillBackground(False)

    def setWidget(self, inner: QWidget) -> None:
        """Put this in, in the place of what was there."""
        if self._waiting is not None and self._waiting is not inner:
            self._waiting.deleteLater()
        self._waiting = None
        super().setWidget(inner)
        inner.setAutoFillBackground(False)

    def widget(self) -> QWidget | None:
        """What scrolls."""
        return self._waiting or super().widget()

    def event(self, event: QEvent) -> bool:
        """About to show: take in what waits."""
        done = super().event(event)
        if event.type() == QEvent.Type.Polish and self._waiting is not None:
            self.setWidget(self._waiting)
        return done


class Stack(QStackedWidget):
    """Pages one over the other. While it turns from one to the other Qt moves the keys, and nobody meant it.

    `turning` says so to the owner of the keys (ui/shell/focus.py), `opening` which page is shown for the first time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.turning = False
        self.opening: QWidget | None = None

    def setCurrentWidget(self, page: QWidget) -> None:
        """Turn to a page that it holds."""
        self._turn(page, lambda: super(Stack, self).setCurrentWidget(page))

    def setCurrentIndex(self, place: int) -> None:
        """Turn to the page in this place."""
        self._turn(self.widget(place), lambda: super(Stack, self).setCurrentIndex(place))

    def removeWidget(self, page: QWidget) -> None:
        """Take a page out; another one comes to the front."""
        self._turn(None, lambda: super(Stack, self).removeWidget(page))

    def _turn(self, page: QWidget | None, turn: Callable[[], None]) -> None:
        before = self.currentWidget()
        if before is not None:
            before.setProperty("seen", True)
        self.opening = page if page is not None and not page.property("seen") else None
        self.turning = True
        turn()
        self.turning = False
        if page is not None:
            page.setProperty("seen", True)


class Flow(QWidget):
    """Children side by side, on the next line where the width ends; for chips, filters and buttons."""

    def __init__(self, spacing: float = 0.5) -> None:
        super().__init__()
        self._spacing = spacing
        self._parts: list[QWidget] = []
        self._growing: dict[QWidget, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._again)

    def add(self, part: QWidget, grows: int = 0) -> None:
        """Put a widget at the end. What is left of its line goes to those that grow, in proportion."""
        part.setParent(self)
        self._parts.append(part)
        if grows:
            self._growing[part] = grows
        if part.isHidden():
            part.show()
        self._again()

    def clear(self) -> None:
        """Remove all."""
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self._growing.clear()
        self._again()

    def gap(self) -> int:
        """Pixels between two parts."""
        return theme.em(self._spacing)

    def parts(self) -> list[QWidget]:
        """The widgets in their order."""
        return list(self._parts)

    def again(self) -> None:
        """Lay out anew after a part was shown, hidden or got another text."""
        self._again()

    def _again(self) -> None:
        # Before its first showing it has no width yet, and the first resize lays it out.
        if polished(self):
            self._lay(self.width(), True)
        if self.isVisible():
            self._keep_height()
        self.updateGeometry()

    def _lay(self, width: int, place: bool) -> int:
        gap = theme.em(self._spacing)
        y = 0
        for line in self._lines(width, gap):
            height = max(size.height() for _part, size in line)
            x = 0
            left = width - sum(size.width() + gap for _part, size in line) + gap
            shares = sum(self._growing.get(part, 0) for part, _size in line)
            for part, size in line if place else ():
                # Lower ones stand in the middle of their line.
                top = y + (height - size.height()) // 2
                wide = size.width() + (left * self._growing.get(part, 0) // shares if shares and left > 0 else 0)
                part.setGeometry(QRect(x, top, min(wide, width), size.height()))
                x += wide + gap
            y += height + gap
        return max(y - gap, 0)

    def _lines(self, width: int, gap: int) -> list[list[tuple[QWidget, QSize]]]:
        """The parts that are shown with their sizes, line by line."""
        lines: list[list[tuple[QWidget, QSize]]] = []
        x = 0
        for part in self._parts:
            if part.isHidden():
                continue
            size = part.sizeHint().expandedTo(part.minimumSize()).boundedTo(part.maximumSize())
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((part, size))
            x += size.width() + gap
        return lines

    def hasHeightForWidth(self) -> bool:
        """Lower when wider."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that the parts need at this width."""
        return self._lay(width, False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        gap = theme.em(self._spacing)
        shown = [part.sizeHint() for part in self._parts if not part.isHidden()]
        width = sum(size.width() + gap for size in shown) - gap if shown else 0
        return QSize(width, self.heightForWidth(max(self.width(), 1)) if self.width() else 0)

    def minimumSizeHint(self) -> QSize:
        """The widest part."""
        widest = max((part.sizeHint().width() for part in self._parts if not part.isHidden()), default=0)
        return QSize(widest, self._lay(max(self.width(), widest), False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        self._lay(self.width(), True)
        self._keep_height()

    def _keep_height(self) -> None:
        """As high as its lines, also when they become fewer at the same width."""
        if self.minimumHeight() != self._lay(self.width(), False):
            self.setMinimumHeight(self._lay(self.width(), False))


# Beside the words, in ems: padding and the icon or the tick.
BESIDE = 3.0
AROUND = 0.7


class WrappedList(QListWidget):
    """Call `fit` after lines were added; a change of width or of the font does it by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give every line its height."""
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(self.viewport().width() - theme.em(BESIDE), theme.em(4)), 100_000)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.TextFlag.TextWrapAnywhere.value
        quiet = self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            high = metrics.boundingRect(room, flags, item.text()).height() + theme.em(AROUND)
            wanted = QSize(theme.em(4), max(high, theme.em(ROW)))
            if item.sizeHint() != wanted:
                item.setSizeHint(wanted)
        self.blockSignals(quiet)
        self.scheduleDelayedItemsLayout()
