"""The window: navigation left, page title and search box above, lights below, one page in front (rules/look.md).

Its pages are listed in pages.py, what it can do in actions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from petidesk.domain.trouble import Trouble
from petidesk.ui import work
from petidesk.ui.forms import chinese
from petidesk.ui.look import containers, controls, style_sheet
from petidesk.ui.look.theme import role, spaced, theme
from petidesk.ui.shell import actions, dialogs, recent
from petidesk.ui.shell.actions import Action
from petidesk.ui.shell.curtain import Curtain
from petidesk.ui.shell.floats import Floats
from petidesk.ui.shell.focus import FocusOwner
from petidesk.ui.shell.help_beside import HelpBeside
from petidesk.ui.shell.last_steps import LastSteps
from petidesk.ui.shell.letters_only import LettersOnly, say_letters_only
from petidesk.ui.shell.navigation import NARROW, Navigation
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.page_stack import PageStack
from petidesk.ui.shell.pages import pages
from petidesk.ui.shell.routes import BackTo, Route, ToOffice, ToSearch, ToSettings
from petidesk.ui.shell.search_box import SearchBox
from petidesk.ui.shell.status_bar import StatusBar, light_leads_to
from petidesk.ui.shell.threshold import Threshold, read_ahead, turn_by_turn
from petidesk.ui.shell.walk import EnterWalk

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

LIGHTS_EVERY_MS = 60_000


class Frame(QMainWindow):
    """The main window. It stands at once; `take` gives it the desk when that is open."""

    closed = Signal()
    restore_asked = Signal(object)
    # Something was saved, a setting of the seat too.
    saved = Signal()
    # Somebody else may sit here: the front door asks who.
    hands_wanted = Signal()
    folder_work = Signal(object)
    # Whether the practice office is wanted, or the records of this office.
    office_wanted = Signal(bool)

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        style_sheet.dress(self)
        self.seat = seat
        self.desk: Desk | None = None
        self.entries = {entry.key: entry for entry in pages()}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._before = ""
        self._title = ""
        # The place of a page that is being made, asked for by `open_page`.
        self._awaited: tuple[str, Route | None] | None = None
        self._closing: Callable[[], bool] | None = None
        self.setWindowTitle("petidesk")
        self._root = containers.Stack()
        self.setCentralWidget(self._root)
        self._shell = QWidget()
        self.floats = Floats(self._shell)
        self.last = LastSteps(self, self.floats, lambda to: self.open_page(to.page if to else self._current, to))
        self.last.undone.connect(self._saved)
        self.undo, self.show_steps = self.last.press, self.last.show_list
        self._root.addWidget(self._build_shell())
        self._curtain = Curtain()
        self._curtain.lifted.connect(self.toggle_curtain)
        self._root.addWidget(self._curtain)
        self._start: QWidget | None = None
        self.keys = FocusOwner(self)
        EnterWalk(self)
        LettersOnly(self)
        self._add_shortcuts()
        self._lights_timer = QTimer(self)
        self._lights_timer.setInterval(LIGHTS_EVERY_MS)
        self._lights_timer.timeout.connect(self.refresh_lights)
        work.board().trouble.connect(self.show_trouble)
        work.board().bug.connect(self.show_bug)
        work.board().setting_wanted.connect(self.fill_setting)
        self._chinese = chinese.begin()
        self._chinese.letters_only.connect(partial(say_letters_only, self.banner))
        theme.changed.connect(self._fit)
        self.resize(1366, 768)
        self._stood = self.restoreGeometry(seat.geometry)

    # -- building -----------------------------------------------------------------------------------------------

    def _build_shell(self) -> QWidget:
        outer = QVBoxLayout(self._shell)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.navigation = Navigation([(e.key, e.icon, e.title, e.shortcut) for e in self.entries.values()])
        self.navigation.chosen.connect(self._from_side)
        self.navigation.setEnabled(False)
        middle.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._build_head())
        self.banner = controls.Notice("amber", closable=True)
        self.banner.hide()
        right.addWidget(self.banner)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        self.stack = PageStack(self.seat)
        self.stack.said.connect(lambda words: self.floats.say(words))
        self.threshold = Threshold()
        self.stack.addWidget(self.threshold)
        beside.addWidget(self.stack, 1)
        self.help = HelpBeside(self, beside, self.stack, self.print_help)
        right.addLayout(beside, 1)
        middle.addLayout(right, 1)
        outer.addLayout(middle, 1)
        self.status = StatusBar()
        self.status.pressed.connect(self._light_pressed)
        outer.addWidget(self.status)
        self.floats.over(self.status)
        return self._shell

    def _build_head(self) -> QFrame:
        head = QFrame()
        role(head, "head")
        row = QHBoxLayout(head)
        spaced(row, 1, (1.25, 0.5, 1, 0.5))
        self.heading = controls.label("", "title")
        row.addWidget(self.heading)
        row.addStretch(1)
        self.search = SearchBox()
        self.search.textEdited.connect(self._search_typed)
        self.search.into.connect(self._search_into)
        self.search.left.connect(self._search_left)
        self.search.setEnabled(False)
        row.addWidget(self.search, 3)
        row.addWidget(self.last.button)
        self.help_button = controls.icon_button("circle-help", actions.action("help").with_key(), self.toggle_help)
        row.addWidget(self.help_button)
        return head

    def _add_shortcuts(self) -> None:
        for made in actions.shortcuts(self.entries.values()):
            for key in made.keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(partial(self._key_pressed, made))

    def _key_pressed(self, made: Action) -> None:
        if made.always or self._free():
            self.do(made)

    def do(self, made: Action) -> None:
        """Do an action of the window."""
        if made.call is not None:
            made.call(self)

    def change_look(self, step: int, contrast: bool, dark: bool) -> None:
        """Put a font step and colours into force, and keep them with the seat."""
        theme.apply(step, contrast, dark)
        self.seat.step, self.seat.contrast, self.seat.dark = theme.step, theme.contrast, theme.dark

    def _free(self) -> bool:
        """Whether the keys of the window work: not behind the curtain, in the wizard or before the desk is open."""
        return self.desk is not None and self._root.currentWidget() is self._shell

    # -- the desk arrives ------------------------------------------------------------------------------------------

    def take(self, desk: Desk, *, read_only: bool = False) -> None:
        """The desk is open: show the office, the lights and the first page."""
        self.desk = desk
        self.show_office()
        self.navigation.setEnabled(True)
        self.search.setEnabled(True)
        self.status.show_seat(desk.actor.name, read_only)
        self.show_start(None)
        if read_only:
            self.banner.show_as("amber", self.tr("现在只看不改：可以查、可以看，登记和更正都存不进去。"))
            self.banner.show()
        self.last.take(desk)
        self.open_page("home")
        self.refresh_lights()
        self._lights_timer.start()
        read_ahead(self, desk, tuple(self.entries.values()))

    def leave(self) -> None:
        """Take the desk and its pages away; another one may be taken after."""
        self.keep_all()
        self._lights_timer.stop()
        self.banner.hide()
        self.floats.forget()
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._current = self._before = self._title = ""
        self._awaited = None
        self._show_title()
        self.desk = None
        self.last.take(None)
        self.navigation.setEnabled(False)
        self.search.setEnabled(False)

    def show_office(self) -> None:
        """Show the office's name; again after the settings changed."""
        if self.desk is None:
            return
        name = self.desk.office.current().name
        mark = self.tr("（演练）") if self.desk.practice else ""
        self.navigation.set_office(name or self.tr("单位名称还没有填"), self.desk.practice)
        self._title = f"{name}{mark}"
        self._show_title()

    def _show_title(self) -> None:
        page = self.entries[self._current].title if self._current else ""
        self.setWindowTitle(" · ".join(part for part in (page, self._title) if part) or "petidesk")

    def show_start(self, screen: QWidget | None) -> None:
        """Show the wizard or the start screen of a trouble over everything; None shows the pages again."""
        if self._start is not None:
            self._root.removeWidget(self._start)
            self._start.deleteLater()
        self._start = screen
        if screen is not None:
            self._root.addWidget(screen)
        self._root.setCurrentWidget(self._shell if screen is None else screen)

    # -- pages -----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The key of the page in front."""
        return self._current

    def page(self, key: str) -> Page:
        """The page of that key, made at the first visit; one that `open_page` still awaits is brought in at once."""
        if self.desk is None:
            raise ValueError("no desk yet")
        made = self._made(key)
        if self.stack.indexOf(made) < 0:
            self.stack.addWidget(made)
        if self._awaits(key):
            self._bring_in(made)
        return made

    def _made(self, key: str) -> Page:
        """The page of that key; a new one is not among the others yet, and has no look."""
        assert self.desk is not None  # `page` has asked
        made = self._pages.get(key)
        if made is None:
            made = self.entries[key].load()(self.desk, self.seat)
            made.message.connect(self.floats.say)
            made.denied.connect(self.floats.refuse)
            made.offer.connect(self.floats.say)
            made.go.connect(self.follow)
            made.print_wanted.connect(self.stack.show_paper)
            made.looked.connect(partial(recent.note, self.desk, self.seat))
            made.saved.connect(self._saved)
            made.restore_asked.connect(self.restore_asked)
            made.folder_work.connect(self.folder_work)
            self._pages[key] = made
            work.keep_for_good()
        return made

    def follow(self, route: Route) -> None:
        """Go to a place."""
        if isinstance(route, ToOffice):
            self.office_wanted.emit(route.practice)
        elif isinstance(route, BackTo):
            self.open_page(route.key, route)
        else:
            self.open_page(route.page, route)

    def _from_side(self, key: str) -> None:
        """A page was chosen at the side: as it begins, where its title promises something, else as it stood."""
        self.open_page(key, begins() if (begins := self.entries[key].begins) else None)

    def open_page(self, key: str, route: Route | None = None) -> None:
        """Bring a page to the front, with what `route` names or what stood there; a new one is made after its title."""
        if key != self._current:
            self._before = self._current
        self._current = key
        self._awaited = (key, route)
        if key != "search":
            self.search.clear()
        self.heading.setText(self.entries[key].title)
        self._show_title()
        self.navigation.mark(key)
        if key in self._pages:
            self.page(key)
            return
        self.threshold.forget()
        self.stack.setCurrentWidget(self.threshold)
        if not self.search.hasFocus():
            self.threshold.setFocus(Qt.FocusReason.OtherFocusReason)
        steps, wanted = self._steps(key), lambda: self._awaits(key)
        work.run(self, self.entries[key].load, lambda _kind: turn_by_turn(self, steps, wanted))

    def _steps(self, key: str) -> Iterator[Callable[[], object]]:
        """Its class is there: make the page, give it its look, bring it in; the keyboard is looked at between."""
        yield lambda: self._made(key)
        yield from self._made(key).prepare(self._awaited and self._awaited[1])
        yield lambda: self.stack.addWidget(self._made(key))
        yield lambda: self.page(key)

    def _awaits(self, key: str) -> bool:
        return self._awaited is not None and self._awaited[0] == key

    def _bring_in(self, page: Page) -> None:
        """The page that was asked for is made: it takes the place of its threshold, and the keys."""
        assert self._awaited is not None  # it asked for this page
        route, self._awaited = self._awaited[1], None
        searching = self.search.hasFocus()
        self.stack.setCurrentWidget(page)
        self.help.follow(page.help_name)
        opening = page.returned if isinstance(route, BackTo) else lambda: page.opened(route)
        if searching:
            self.search.setFocus()
            opening()
        else:
            self.keys.enter(page, opening)
        self.threshold.hand_over(page)

    def print_page(self) -> None:
        """Ctrl+P: print what is on screen, or say that there is nothing to print here."""
        if not self._current or self.page(self._current).print_page():
            return
        self.floats.refuse(self.tr("这一页没有可以打印的内容。"))

    def _saved(self) -> None:
        self.saved.emit()
        self.show_office()
        self.refresh_lights()

    # -- search ----------------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Ctrl+F: go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search_typed(self, text: str) -> None:
        if text.strip() or self._current == "search":
            self.follow(ToSearch(text))

    def _search_into(self) -> None:
        self.follow(ToSearch(self.search.text(), into=True))

    def _search_left(self) -> None:
        self.search.clear()
        if self._current == "search" and self._before:
            self.open_page(self._before)

    # -- help, curtain, palette ------------------------------------------------------------------------------------

    def toggle_help(self) -> None:
        """F1: show or hide the help page of the screen in front."""
        self.help.toggle(self.page(self._current).help_name if self._current else "")

    def print_help(self, name: str = "") -> None:
        """A help page, that of the page in front where none is named, as one sheet of paper."""
        from petidesk.ui.shell.help import help_sheet

        if self.desk is None:
            return
        self.help.close()
        self.stack.show_paper(help_sheet(self.desk, name or self.page(self._current).help_name))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes the way of reading; what is gone gives the keys back."""
        return self.keys.next(forward) or super().focusNextPrevChild(forward)

    def toggle_curtain(self) -> None:
        """F12: hide everything, or show it again with the focus where it was."""
        if self._root.currentWidget() is self._curtain:
            self._root.setCurrentWidget(self._shell if self._start is None else self._start)
            return
        self._root.setCurrentWidget(self._curtain)
        self._curtain.setFocus()

    def change_hands(self) -> None:
        """Ctrl+L: keep what is typed, close what lies over the window, and let the front door ask who sits here."""
        if not self._free():
            return
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.keep_all()
        self.hands_wanted.emit()

    def offered(self) -> list[Action]:
        """What Ctrl+K offers: the window's own, what can be done on the page in front, and what begins elsewhere."""
        from petidesk.ui.shell import deeds

        return deeds.offered(self.entries.values(), self.stack.currentWidget(), self.last.words())

    def open_palette(self) -> None:
        """Ctrl+K: the list of actions."""
        from petidesk.ui.shell import deeds
        from petidesk.ui.shell.palette import Palette

        desk, case_no = self.desk, deeds.case_in_front(self.page(self._current))
        assert desk is not None  # its key works on an open desk only
        palette = Palette(self.offered(), self.do, self, lambda: deeds.papers(desk, case_no))
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def today(self) -> date | None:
        """The desk's day; None before it is open."""
        return None if self.desk is None else self.desk.today()

    # -- lights and troubles ---------------------------------------------------------------------------------------

    def refresh_lights(self) -> None:
        """Ask the desk how safe the records are; the answer comes when it comes."""
        desk = self.desk
        if desk is not None:
            work.run(self, lambda: desk.lights.status(), lambda lights: self.status.show_lights(desk.now(), lights))

    def show_trouble(self, trouble: Trouble) -> None:
        """The calm banner for a trouble that no page took."""
        self.banner.show_trouble(trouble)

    def fill_setting(self, key: str) -> None:
        """Go to the setting of that key, and from there back to the page in front."""
        self.banner.hide()
        self.follow(ToSettings(field=key, back=self._current))

    def show_bug(self, error: BaseException) -> None:
        """The dialog for a mistake of the program; what is on the pages stays."""
        dialogs.show_bug(error, self, self.save_diagnosis if self.desk is not None else None)

    def save_diagnosis(self, owner: QWidget | None = None, said: Callable[[str], object] | None = None) -> None:
        """F11: a file for whoever looks after the program, without a word about any person."""
        if (on_start := getattr(self._start, "diagnose", None)) is not None:
            on_start()
        elif self._free() and self.desk is not None:
            from petidesk.ui.shell.diagnosis import save

            save(owner or self, self.desk.session.folder, self.desk, said or self.floats.say)

    def _light_pressed(self, name: str) -> None:
        if self._free():
            route = light_leads_to(name)
            self.open_page("home" if route is None else route.page, route)

    # -- size and end ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows get words under the icons and the help in place of the page."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.navigation.set_narrow(self.width() / max(theme.em(1), 1) < NARROW)
        self.help.fit()

    def fit_screen(self) -> None:
        """At the first start of this seat: maximised where the screen is small, so that no edge is out of sight."""
        room = self.screen().availableGeometry()
        if not self._stood and (room.width() <= 1440 or room.height() <= 900):
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the front: the lights look again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.desk is not None:
            self.refresh_lights()

    def on_close(self, call: Callable[[], bool]) -> None:
        """`call` is asked when the window closes; it keeps what is left and answers whether it may close now."""
        self._closing = call

    def keep_all(self) -> None:
        """Every page keeps what is unsaved, the seat its geometry."""
        for page in self._pages.values():
            page.closing()
        self.seat.geometry = self.saveGeometry()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Never ask, never wait: keep and go."""
        self._lights_timer.stop()
        if self._closing is not None and not self._closing():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()
