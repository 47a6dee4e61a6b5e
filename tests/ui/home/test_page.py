"""工作台 in the window: every figure opens its list, Enter opens the most pressing case, it looks again by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.home import (
    NEXT,
    PRESSING,
    RECENT,
    Errand,
    Pressing,
    calendar_errand,
    errand_of,
    report_errand,
)
from petidesk.domain.ledger.months import ReportDue
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.periods import TODAY
from petidesk.domain.visits.listing import VisitView
from petidesk.ui.cases.entry import EntryPanel
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.home.figures import Figure
from petidesk.ui.home.page import HomePage, route_of_errand
from petidesk.ui.look import theme
from petidesk.ui.shell import recent
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import (
    Route,
    ToCase,
    ToCases,
    ToDispute,
    ToDrafts,
    ToLetters,
    ToMonth,
    ToSettings,
    ToVisit,
    ToVisits,
)
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import press
from tests.ui.desks.visits_office import register_accusation


def _case_of(desk: Desk, visit_no: str) -> str:
    return desk.visits.get(visit_no).matters[0].case_no or ""


def _fill(desk: Desk) -> str:
    """Something in every group; gives the most pressing case."""
    late, taken = (_case_of(desk, register(desk, name, days_ago=40)) for name in ("赵国辉", "王贵"))
    day = desk.today()
    desk.cases.record(taken, "routed", {"on": day.isoformat(), "route": 6})
    desk.cases.record(taken, "accepted", {"on": day.isoformat()})
    desk.cases.record(
        late,
        "instructed",
        {"on": day.isoformat(), "leader": "周明", "text": "请核实。", "due_on": (day + timedelta(days=2)).isoformat()},
    )
    desk.office.change({"county_dates": [{"day": 5, "what": "矛盾纠纷月报"}]})
    desk.drafts.save(None, "visit", {"summary": "王贵"}, False)
    return late


@pytest.fixture
def page(qtbot: QtBot, window: Frame, desk: Desk) -> HomePage:
    """The page with something in every group."""
    _fill(desk)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    quiet(qtbot)
    window.leave()  # what had the keys on the page of the empty office would get them back
    window.take(desk)
    shown = cast(HomePage, window.page("home"))
    qtbot.waitUntil(lambda: shown.board is not None and shown.board.due.overdue == 1)
    quiet(qtbot)
    return shown


def _line(page: HomePage, words: str) -> Figure:
    return next(figure for figure in page.lines() if words in figure.words())


def test_the_window_opens_with_it(window: Frame) -> None:
    assert window.current == "home"


def test_what_stands_there_is_what_the_desk_counts(page: HomePage) -> None:
    said = [figure.words() for figure in page.lines()]
    for words in (
        "超期 1 件",
        "一周内 1 件",
        "缺受理告知书 1 件",
        "来访登记 3 件",
        "受理告知书 1 件",
        "来访 1 批次 1 人次",
        "没登记完的 1 件",
    ):
        assert words in said
    assert any(words.startswith("矛盾纠纷月报") for words in said)


def test_every_figure_opens_its_list(qtbot: QtBot, desk: Desk, page: HomePage) -> None:
    page.go.disconnect()
    today = desk.today()
    day = timedelta(days=1)
    wanted: dict[str, Route] = {
        "超期 1": ToCases(CaseQuery(due_until=today - day, sort="next_due", descending=False)),
        "缺受理": ToCases(CaseQuery(paper_owed="acceptance_notice")),
        "来访登记 3": ToCases(CaseQuery(not_entered="registration")),
        "来访 1 批次": ToVisits(VisitView(period=TODAY, channel="visit", voided=False)),
        "没登记完": ToDrafts(),
        "矛盾纠纷月报": ToSettings("limits"),
    }
    for words, route in wanted.items():
        with qtbot.waitSignal(page.go) as gone:
            _line(page, words).click()
        assert gone.args == [route]
    soon = page.tasks.figures["soon"]
    with qtbot.waitSignal(page.go) as gone:
        soon.click()
    query = CaseQuery(task_since=today + day, task_until=today + 7 * day, sort="next_task", descending=False)
    assert gone.args == [ToCases(query)]
    assert desk.cases.count(query) == soon.count == 1
    board = page.board
    assert board is not None
    waiting = LetterQuery(waiting_service=True, sort="signed_on", descending=False)
    assert page.route_of(page.papers, "waiting", board) == ToLetters(waiting)
    assert page.route_of(page.papers, "drafts", board) == ToLetters(LetterQuery(state="draft"))


def test_enter_does_what_is_to_be_done_first(qtbot: QtBot, window: Frame, desk: Desk, page: HomePage) -> None:
    assert page.list.hasFocus()
    board = page.board
    assert board is not None
    first = board.errands[0]
    assert (page.list.chosen(), first.what) == (first, "书面告知信访人")
    with qtbot.waitSignal(page.go) as gone:
        press(Qt.Key.Key_Return)
    assert gone.args == [ToCase(first.number, NEXT)]
    assert window.current == "cases"
    quiet(qtbot)
    detail = cast(CasesPage, window.page("cases")).detail
    assert detail.case is not None
    assert detail.case.case_no == first.number
    assert isinstance(detail.panel, EntryPanel)
    assert detail.panel.kind == detail.next_kind()


def test_a_task_is_done_at_the_task_and_what_is_not_allowed_is_only_shown(
    qtbot: QtBot, window: Frame, desk: Desk, page: HomePage
) -> None:
    board = page.board
    assert board is not None
    number = board.errands[0].number
    window.follow(route_of_errand(errand_of(Pressing(0, number, "", "instructed", False, board.today, "", False))))
    quiet(qtbot)
    detail = cast(CasesPage, window.page("cases")).detail
    assert detail.case is not None
    assert isinstance(detail.panel, EntryPanel)
    assert detail.panel.answers["event_id"].raw() == detail.case.tasks[0].event_id
    detail.drop()
    window.follow(ToCase(number, "reopened"))
    quiet(qtbot)
    assert detail.panel is None


def test_the_last_records_are_within_reach_and_accusations_are_not_among_them(
    qtbot: QtBot, window: Frame, desk: Desk, page: HomePage
) -> None:
    board = page.board
    assert board is not None
    first, second = board.errands[0].number, desk.cases.rows(CaseQuery(), 3)[-1].case_no
    for route in (ToCase(first), ToCase(second), ToVisit(register_accusation(desk))):
        window.follow(route)
        quiet(qtbot)
    window.open_page("home")
    qtbot.waitUntil(lambda: not page.last.isHidden())
    quiet(qtbot)
    shown = [figure for figure in page.last.figures.values() if not figure.isHidden()]
    assert [figure.key for figure in shown] == [f"case {second}", f"case {first}"]
    with qtbot.waitSignal(page.go) as gone:
        shown[1].click()
    assert gone.args == [ToCase(first)]
    quiet(qtbot)
    for number in range(2 * RECENT):
        recent.note(desk, window.seat, ToCase(str(number)))
    assert len(recent.shown(desk, window.seat)) == RECENT


def test_an_errand_has_a_place_of_its_own() -> None:
    day = date(2026, 11, 3)
    assert route_of_errand(Errand("dispute", "清纠2026-0003", "", "", day, event=NEXT)) == ToDispute(
        "清纠2026-0003", entry=NEXT
    )
    assert route_of_errand(report_errand(ReportDue("2026-10", day, 2))) == ToMonth("2026-10")
    assert route_of_errand(calendar_errand(2027, day)) == ToSettings("calendar")


def test_the_lines_are_walked_with_the_arrow_keys(qtbot: QtBot, page: HomePage) -> None:
    first, second = page.lines()[:2]
    first.setFocus()
    press(Qt.Key.Key_Down)
    assert second.hasFocus()
    press(Qt.Key.Key_Up)
    assert first.hasFocus()
    page.go.disconnect()
    with qtbot.waitSignal(page.go) as gone:
        press(Qt.Key.Key_Return)
    assert gone.args[0].page == "cases"


def test_the_focus_stays_while_the_figures_change(qtbot: QtBot, desk: Desk, page: HomePage) -> None:
    line = _line(page, "来访登记")
    line.setFocus()
    register(desk, "陈秀英", days_ago=1)
    page.ask()
    qtbot.waitUntil(lambda: "来访登记 4 件" in line.words())
    assert line.hasFocus()


def test_nothing_due_is_said_in_words(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    page = cast(HomePage, window.page("home"))
    quiet(qtbot)
    assert page.calm.isVisible()
    assert "没有到期的" in page.calm.text()
    assert page.list.isHidden()
    assert page.due.isHidden()
    for words in ("现在没有：", "法定期限", "领导接待日"):
        assert words in page.counts.folded.text()
    _fill(desk)
    window.open_page("home")
    qtbot.waitUntil(page.list.isVisible)
    assert not page.calm.isVisible()


def test_twelve_errands_stand_whole_in_a_small_window(qtbot: QtBot, window: Frame, desk: Desk) -> None:
    for number in range(PRESSING + 2):
        register(desk, "赵国辉", days_ago=20 + number)
    window.open_page("home")
    page = cast(HomePage, window.page("home"))
    qtbot.waitUntil(lambda: page.list.rowCount() == PRESSING)
    quiet(qtbot)
    assert page.list.mapTo(page.sheet, page.list.rect().bottomLeft()).y() <= page.sheet.height()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_it_fits_at_every_step(qtbot: QtBot, window: Frame, page: HomePage, size: tuple[int, int]) -> None:
    wrong = []
    window.resize(*size)
    for step in range(len(theme.STEPS)):
        theme.theme.apply(step, step == 1)
        quiet(qtbot)
        wrong += [f"{step} {complaint}" for complaint in clipped(window)]
        wrong += [f"{step} {figure.words()} is cut" for figure in page.lines() if not figure.fits()]
        beside = page.counts.x() > page.list.geometry().right()
        assert beside == (step < (2 if size[0] < 1920 else 3))
    assert wrong == []
    assert nameless(page) == []
