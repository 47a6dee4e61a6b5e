"""工作台 in the window: every figure opens its list, Enter opens the most pressing case, it looks again by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.domain.letters.letters import LetterQuery
from petidesk.domain.visits.listing import TODAY, VisitView
from petidesk.ui.home.figures import Figure
from petidesk.ui.home.page import HomePage
from petidesk.ui.look import theme
from petidesk.ui.shell.frame import Frame
from petidesk.ui.shell.routes import Route, ToCase, ToCases, ToDrafts, ToLetters, ToSettings, ToVisits
from tests.ui.conftest import register
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import press


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
    window.open_page("home")
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
        "已超期 1 件",
        "一周内到期 1 件",
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
        "已超期 1": ToCases(CaseQuery(due_until=today - day, sort="next_due", descending=False)),
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


def test_enter_opens_the_most_pressing_case(qtbot: QtBot, window: Frame, desk: Desk, page: HomePage) -> None:
    assert page.list.hasFocus()
    board = page.board
    assert board is not None
    assert page.list.chosen() == board.pressing[0].case_no
    with qtbot.waitSignal(page.go) as gone:
        press(Qt.Key.Key_Return)
    assert gone.args == [ToCase(board.pressing[0].case_no)]
    assert window.current == "cases"
    quiet(qtbot)


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
    assert "没有到期的事项" in page.calm.text()
    assert page.list.isHidden()
    assert page.due.nothing.isVisible()
    _fill(desk)
    window.open_page("home")
    qtbot.waitUntil(page.list.isVisible)
    assert not page.calm.isVisible()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_it_fits_at_every_step(qtbot: QtBot, window: Frame, page: HomePage, size: tuple[int, int]) -> None:
    wrong = []
    window.resize(*size)
    for step in range(len(theme.STEPS)):
        theme.theme.apply(step, step == 1)
        quiet(qtbot)
        wrong += [f"{step} {complaint}" for complaint in clipped(window)]
        assert len({figure.x() for figure in page.due.figures.values()}) == 1
    assert wrong == []
    assert nameless(page) == []
