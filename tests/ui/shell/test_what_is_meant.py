"""What is shown is what is meant: asked for another record, not a word of the one before stays while it is read.

Every place of the window that shows something of one thing (a record, a day, a month, a paper, a text looked for) is
asked for one and then for another while the desk is kept from answering. What could be seen of the first and not of the
second must be gone at once, and stay away until the answer is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import open_desk
from petidesk.desk.reception.reception import DayQuery
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.ledger.listing import DisputeQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.meetings import MeetingQuery
from petidesk.domain.office.papers import HANDOVER, MAILING
from petidesk.domain.periods import ALL
from petidesk.domain.statistics.figures import Asked
from petidesk.domain.statistics.spans import around
from petidesk.domain.visits.listing import VisitQuery, VisitView
from petidesk.practice.letters import SampleClock
from petidesk.ui.home.page import HomePage
from petidesk.ui.lists.row_table import RowTable
from petidesk.ui.look import feet
from petidesk.ui.look.stops import is_input, stops
from petidesk.ui.look.theme import theme
from petidesk.ui.record.view import RecordView
from petidesk.ui.seat import Seat
from petidesk.ui.shell import routes
from petidesk.ui.shell.floats import GIVES_WAY_MS
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import Route
from petidesk.ui.visits.page import VisitsPage
from tests.examples import THOROUGH
from tests.samples import lived_office
from tests.ui.desks.calm import settle
from tests.ui.desks.sight import sight, silent

DAY = date(2026, 10, 31)
# Longer than any page rests before it asks (list_page.FOLLOW_MS).
RESTS_MS = 250
# Routes that name no one thing: a form, a list of rows, a page of its own.
NO_ONE_THING = {
    routes.NewVisit,
    routes.ToDrafts,
    routes.GuestVisit,
    routes.NewDispute,
    routes.ToGrid,
    routes.ToPlan,
    routes.ToLeave,
    routes.ToWording,
    routes.ToImport,
    routes.ToSettings,
    routes.BackTo,
    routes.GoOn,
    routes.SlipTrial,
    routes.ToOffice,
}
ROUTES = [made for made in vars(routes).values() if isinstance(made, type) and issubclass(made, Route)]
PAIRS = sorted(set(ROUTES) - {Route} - NO_ONE_THING, key=lambda kind: kind.__name__)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has lived."""
    folder = tmp_path_factory.mktemp("sample") / "office"
    lived_office(folder)
    return folder


