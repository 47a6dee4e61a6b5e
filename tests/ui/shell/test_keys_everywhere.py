"""The keys on every page, at the end of every route, in every section of the settings: none is excepted.

What had the keys gets them back; Enter goes on, Shift+Enter back; one filled button at most, and Ctrl+Enter presses it;
Esc decides nothing; and what a screen reader hears of every control.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.listing import VisitQuery
from petidesk.ui import work
from petidesk.ui.forms.form import Form
from petidesk.ui.lists.list_view import Results
from petidesk.ui.look.controls import FILLED_KEY
from petidesk.ui.look.stops import filled_buttons, is_input, stops
from petidesk.ui.look.theme import theme
from petidesk.ui.record.view import RecordView
from petidesk.ui.seat import Seat
from petidesk.ui.settings.page import SECTIONS, SettingsPage
from petidesk.ui.shell import deeds
from petidesk.ui.shell.focus import LAID_OUT_MS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.navigation import NavButton
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import ToCase, ToDispute, ToSettings, ToVisit
from tests.clock import START
from tests.examples import THOROUGH
from tests.samples import small_office
from tests.ui.desks.places import WAYS, Places, go, rest

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A small office in which every page has something to show."""
    folder = tmp_path_factory.mktemp("places") / "data"
    small_office(folder, START.date())
    desk = open_desk(folder, purpose="write")
    yield desk
    work.wait(20_000)
    desk.close()


@pytest.fixture(scope="module")
def places(sample: Desk) -> Places:
    """Where one can go in it."""
    return Places(sample)


@pytest.fixture
def frame(qtbot: QtBot, sample: Desk, tmp_path: Path) -> Iterator[Frame]:
    """The window on that office, active, before its first page is made; a dialog for files is left by Esc."""
    made = Frame(Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(made)
    made.showNormal()
    made.resize(1366, 768)
    made.activateWindow()
    leaving = QTimer(made)
    leaving.timeout.connect(_leave_files)
    leaving.start(20)
    qtbot.waitUntil(made.isActiveWindow)
    made.take(sample)  # where a test goes at once, the first page is not made: most do
    yield made
    made.close()


def _leave_files() -> None:
    asking = QApplication.activeModalWidget()
    if isinstance(asking, QFileDialog):
        QTest.keyClick(asking, Qt.Key.Key_Escape)


@pytest.fixture(params=WAYS)
def page(request: pytest.FixtureRequest, qtbot: QtBot, frame: Frame, places: Places) -> Page:
    """The page at the end of each way."""
    return go(qtbot, frame, places, request.param)


def called(widget: QWidget | None) -> str:
    """Kind and name: what is built anew in the place of a widget has the same."""
    if widget is None:
        return "nobody"
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or words}"


