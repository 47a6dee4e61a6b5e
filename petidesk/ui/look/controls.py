"""Small parts that every page is built from, so that they look and speak alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.look import icons
from petidesk.ui.look.later import Later
from petidesk.ui.look.theme import role, spaced, theme

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


def fill(made: QPushButton, filled: bool) -> None:
    """Make a button the filled one, or a quiet one again, with its icon in the colour for that."""
    if (made.property("role") in FILLED) == filled:
        return
    role(made, "primary" if filled else "")
    spec = made.property("iconSpec")
    if spec:
        icons.put(made, str(spec[0]), "on_ink" if filled else "text", float(spec[2]))


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
    """A calm notice in place: an icon, a sentence, at most one action and a button to put it away.

    Most notices wait and never say anything: what they are made of is made with the first sentence.
    """

    _ICONS: ClassVar[dict[str, str]] = {
        "ink": "info",
        "amber": "alert-triangle",
        "seal": "alert-triangle",
        "leaf": "circle-check",
    }

    def __init__(self, colour: str = "ink", text: str = "", *, closable: bool = False) -> None:
        super().__init__()
        self._closable = closable
        self._call: Callable[[], object] | None = None
        role(self, f"notice-{colour}")
        if text:
            self.show_as(colour, text)

    @Later
    def _parts(self) -> tuple[QHBoxLayout, QLabel, QLabel, Button]:
        """The row, and in it the icon, the sentence and the button of the action."""
        row = QHBoxLayout(self)
        spaced(row, 0.75, (0.75, 0.5, 0.75, 0.5))
        icon, words, action = QLabel(), label("", wrap=True), button("", self.act)
        action.hide()
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        row.addWidget(action)
        if self._closable:
            row.addWidget(icon_button("x", self.tr("收起"), self.hide))
        return row, icon, words, action

    def show_as(self, colour: str, text: str, action: str = "", call: Callable[[], object] | None = None) -> None:
        """Say something else. `colour`: ink, amber, seal or leaf."""
        _row, icon, words, button_of_action = self._parts
        role(self, f"notice-{colour}")
        icons.put(icon, self._ICONS[colour], colour)
        words.setText(text)
        self.setAccessibleName(text)
        button_of_action.setText(action)
        button_of_action.setVisible(bool(action))
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
        return self._parts[2].text() if "_parts" in vars(self) else ""

    def put_beside(self, part: QWidget) -> None:
        """Show a part in place of the sentence, beside the icon."""
        row, _icon, words, _action = self._parts
        words.hide()
        row.insertWidget(1, part, 1)

    def action(self) -> Button:
        """The button of its action."""
        return self._parts[3]

    def focus_action(self) -> None:
        """Go to the button of its action."""
        self.action().setFocus()

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