@pytest.fixture(scope="module")
def lived(sample: Path) -> Iterator[Desk]:
    """Its desk, for the whole module: nothing is recorded in it."""
    desk = open_desk(sample, purpose="write", clock=SampleClock(datetime(DAY.year, DAY.month, DAY.day, 9, 30)))
    cases = [row.case_no for row in desk.cases.rows(CaseQuery(), 60) if not row.restricted]
    for number, case_no in enumerate(cases[:4]):
        desk.meetings.plan({"on": f"2026-11-0{number + 2}", "agenda": [case_no], "place": f"第{number}会议室"})
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, lived: Desk, tmp_path: Path) -> Frame:
    """The window on that office, wide enough for a list and what is open of it."""
    frame = Frame(Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(frame)
    frame.showNormal()
    frame.resize(1920, 1080)
    frame.take(lived)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    return frame


def things(desk: Desk, kind: type[Route]) -> list[Any]:
    """What two routes of a kind are made of: a tuple of arguments for each."""
    found: dict[type[Route], Any] = {
        routes.ToVisit: lambda: [row.visit_no for row in desk.visits.rows(VisitQuery(), 3)],
        routes.ToCase: lambda: [row.case_no for row in desk.cases.rows(CaseQuery(), 3)],
        routes.ToDispute: lambda: [row.dispute_no for row in desk.ledger.rows(DisputeQuery(), 3)],
        routes.ToRound: lambda: [one.round_no for one in desk.rounds.all(3)],
        routes.ToMonth: lambda: ["2026-09", "2026-08"],
        routes.ToReception: lambda: [date(2026, 10, 12), date(2026, 9, 14), date(2026, 9, 17)],
        routes.ToYear: lambda: [2026, 2025],
        routes.ToReceptions: lambda: ["year", "month"],
        routes.ToSitting: lambda: [day.day_id for day in desk.schedule.days(DayQuery(until=DAY))][-3:],
        routes.ToLetter: lambda: [row.letter_id for row in desk.letters.rows(LetterQuery(state="issued"), 3)],
        routes.ToMeeting: lambda: [row.meeting_no for row in desk.meetings.rows(MeetingQuery(), 3)],
        routes.ToFigures: lambda: [
            Asked("visits", around("year", DAY)),
            Asked("visits", around("month", DAY), ("channel",)),
            Asked("visits", around("quarter", DAY), ("village", "group"), "before"),
        ],
        routes.ToVisits: lambda: [VisitView(period=ALL, text=text) for text in ("征地", "道路", "绝没有的词")],
        routes.ToCases: lambda: [CaseQuery(state="concluded"), CaseQuery(text="道路"), CaseQuery(text="绝没有的词")],
        routes.ToDisputes: lambda: [DisputeQuery(), DisputeQuery(text="绝没有的词")],
        routes.ToLetters: lambda: [LetterQuery(state="issued"), LetterQuery(state="draft")],
        routes.ToRates: lambda: [around("year", DAY), around("quarter", DAY)],
        routes.ToCharts: lambda: ["trend", "channels", "disputes"],
        routes.ToSearch: lambda: ["征地", "道路", "绝没有的词"],
        routes.ToWindowPaper: lambda: [HANDOVER, MAILING],
    }
    if kind is routes.WriteLetter:
        rows = [row for row in desk.cases.rows(CaseQuery(), 60) if not row.restricted][:3]
        return [("submission_form", row.case_no) for row in rows]
    return [(one,) for one in found[kind]()]


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
def test_not_a_word_of_the_one_before_stays(qtbot: QtBot, window: Frame, lived: Desk, kind: type[Route]) -> None:
    made = [kind(*one) for one in things(lived, kind)]
    assert len(made) > 1, "the sample office holds too few"
    for before, after in pairwise([*made, made[0]] if THOROUGH else made):
        _open(qtbot, window, before)
        one = sight(window)
        with silent():
            window.follow(after)
            at_once = sight(window)
            qtbot.wait(RESTS_MS)
            waiting = sight(window)
        settle(qtbot)
        only = one - sight(window)
        assert only, "both look alike"
        assert (only & at_once, only & waiting) == (set(), set()), (before, after)


def _open(qtbot: QtBot, window: Frame, route: Route) -> None:
    window.follow(route)
    settle(qtbot)


LISTS = {
    "visits": lambda desk: routes.ToVisit(desk.visits.rows(VisitQuery(), 1)[0].visit_no),
    "cases": lambda desk: routes.ToCase(desk.cases.rows(CaseQuery(), 1)[0].case_no),
    "ledger": lambda desk: routes.ToDispute(desk.ledger.rows(DisputeQuery(), 1)[0].dispute_no),
    "rounds": lambda desk: routes.ToRound(desk.rounds.all(1)[0].round_no),
    "letters": lambda desk: routes.ToLetter(desk.letters.rows(LetterQuery(state="issued"), 1)[0].letter_id),
    "meetings": lambda desk: routes.ToMeeting(desk.meetings.rows(MeetingQuery(), 1)[0].meeting_no),
    "wording": lambda desk: routes.ToWording(),
}


@pytest.mark.parametrize("place", LISTS)
def test_what_stands_beside_a_list_follows_its_cursor_at_once(
    qtbot: QtBot, window: Frame, lived: Desk, place: str
) -> None:
    _open(qtbot, window, routes.ToVisits(VisitView(period=ALL)))  # few came today
    _open(qtbot, window, LISTS[place](lived))
    view = _list(window)
    view.setFocus()
    settle(qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    settle(qtbot)
    one = sight(window)
    with silent():
        qtbot.keyClick(view, Qt.Key.Key_Down)
        at_once = sight(window)
        qtbot.wait(RESTS_MS)
        waiting = sight(window)
    settle(qtbot)
    only = one - sight(window)
    assert only and (only & at_once, only & waiting) == (set(), set())
    assert QApplication.focusWidget() is view, "the cursor stays in the list"


def _list(window: Frame) -> QAbstractItemView:
    """The list at the left of the page in front."""
    page = window.page(window.current)
    views = [view for view in page.findChildren(QAbstractItemView) if view.isVisible() and view.model().rowCount() > 2]
    return min(views, key=lambda view: view.mapTo(window, view.rect().topLeft()).x())


# A list of one record alone, and the record by its number: both made of a number.
NARROWED: dict[str, tuple[Callable[[str], Route], Callable[[Desk, str], Route]]] = {
    "visits": (lambda no: routes.ToVisits(VisitView(period=ALL, text=no)), lambda _desk, no: routes.ToVisit(no)),
    "cases": (lambda no: routes.ToCases(CaseQuery(text=no)), lambda _desk, no: routes.ToCase(no)),
    "ledger": (lambda no: routes.ToDisputes(DisputeQuery(text=no)), lambda _desk, no: routes.ToDispute(no)),
}


@pytest.mark.parametrize("place", NARROWED)
def test_a_list_marks_the_record_that_is_open_or_none(qtbot: QtBot, window: Frame, lived: Desk, place: str) -> None:
    kinds = {"visits": routes.ToVisit, "cases": routes.ToCase, "ledger": routes.ToDispute}
    (one,), (other,) = things(lived, kinds[place])[:2]
    narrow, record = NARROWED[place]
    _open(qtbot, window, narrow(one))
    page = window.page(place)
    table = page.findChild(RowTable)
    assert table.model().rowCount() == 1 and table.current_id() is not None, "the first row, where nothing is open"
    _open(qtbot, window, record(lived, other))
    detail = page.findChild(RecordView)
    assert detail.record_no == other and table.current_id() is None, "it is not in this list"
    _open(qtbot, window, record(lived, one))
    assert detail.record_no == one and table.current_id() == detail.record_id
    with silent():
        window.follow(record(lived, other))
        assert table.current_id() is None, "nor while it is being read"
    settle(qtbot)
    assert table.current_id() is None


@pytest.mark.parametrize("kind", PAIRS, ids=lambda kind: kind.__name__)
def test_no_card_floats_over_a_bar_of_buttons_or_an_input(
    qtbot: QtBot, window: Frame, lived: Desk, kind: type[Route]
) -> None:
    for size in ((1366, 768), (1920, 1080)):
        window.resize(*size)
        _open(qtbot, window, kind(*things(lived, kind)[0]))
        _covers_nothing(qtbot, window)
        assert feet.tops(window) or kind is routes.ToSearch


@pytest.mark.parametrize("page", ["home", "registration", "visits", "ledger", "reception", "settings"])
def test_in_the_largest_letters_no_card_floats_over_an_input(qtbot: QtBot, window: Frame, page: str) -> None:
    window.resize(1366, 768)
    theme.apply(3, False)
    window.open_page(page)
    settle(qtbot)
    _covers_nothing(qtbot, window)


def _covers_nothing(qtbot: QtBot, window: Frame) -> None:
    window.floats.say("已作废 清访2026-0003，编号仍然看得见。", "撤销", lambda: None)
    settle(qtbot)
    qtbot.wait(2 * GIVES_WAY_MS)
    host, page = window.floats.parentWidget(), window.page(window.current)
    inputs = [QRect(stop.mapTo(host, QPoint(0, 0)), stop.size()) for stop in stops(page) if is_input(stop)]
    assert window.floats.isVisible()
    for rect in (*feet.tops(host), *inputs):
        shown = rect & QRect(page.mapTo(host, QPoint(0, 0)), page.size())
        assert not shown.intersects(window.floats.geometry()), (window.current, shown)


def test_what_was_done_bears_a_tick_and_a_refusal_none(window: Frame) -> None:
    window.floats.say("已保存。")
    assert window.floats.ticked
    window.page("search").denied.emit("先保存正在填的。")
    assert window.floats.shown() == ["先保存正在填的。"] and not window.floats.ticked


def test_from_the_side_the_visits_are_those_of_today(qtbot: QtBot, window: Frame) -> None:
    _open(qtbot, window, routes.ToVisits(VisitView(period=ALL, text="征地")))
    page = window.page("visits")
    assert isinstance(page, VisitsPage) and page.filter.query.text == "征地"
    _open(qtbot, window, routes.BackTo("visits"))
    assert page.filter.query.text == "征地", "back from elsewhere it is as it was left"
    window.navigation.chosen.emit("visits")
    settle(qtbot)
    assert page.filter.query == VisitView()


def test_until_it_is_counted_nothing_says_that_all_is_done(qtbot: QtBot, window: Frame) -> None:
    home = window.page("home")
    assert isinstance(home, HomePage)
    with silent():
        fresh = HomePage(window.desk, window.seat)
        qtbot.addWidget(fresh)
        fresh.show()
        fresh.opened()
        said = sight(fresh)
        assert any("正在统计" in words for words in said)
        assert not any("没有" in words for words in said)
    settle(qtbot)
    assert not any("正在统计" in words for words in sight(fresh))