def focused() -> QWidget:
    """What has the keys."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


# What was asked in this run of each kind of page: from where the keys came back, which button was pressed.
COME_BACK = set[tuple[type[Page], str]]()
PRESSED = set[tuple[type[Page], str]]()


def one_of_each(page: Page) -> list[QWidget]:
    """The first and the last stop of every kind."""
    kinds: dict[type[QWidget], list[QWidget]] = {}
    for stop in stops(page):
        kinds.setdefault(type(stop), []).append(stop)
    return [stop for found in kinds.values() for stop in {id(each): each for each in (found[0], found[-1])}.values()]


def test_the_keys_are_on_a_stop_come_back_to_it_and_go_on_to_the_one_filled_button(
    qtbot: QtBot, frame: Frame, page: Page
) -> None:
    """One test of several, because the page of each way costs more than what is asked of it."""
    _the_keys_come_back(qtbot, frame, page)
    _is_heard(page)
    _one_button_is_filled_and_ctrl_enter_presses_it(page)
    _enter_goes_on_and_shift_enter_back(page)


def first_time(asked: set[tuple[type[Page], str]], page: Page, name: str) -> bool:
    """Whether this was not asked yet of that kind of page, to which several ways lead; a thorough run asks all."""
    if (type(page), name) in asked and not THOROUGH:
        return False
    asked.add((type(page), name))
    return True


def _the_keys_come_back(qtbot: QtBot, frame: Frame, page: Page) -> None:
    """From another page, from the help, from the curtain."""
    key = frame.current
    assert not isinstance(focused(), Page | NavButton) or not list(stops(page))
    assert not isinstance(focused(), QRadioButton) or focused().isChecked()
    other = "meetings" if key != "meetings" else "importing"
    tried = one_of_each(page)
    for stop in tried:
        if not shiboken6.isValid(stop) or not stop.isVisible():
            continue
        stop.setFocus()
        if focused() is not stop:
            continue  # a stop that hands its keys on to a part of it
        had = called(stop)
        if stop in (tried[0], tried[-1]):
            frame.open_page(other)
            rest(qtbot)
            frame.open_page(key)
            rest(qtbot)
            assert focused() is stop or called(focused()) == had
        elif not first_time(COME_BACK, page, had):
            continue
        for open_it in (Qt.Key.Key_F1, Qt.Key.Key_F12):
            QTest.keyClick(focused(), open_it)
            assert called(focused()) != had
            QTest.keyClick(focused(), Qt.Key.Key_Escape)
            QTest.qWait(5)
            assert called(focused()) == had, open_it


@pytest.mark.parametrize("way", ["ToDispute", "NewVisit", "ToPlan", "settings office"])
def test_what_has_the_keys_is_in_sight_in_the_largest_letters(
    qtbot: QtBot, frame: Frame, places: Places, sample: Desk, way: str
) -> None:
    theme.apply(3, False)
    page = go(qtbot, frame, places, way)
    if way == "ToDispute":
        frame.follow(ToDispute(sample.ledger.rows(DisputeQuery(), 1)[0].dispute_no, "summary"))
        rest(qtbot)
    for _ in range(12):
        QTest.qWait(2 * LAID_OUT_MS)
        now = focused()
        qtbot.waitUntil(lambda now=now: _seen(now) >= min(now.height(), theme.em(2)), timeout=3000)
        if now in filled_buttons(page):
            break
        QTest.keyClick(now, Qt.Key.Key_Return)


def _seen(widget: QWidget) -> int:
    """How many lines of pixels of it are in sight."""
    return widget.visibleRegion().boundingRect().height()


def test_every_section_of_the_settings_begins_in_itself(qtbot: QtBot, frame: Frame) -> None:
    """From section to section, where Qt would hand the keys over by itself: a page that says where they go is heard."""
    page = frame.page("settings")
    assert isinstance(page, SettingsPage)
    for key, _words, _icon in [*SECTIONS, *SECTIONS[::-1]]:
        frame.follow(ToSettings(key))
        rest(qtbot)
        assert page.section().isAncestorOf(focused()), key


def test_what_a_button_opens_is_a_place_too_and_gives_the_keys_back_to_it(
    qtbot: QtBot, frame: Frame, page: Page, sample: Desk
) -> None:
    """Every button in sight is pressed by its key; what came is left by Esc, one thing at a time, deciding nothing."""
    key, pressed = frame.current, set[str]()
    while frame.current == key and len(pressed) < 40:
        filled = filled_buttons(frame)
        buttons = (each for each in stops(page) if _opens(each) and each not in filled)
        button = next((each for each in buttons if called(each) not in pressed), None)
        if button is None:
            break
        name = called(button)
        pressed.add(name)
        if not first_time(PRESSED, page, name):
            continue
        before = sight(page)
        if _press(qtbot, page, button, before):
            _is_left(qtbot, frame, page, before, sample, name)
            if frame.current == key and sight(page) == before:
                assert called(focused()) == name
                # A second time, to walk in it: then the keys have been elsewhere when it is left.
                button = next(each for each in stops(page) if called(each) == name)
                if name not in WALKED and _press(qtbot, page, button, before):
                    WALKED.add(name)
                    _is_a_place(page, name)
                    _is_left(qtbot, frame, page, before, sample, name)


def _press(qtbot: QtBot, page: Page, button: QWidget, before: list[str]) -> bool:
    """Whether something came on the page."""
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    rest(qtbot)
    return page.isVisible() and sight(page) != before


def test_what_only_ctrl_k_or_a_menu_opens_is_a_place_too(qtbot: QtBot, frame: Frame, page: Page, sample: Desk) -> None:
    """Every kind of event of a record that allows it, and what the menus of the page hold."""
    key, before = frame.current, sight(page)
    buttons = {deeds.said(button) for button in page.findChildren(QAbstractButton)}
    for made in [made for made in deeds.here(page) if made.words not in buttons | WALKED]:
        WALKED.add(made.words)
        made.call(frame)
        rest(qtbot)
        if QApplication.activeWindow() is None:  # a dialog for files is gone, and no window manager is here
            frame.activateWindow()
            qtbot.waitUntil(frame.isActiveWindow)
        if frame.current == key and sight(page) != before:
            _is_a_place(page, made.words)
            _is_left(qtbot, frame, page, before, sample, made.words)
        if frame.current != key or sight(page) != before:
            break  # it did something: what stands here now is another place


# What was tried on one page is not tried on each where a menu holds it again.
WALKED = set[str]()


def _is_a_place(page: Page, name: str) -> None:
    """What came has the keys inside, one filled button, names, and Enter goes through it."""
    if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
        return  # a menu or a question, which Qt leads
    try:
        _is_heard(page)
        _one_button_is_filled_and_ctrl_enter_presses_it(page)
        _enter_goes_on_and_shift_enter_back(page)
    except AssertionError as fault:
        raise AssertionError(f"after {name}: {fault}") from fault


def _is_left(qtbot: QtBot, frame: Frame, page: Page, before: list[str], sample: Desk, name: str) -> None:
    key, lines = frame.current, written(sample)
    for _ in range(4):
        if frame.current == key and sight(page) != before:
            QTest.keyClick(QApplication.activePopupWidget() or focused(), Qt.Key.Key_Escape)
            rest(qtbot)
    assert written(sample) == lines, f"Esc after {name} wrote something"


def _opens(stop: QWidget) -> bool:
    """Buttons but chips and ticks, which choose."""
    return isinstance(stop, QAbstractButton) and not stop.isCheckable()


def sight(page: Page) -> list[str]:
    """What can be reached on the page."""
    return [called(stop) for stop in stops(page)]


def written(desk: Desk) -> int:
    """How much the audit holds."""
    return len(desk.audit.lines(100_000))


@pytest.mark.parametrize("way", ["ToVisit", "ToCase", "ToDispute", "ToLetter"])
def test_beside_an_empty_list_the_record_leads_and_is_heard_while_it_is_read(
    qtbot: QtBot, frame: Frame, places: Places, sample: Desk, way: str
) -> None:
    frame.resize(1920, 1080)
    page = go(qtbot, frame, places, way)
    page.findChild(Results).show_empty(nobody=True, low=False)
    assert len(filled_buttons(page)) <= 1, [button.text() for button in filled_buttons(page)]
    if way in ("ToVisit", "ToCase"):  # an accusation, which a button opens; and its attachments
        visits = [sample.visits.get(row.visit_no) for row in sample.visits.rows(VisitQuery(), 100)]
        cases = [row.case_no for row in sample.cases.rows(CaseQuery(), 100) if row.restricted]
        visit = next(visit.visit_no for visit in visits if isinstance(visit, ClosedVisit))
        frame.follow(ToVisit(visit) if way == "ToVisit" else ToCase(cases[0]))
        rest(qtbot)
        assert len(filled_buttons(page)) == 1, [button.text() for button in filled_buttons(page)]
        QTest.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
        rest(qtbot)
        assert [button.text() for button in filled_buttons(page)] == ["选文件…  Ctrl+Enter"]
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
        assert len(filled_buttons(page)) == 1, [button.text() for button in filled_buttons(page)]
    record = page.findChild(RecordView)
    record.show_no("镇访1900-0001")
    _is_heard(page)
    rest(qtbot)
    assert record.opened is None
    _is_heard(page)


@pytest.mark.parametrize("open_it", ["open_palette", "show_steps", "toggle_help", "toggle_curtain"])
def test_what_the_window_itself_opens_is_heard_and_escape_gives_the_keys_back(
    qtbot: QtBot, frame: Frame, sample: Desk, open_it: str
) -> None:
    frame.open_page("visits")
    rest(qtbot)
    had, lines = called(focused()), written(sample)
    getattr(frame, open_it)()
    rest(qtbot)
    assert called(focused()) != had
    opened = QApplication.activeModalWidget() or focused().parentWidget() or frame
    _is_heard(opened)
    assert len(filled_buttons(opened)) <= 1
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    if QApplication.activeWindow() is None:  # a dialog is gone, and no window manager is here
        frame.activateWindow()
    qtbot.waitUntil(lambda: called(QApplication.focusWidget()) == had, timeout=3000)
    assert written(sample) == lines


def _enter_goes_on_and_shift_enter_back(page: Page) -> None:
    inputs = [stop for stop in stops(page) if is_input(stop) and not stop.property("own_enter")]
    for stop in inputs:
        order = {id(each): place for place, each in enumerate(stops(page))}
        if id(stop) not in order:
            continue  # what was passed on the way has closed it
        stop.setFocus()
        QTest.keyClick(stop, Qt.Key.Key_Return)
        there = focused()
        if there is stop:  # the end: no button below takes the keys
            assert not any(button.isEnabled() for button in filled_buttons(page))
            continue
        assert id(there) not in order or order[id(there)] > order[id(stop)], called(there)
        if is_input(there) and not there.property("own_enter"):
            QTest.keyClick(there, Qt.Key.Key_Return, SHIFT)
            back = focused()
            if back is there:  # the beginning of a form, which the keys came into from elsewhere
                assert form_around(there) is not form_around(stop), called(there)
                continue
            QTest.qWait(1)  # a row that has come since is shown now
            order = {id(each): place for place, each in enumerate(stops(page))}
            assert id(back) in order, f"{called(back)}, back from {called(there)} after {called(stop)}, is no stop"
            assert order[id(back)] < order[id(there)], called(there)


def form_around(widget: QWidget) -> QWidget | None:
    """The form in which an input stands."""
    part: QWidget | None = widget
    while part is not None and not isinstance(part, Form):
        part = part.parentWidget()
    return part


def _one_button_is_filled_and_ctrl_enter_presses_it(page: Page) -> None:
    filled = filled_buttons(page)
    assert len(filled) <= 1, [button.text() for button in filled]
    for button in filled:
        assert button.text().endswith(FILLED_KEY)
        heard = QObject()
        button.click = button.barred = lambda heard=heard: heard.setObjectName("pressed")  # type: ignore[method-assign, misc]
        QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
        assert heard.objectName() == "pressed"


def _is_heard(page: QWidget) -> None:
    """Through Qt's accessibility tree, as assistive programs read it."""
    for stop in stops(page):
        heard = QAccessible.queryAccessibleInterface(stop)
        assert heard is not None and heard.isValid(), called(stop)
        assert heard.text(QAccessible.Text.Name).strip(), f"{called(stop)} has no name in {stop.parentWidget()}"
        if isinstance(stop, QAbstractButton | QAbstractItemView) or is_input(stop):
            assert heard.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client), called(stop)
        assert heard.state().focusable and not heard.state().invisible, called(stop)
        if isinstance(stop, QLineEdit):
            assert heard.text(QAccessible.Text.Value) == stop.displayText()
        elif isinstance(stop, QComboBox):
            assert heard.text(QAccessible.Text.Value) == stop.currentText()
        elif isinstance(stop, QAbstractButton) and stop.isCheckable():
            assert bool(heard.state().checked) == stop.isChecked()
