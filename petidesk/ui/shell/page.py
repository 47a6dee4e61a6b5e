"""What every page of the window is: a title, a body, a bar of actions at its foot.

A page is added with one entry in pages.py: key, title, icon, shortcut and where its class stands;
the module is imported when the page is opened for the first time. Conventions:

- The frame draws the title and the search box above the page. The page fills `self.body` (a column) and, with
  `add_action`, the bar at its foot: first its one main action (filled), then quiet ones; `say_state` shows a soft line
  at the bar's right end ("草稿已存 10:32:05").
- Long forms go into `containers.Scroll`: a page scrolls down, never sideways.
- A long list is a ListPage (list_page.py): the room declares its Listing (ui/lists/list_view.py), its FilterSpec
  (ui/lists/filter_spec.py) and the record that opens beside it.
- What is not seen at the first opening is a part made `Later` (ui/look/later.py).
- Work that may pass 50 ms goes through ui/work.py with the page as owner.
- Sizes and spaces are ems given through theme.spaced and theme.sized; parts of the style sheet through theme.role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from petidesk.ui.look import containers, controls
from petidesk.ui.look.feet import foot
from petidesk.ui.look.later import waiting
from petidesk.ui.look.stops import filled_button
from petidesk.ui.look.theme import role, spaced
from petidesk.ui.shell.routes import Route

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat


# A page that is shown makes a part that nobody asked for yet after so long, then the next one.
REST_MS = 250
# Ctrl+Enter on either half of the keyboard.
MAIN_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class Page(QWidget):
    """The base of all pages. Subclasses set the class attributes and build their widgets in __init__."""

    key: ClassVar[str] = ""
    help_name: ClassVar[str] = ""

    # A short success in words, shown calmly at the foot of the window for some seconds.
    message = Signal(str)
    # A sentence that says what was not done, or must be done first: it bears no tick.
    denied = Signal(str)
    # The same as `message` with one action on it: sentence, label, callable (undo instead of "are you sure").
    offer = Signal(str, str, object)
    # Go to another place: a Route of routes.py.
    go = Signal(object)
    # A record was opened or saved: the Route to it, for the last ones on 工作台.
    looked = Signal(object)
    # Go back to a backup: the front door closes the folder, restores and opens it again.
    restore_asked = Signal(object)
    folder_work = Signal(object)
    # Something was saved: the lights of the status bar look again.
    saved = Signal()

    # A Printout to show in front of the page.
    print_wanted = Signal(object)
    # What stands under a tab tells the page of tabs around it: whether something stands over it, so that head or bar
    # step aside; whether the page's main action shall be quiet.
    covered = Signal(bool)
    quiet = Signal(bool)

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__()
        self.desk = desk
        self.seat = seat
        self.main_action: QPushButton | None = None
        self._bound = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        holder = QWidget()
        self.body = QVBoxLayout(holder)
        spaced(self.body, 0.75, (1.25, 0.9, 1.25, 0.9))
        outer.addWidget(holder, 1)
        self.bar = QFrame()
        role(foot(self.bar), "bar")
        row = QHBoxLayout(self.bar)
        spaced(row, 0.75, (1.25, 0.45, 1.25, 0.45))
        self._actions = containers.Flow(0.5)
        row.addWidget(self._actions, 1)
        self._state = controls.label("", "soft")
        row.addWidget(self._state)
        outer.addWidget(self.bar)
        self.bar.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """What is made later is made from now on, a part at a time."""
        super().showEvent(event)
        if waiting(self):
            QTimer.singleShot(REST_MS, self, self._make_next)

    def _make_next(self) -> None:
        left = waiting(self)
        if left and self.isVisible():
            getattr(self, left[0])
            if left[1:]:
                QTimer.singleShot(REST_MS, self, self._make_next)

    def add_action(
        self,
        text: str,
        call: Callable[[], object],
        *,
        main: bool = False,
        shortcut: str = "",
        icon: str = "",
        tip: str = "",
    ) -> QPushButton:
        """A button in the bar at the foot. The main one is filled; the shortcut is written on the button."""
        made = controls.button(f"{text}  {shortcut}" if shortcut else text, call, icon=icon, tip=tip)
        if main:
            role(made, "primary")
            self.main_action = made
            if icon:
                from petidesk.ui.look import icons

                icons.put(made, icon, "on_ink", 1.1)
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
        made.setAccessibleName(text)
        self._actions.add(made)
        self.bar.show()
        return made

    def event(self, event: QEvent) -> bool:
        """About to show: Ctrl+Enter is bound once, by the page that holds all others."""
        if event.type() == QEvent.Type.Polish and not self._bound and page_around(self) is None:
            self._bound = True
            bind_filled(self)
        return super().event(event)

    def show_main(self, shown: bool) -> None:
        """Put the main action away while an empty state holds it: one filled button at a time (rules/look.md)."""
        if self.main_action is not None and self.main_action.isHidden() == shown:
            self.main_action.setVisible(shown)
            self._actions.again()

    def say_state(self, text: str) -> None:
        """A soft line at the right end of the bar, such as when the draft was kept."""
        self._state.setText(text)

    def prepare(self, _route: Route | None) -> Iterator[Callable[[], object]]:
        """What makes the parts that `opened` needs for this route, each in a turn of its own; it may be left out."""
        yield from ()

    def opened(self, route: Route | None = None) -> None:
        """The page has come to the front, to show what `route` names or what stood there. Load here, in a worker."""

    def returned(self) -> None:
        """Back from a setting that something here was refused for: what stood here goes on where it was left."""
        self.opened(None)

    def first_stop(self) -> QWidget | None:
        """Where the keys begin when the page is shown for the first time; None for its first empty field."""
        return None

    def head_part(self) -> QWidget | None:
        """Under a tab: what stands beside the tabs of the page; None where there is nothing."""
        return None

    def closing(self) -> None:
        """The window closes or the office is left: keep what is unsaved. Never ask, never wait."""

    def print_page(self) -> bool:
        """Ctrl+P: print what is on screen, with preview. False when this page has nothing to print."""
        return False


def page_around(widget: QWidget) -> Page | None:
    """The page of the window on which a widget stands: with its tabs around it, where it has some."""
    found = None
    part = widget.parentWidget()
    while part is not None:
        found = part if isinstance(part, Page) else found
        part = part.parentWidget()
    return found


def bind_filled(within: QWidget) -> None:
    """Ctrl+Enter presses the filled button of a page, or of a dialog."""
    for keys in MAIN_KEYS:
        QShortcut(QKeySequence(keys), within).activated.connect(partial(press_filled, within))


def press_filled(within: QWidget) -> None:
    """The filled button of what is in front, the nearest to the keys; what is typed counts."""
    QGuiApplication.inputMethod().commit()
    part: QWidget | None = within.window().focusWidget()
    made = None
    while made is None and part is not None and (part is within or within.isAncestorOf(part)):
        made = filled_button(part)
        part = part.parentWidget()
        if isinstance(part, QAbstractItemView):
            part.setFocus()  # a cell that is being typed is written
    made = made or filled_button(within)
    if made is None:
        return
    if made.isEnabled():
        made.click()
    elif made.barred is not None:
        made.barred()
