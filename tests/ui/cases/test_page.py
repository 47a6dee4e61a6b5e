"""信访事项: what a clerk does with the list of cases and with one case, in the real window on a real office."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.cases.files import CaseQuery
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import NewVisit, ToCases
from tests.ui.desks.calm import settle
from tests.ui.desks.cases_office import busy, wordy
from tests.ui.desks.cases_window import chips, column, entry, open_window, quiet, show, stories, words
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import enter, press, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


fill = stories


@pytest.fixture
def numbers(filled: dict[str, str]) -> dict[str, str]:
    """Cases in different states, by their story."""
    return filled


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, numbers: dict[str, str]) -> CasesPage:
    """The page in the window."""
    return open_window(qtbot, desk, seat)


# ---- the list


def test_open_cases_first_with_a_word_beside_each_light(page: CasesPage, numbers: dict[str, str]) -> None:
    shown = dict(zip(column(page, "case_no"), column(page, "due"), strict=True))
    assert set(shown) == set(numbers.values()) - {numbers["answered"]}
    assert shown[numbers["overdue"]].startswith("超期5天 ")
    assert shown[numbers["in_hand"]].startswith("还有25天 ")
    assert shown[numbers["suggestion"]] == "—"
    tasks = dict(zip(column(page, "case_no"), column(page, "task"), strict=True))
    assert tasks[numbers["in_hand"]].startswith("交办 超期3天")
    assert page._state.text() == "共 4 件"


def test_an_accusation_shows_neither_title_nor_names(page: CasesPage, numbers: dict[str, str]) -> None:
    row = column(page, "case_no").index(numbers["accusation"])
    assert column(page, "title")[row] == "检举控告 · 限制查阅"
    assert column(page, "names")[row] == "限制查阅"


def test_views_and_chips_narrow_and_go_at_one_click(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.filter.views.choose("due")
    quiet(qtbot)
    assert column(page, "case_no") == [numbers["overdue"]]
    page.filter.views.choose("all")
    page.filter.change(leader="王建国", state="accepted")
    quiet(qtbot)
    assert column(page, "case_no") == [numbers["in_hand"]]
    assert set(chips(page)) == {"包案领导 王建国", "已受理", "全部去掉"}
    qtbot.mouseClick(chips(page)["已受理"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert page.filter.panel.combos["state"].currentData() == ""
    page.filter.drop_all()
    quiet(qtbot)
    assert len(column(page, "case_no")) == 5


def test_a_question_from_another_page_is_shown_with_its_chips(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    page.opened(ToCases(CaseQuery(task_until=desk.today(), sort="next_task", descending=False)))
    quiet(qtbot)
    assert len(column(page, "case_no")) == 1
    assert list(chips(page)) == [f"批示、交办期限到 {desk.today()}"]
    assert page.table.arrangement.sort == "next_task"


def test_a_due_date_as_clerks_type_it(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.filter.more.setChecked(True)
    page.filter.due.setFocus()
    page.filter.due.setText("2月30")
    page.filter.due.editingFinished.emit()
    assert page.filter.due_field.said()
    assert len(column(page, "case_no")) == 4
    page.filter.due.setText("今天")
    page.filter.due.editingFinished.emit()
    quiet(qtbot)
    assert column(page, "case_no") == [numbers["overdue"]]


def test_a_heading_sorts_by_due_date(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.table.press_heading([each.key for each in page.model.columns].index("due"))
    quiet(qtbot)
    dated = [number for number in column(page, "case_no") if number != numbers["suggestion"]]
    assert dated == [numbers["overdue"], numbers["accusation"], numbers["in_hand"]]


def test_an_empty_office_says_what_the_page_is_for(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_window(qtbot, desk, seat)
    assert page.side.results.currentWidget() is page.side.results.nobody_page
    asked = []
    page.go.connect(asked.append)
    page.side.first.click()
    assert asked == [NewVisit()]
    page.filter.change(text="没有这样的事")
    quiet(qtbot)
    assert page.side.results.currentWidget() is page.side.results.nothing_page


# ---- one case


def test_enter_opens_f3_steps_and_escape_closes(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert page.detail.case is not None and page.detail.case.case_no == numbers["accusation"]
    assert page.side.isVisible()
    press(Qt.Key.Key_F3)
    assert page.table.hasFocus()
    press(Qt.Key.Key_End)
    settle(qtbot)
    assert page.detail.case.case_no == numbers["overdue"]
    press(Qt.Key.Key_F3)
    assert page.detail.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not page.detail.isVisible() and page.table.hasFocus()


def test_one_screen_tells_the_whole_case(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    detail = show(qtbot, page, numbers["in_hand"])
    said = words(page)
    for part in (
        "已受理",
        "王建国：“请建设办实地测量，十日内拿出意见。”，由陈涛办理",
        "交村镇建设办公室办理，要求",
        "1. 拆除超出批准面积的部分",
        "还没有答复",
        "5222**********0018",
        "领导批示：",
        "还有1天",
        "村镇建设办公室",
    ):
        assert part in said
    assert detail.main.text() == "下一步：办结  Ctrl+Enter"
    assert detail.case is not None
    assert column(page, "case_no")[page.table.currentIndex().row()] == numbers["in_hand"]
    case = desk.cases.get(numbers["answered"])
    show(qtbot, page, case.case_no)
    assert "支持：经核查符合条件，自本月起恢复。" in words(page)


def test_whoever_may_not_see_whole_numbers_is_told_so(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.desk.staff.add("李敏", "registrar")
    actor = page.desk.actor.name
    page.desk.session.hand_over("李敏")
    detail = show(qtbot, page, numbers["in_hand"])
    detail.toggle_numbers()
    qtbot.waitUntil(lambda: "完整的证件号" in words(page))
    assert "522201197001010018" not in words(page)
    page.desk.session.hand_over(actor)


def test_a_number_that_is_no_case_says_so(qtbot: QtBot, page: CasesPage) -> None:
    detail = show(qtbot, page, "清信2026-9999")
    assert "没有编号为“清信2026-9999”的信访事项" in words(page)
    assert not detail.bar.isVisible() and not detail.clocks.isVisible()


def test_numbers_of_persons_are_masked_until_asked_for(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    detail = show(qtbot, page, numbers["in_hand"])
    assert "522201197001010018" not in words(page)
    detail.toggle_numbers()
    qtbot.waitUntil(lambda: "522201197001010018" in words(page))
    assert page.desk.audit.lines(1)[0].action == "numbers.shown"
    show(qtbot, page, numbers["overdue"])
    assert "522201197001010018" not in words(page)


def test_an_accusation_opens_only_with_a_reason_and_leaves_a_trace(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["accusation"])
    for closed in ("钱守信", "私分", "依法查处"):
        assert closed not in words(page)
    card = detail.closed_card
    assert card is not None
    card.why.setFocus()
    enter(2)
    assert "理由" in card.field.said()
    write("移送前核对材料")
    enter(2)
    quiet(qtbot)
    for opened in ("钱守信", "举报某组长私分集体款", "依法查处"):
        assert opened in words(page)
    assert "case.unmasked" in [line.event.action for line in desk.cases.history(numbers["accusation"])]
    show(qtbot, page, numbers["overdue"])
    show(qtbot, page, numbers["accusation"])
    assert "依法查处" not in words(page)


def test_the_step_of_an_opened_accusation_offers_the_organ_and_a_mixed_visit_names_nobody(
    qtbot: QtBot, page: CasesPage, desk: Desk
) -> None:
    mixed, _ = desk.visits.add(
        {
            "at": (desk.now() - timedelta(hours=1)).isoformat(timespec="minutes"),
            "channel": "visit",
            "petitioners": [{"name": "钱守信", "phone": "13900002222"}],
            "matters": [
                {"purpose": "appeal", "title": "水渠清淤", "statement": "水渠淤了。"},
                {"purpose": "accusation", "statement": "收了钱不入账。", "concerned_unit": "镇长"},
            ],
        }
    )
    desk.office.change({"leaders": [{"name": "覃晓东", "post": "镇长"}]})
    show(qtbot, page, mixed.matters[0].case_no)
    assert "钱守信" not in words(page) and "限制查阅" in words(page) and mixed.visit_no in words(page)
    detail = show(qtbot, page, mixed.matters[1].case_no)
    card = detail.closed_card
    assert card is not None
    card.why.setFocus()
    write("移送前核对材料")
    enter(2)
    quiet(qtbot)
    assert "纪委监委" in entry(qtbot, page, "transferred").raw()["to"]


def test_why_this_day_lists_every_day(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    detail = show(qtbot, page, numbers["overdue"])
    detail.explain()
    quiet(qtbot)
    assert detail.clocks.isVisible() and len(detail.clocks.days_shown()) >= 16
    press(Qt.Key.Key_Escape)
    assert detail.isVisible() and not detail.clocks.isVisible()


def test_two_hundred_events_come_in_portions(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    detail = show(qtbot, page, busy(desk, 100))
    timeline = detail.sheet.timeline
    assert timeline is not None
    assert timeline.more.text() == "再看更早的 81 条"
    timeline.show_more()
    assert timeline.more.text() == "再看更早的 41 条"
    timeline.show_more()
    timeline.show_more()
    assert not timeline.more.isVisibleTo(timeline)


# ---- the look


@pytest.mark.parametrize(("step", "contrast"), [(0, False), (1, False), (2, False), (3, False), (3, True)])
def test_everything_fits_at_every_font_step(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk, step: int, contrast: bool
) -> None:
    frame = page.property("frame")
    theme.apply(step, contrast)
    quiet(qtbot)
    assert (frame.width(), frame.height()) == (1366, 768)
    assert clipped(page) == []
    page.filter.change(leader="王建国", text="邻居", route=6)
    page.filter.more.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.more.setChecked(False)
    for story in ("in_hand", "accusation"):
        show(qtbot, page, numbers[story])
        assert clipped(page) == [], story
    detail = show(qtbot, page, wordy(desk))
    assert clipped(page) == []
    detail.open_menu()
    quiet(qtbot)
    assert clipped(page) == []
    detail.leave_editing()
    for kind in ("concluded", "entered", "not_accepted", "split", "merged", "instructed", "carried_out"):
        entry(qtbot, page, kind)
        assert clipped(page) == [], kind
        detail.leave_editing()
    detail.explain()
    quiet(qtbot)
    assert clipped(page) == []
    assert (frame.width(), frame.height()) == (1366, 768)


def test_every_input_has_a_name(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    show(qtbot, page, numbers["in_hand"])
    assert nameless(page) == []
    entry(qtbot, page, "concluded")
    assert nameless(page) == []
    page.detail.leave_editing()
    page.detail.open_menu()
    assert nameless(page) == []
