"""台账: the list with its filters, views and columns, and how the whole page stands, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.ledger.listing import EMPTY, DisputeQuery
from petidesk.ui.ledger.disputes import LedgerList
from petidesk.ui.ledger.listing import ledger_filter
from petidesk.ui.ledger.page import LedgerPage
from petidesk.ui.lists.saved_views import read_views
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToDisputes
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.ledger_office import dispute, last_month, stories
from tests.ui.desks.ledger_window import chips, column, form_of, open_window, show
from tests.ui.desks.typist import enter, focus, press, write
from tests.ui.desks.window import words

fill = stories


@pytest.fixture
def numbers(filled: dict[str, str]) -> dict[str, str]:
    """Disputes in different states, by their story."""
    return filled


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, numbers: dict[str, str]) -> LedgerPage:
    """The page in the window."""
    return open_window(qtbot, desk, seat)


@pytest.fixture
def lines(page: LedgerPage) -> LedgerList:
    """Its first tab."""
    return page.lines


def test_open_disputes_with_a_word_beside_each_light(lines: LedgerList, numbers: dict[str, str]) -> None:
    due = dict(zip(column(lines, "dispute_no"), column(lines, "due_on"), strict=True))
    assert set(due) == {numbers["late"], numbers["fresh"]}
    assert due[numbers["late"]].startswith("超期10天 ")
    assert due[numbers["fresh"]].startswith("还有10天 ")
    risk = dict(zip(column(lines, "dispute_no"), column(lines, "risk_level"), strict=True))
    assert risk == {numbers["late"]: "重大", numbers["fresh"]: "较大"}
    assert lines._state.text() == "共 2 件 · 10 人 · 24,001 元"


def test_views_and_chips_narrow_and_go_at_one_click(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]) -> None:
    lines.filter.views.choose("late")
    quiet(qtbot)
    assert column(lines, "dispute_no") == [numbers["late"]]
    lines.filter.views.choose("follow")
    quiet(qtbot)
    assert column(lines, "dispute_no") == [numbers["resolved"]]
    lines.filter.views.choose("all")
    lines.filter.change(village="东村", risk_level="raised", state="escalated")
    quiet(qtbot)
    assert column(lines, "dispute_no") == [numbers["escalated"]]
    assert set(chips(lines)) == {"东村", "风险 较大", "已上报", "全部去掉"}
    qtbot.mouseClick(chips(lines)["已上报"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert set(column(lines, "dispute_no")) == {numbers["escalated"], numbers["fresh"]}
    lines.filter.drop_all()
    quiet(qtbot)
    assert len(column(lines, "dispute_no")) == 4


def test_the_text_field_finds_by_name_and_goes_into_the_list(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]
) -> None:
    lines.filter.text.setFocus()
    write("承包地")
    enter()
    quiet(qtbot)
    assert column(lines, "dispute_no") == [numbers["late"]]
    assert focus() is lines.table


def test_each_figure_of_a_month_names_its_disputes(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    month = last_month(desk)
    counts = desk.months.balance(month).total
    untyped = dispute(desk, 2, type="")
    for figure in ("carried_over", "found", "resolved", "escalated", "outstanding", "reopened"):
        page.opened(ToDisputes(DisputeQuery(month=month, figure=figure)))
        quiet(qtbot)
        assert page.lines.model.rowCount() == getattr(counts, figure), figure
    assert any(word.endswith("重新化解") for word in chips(page.lines))
    year = desk.months.figures(month).year
    for figure in ("found", "resolved", "outstanding"):
        assert len(desk.ledger.ids(DisputeQuery(month=month, figure=figure, year=True))) == getattr(year, figure)
    page.opened(ToDisputes(DisputeQuery(type=EMPTY)))
    quiet(qtbot)
    assert column(page.lines, "dispute_no") == [untyped]


def test_columns_of_the_county_stand_in_the_table(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    desk.office.change(
        {"ledger_columns": [{"key": "meet", "label": "会商意见"}, {"key": "cost", "label": "垫付", "kind": "money"}]}
    )
    number = dispute(desk, 3, extra={"meet": "镇里包案", "cost": "1200"})
    page = open_window(qtbot, desk, seat)
    assert column(page.lines, "extra/meet") == ["镇里包案"]
    assert column(page.lines, "extra/cost") == ["1,200"]
    assert "镇里包案" in words(show(qtbot, page.lines, number))
    desk.office.change({"risk_labels": ["蓝", "黄", "红"]})
    page.opened()
    quiet(qtbot)
    assert column(page.lines, "risk_level") == ["黄"]


def test_a_view_is_named_and_taken_again_after_a_start(
    qtbot: QtBot, lines: LedgerList, desk: Desk, seat: Seat, numbers: dict[str, str]
) -> None:
    lines.filter.views.choose("late")
    lines.filter.change(village="西村")
    lines.table.sort_by("amount_fen", True)
    lines.filter.kept.setChecked(True)
    assert focus() is lines.side.views.name
    write("西村逾期")
    enter(2)
    quiet(qtbot)
    view = lines.side.saved_views()[0]
    assert view.query["overdue_on"] is True
    again = open_window(qtbot, desk, seat).lines
    again.filter.drop_all()
    again.filter.kept.setChecked(True)
    enter()
    quiet(qtbot)
    assert again.side.query() == DisputeQuery(
        village="西村", overdue_on=desk.today(), sort="amount_fen", descending=True
    )
    again.filter.kept.setChecked(True)
    offered = []
    again.offer.connect(lambda said, label, call: offered.append((said, label, call)))
    press(Qt.Key.Key_Delete)
    assert again.side.saved_views() == []
    offered[0][2]()
    assert [kept.name for kept in again.side.saved_views()] == ["西村逾期"]


def test_damaged_views_are_no_views(desk: Desk) -> None:
    spec = ledger_filter(desk.office.current())
    assert read_views("{", spec) == []
    assert read_views('[["x", {"since": "nonsense"}, ""]]', spec) == []
    assert read_views('[["x", {"village": 7}, ""]]', spec) == []
    assert read_views("[1]", spec) == []


def test_an_empty_ledger_says_what_the_page_is_for(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lines = open_window(qtbot, desk, seat).lines
    assert lines.side.results.currentWidget() is lines.side.results.nobody_page
    lines.side.first.click()
    assert lines.form is not None
    lines.form.leave()
    lines.filter.change(text="没有这样的事")
    quiet(qtbot)
    assert lines.side.results.currentWidget() is lines.side.results.nothing_page


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("contrast", [False, True], ids=["light", "contrast"])
def test_nothing_is_cut_off(qtbot: QtBot, page: LedgerPage, numbers: dict[str, str], step: int, contrast: bool) -> None:
    theme.apply(step, contrast)
    lines, frame = page.lines, page.property("frame")
    frame.resize(1366, 768)
    wrong = []

    def look(what: str) -> None:
        quiet(qtbot)
        frame.resize(1366, 768)
        quiet(qtbot)
        wrong.extend(f"{what}: {complaint}" for complaint in clipped(page))

    look("list")
    lines.filter.more.setChecked(True)
    lines.filter.change(village="东村", risk_level="raised")
    look("choices")
    lines.filter.more.setChecked(False)
    lines.filter.drop_all()
    lines.side.keep_view("西村逾期")
    lines.filter.kept.setChecked(True)
    look("views")
    lines.filter.kept.setChecked(False)
    detail = show(qtbot, lines, numbers["resolved"])
    look("detail")
    detail.open_menu()
    look("menu")
    detail.leave_editing()
    for kind in ("followed_up", "escalated", "void"):
        detail.record(kind)
        look(kind)
        detail.leave_editing()
    quiet(qtbot)
    lines.new_dispute()
    form_of(lines).parties.put([{"name": "张桂花", "id_number": "522201197001010018"}, {"name": "李国强"}])
    look("form")
    wrong.extend(f"no name: {name}" for name in nameless(page))
    assert wrong == []
