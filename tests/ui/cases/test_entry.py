"""记一笔: recording what happened to a case, by keyboard, in the real window on a real office."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.cases.page import CasesPage
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import ToCase, WriteLetter
from tests.ui.desks.calm import settle
from tests.ui.desks.cases_office import day, register
from tests.ui.desks.cases_window import entry, open_window, quiet, show, stories, words
from tests.ui.desks.typist import enter, focus, press, write

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


def test_a_note_by_keyboard_alone(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    press(Qt.Key.Key_Down, ALT)
    assert page.detail.menu.typed.hasFocus()
    write("hb")
    enter()
    quiet(qtbot)
    panel = page.detail.panel
    assert panel is not None and panel.kind == "recused"
    assert focus().accessibleName() == "回避人员", "the day stands there already"
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    focus().selectAll()  # type: ignore[attr-defined]
    write(day(desk, 1))
    enter()
    write("陈涛")
    enter()
    write("与来访人是近亲属")
    enter()
    write("周敏")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert page.detail.panel is None
    case = desk.cases.get(numbers["in_hand"])
    event = case.last("recused")
    assert event is not None and event.on.isoformat() == day(desk, 1)
    assert (event.content["person"], case.handler) == ("陈涛", "周敏")
    assert "陈涛回避，与来访人是近亲属，由周敏接替" in words(page)


def test_the_message_says_what_was_recorded_and_it_can_be_taken_back(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    said = []
    page.message.connect(said.append)
    show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "accepted")
    panel.save()
    quiet(qtbot)
    assert desk.cases.get(numbers["overdue"]).state == "accepted"
    assert "已超过" in page.detail.notice.text()
    assert said[0] == f"{numbers['overdue']} 已记下：受理"
    desk.undo.back()
    show(qtbot, page, numbers["overdue"])
    assert desk.cases.get(numbers["overdue"]).state == "registered"
    assert "已撤销" in words(page)


def test_a_paper_is_offered_before_the_note(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    asked = []
    page.go.connect(asked.append)
    show(qtbot, page, numbers["overdue"])
    enter()
    panel = page.detail.panel
    assert panel is not None and panel.kind == "accepted"
    paper = panel.paper_buttons[0]
    assert paper.text() == "开信访事项受理告知书…  Ctrl+Enter" and panel.isAncestorOf(focus())
    press(Qt.Key.Key_Return, CTRL)
    assert asked == [WriteLetter("acceptance_notice", numbers["overdue"])]
    assert page.detail.panel is None


def test_every_request_needs_its_answer(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "concluded")
    results = panel.results
    assert results is not None and len(results.rows) == 2
    results.rows[0].result.choose("supported")
    panel.save()
    quiet(qtbot)
    assert "答复内容" in results.rows[0].answer_field.said()
    results.rows[0].answer.setText("限期三十日内自行拆除超出部分。")
    panel.save()
    quiet(qtbot)
    assert "第2项请求还没有处理意见" in results.note.text() and "第三十二条" in results.note.text()
    results.rows[1].result.choose("explained")
    results.rows[1].answer.setText("赔偿数额双方可以协商，协商不成的向人民法院起诉。")
    panel.save()
    quiet(qtbot)
    case = desk.cases.get(numbers["in_hand"])
    assert [request.result for request in case.requests] == ["supported", "explained"]


def test_a_refusal_stands_beside_its_field_with_the_article(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str]
) -> None:
    show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "not_accepted")
    panel.answers["ground"].put("litigation")
    panel.save()
    quiet(qtbot)
    said = panel.answers["where_to_go"].field.said()
    assert "应当向何机关提出" in said and "《信访工作条例》" in said
    panel.answers["on"].put("看不懂的日子")
    panel.save()
    assert "看不懂" in panel.answers["on"].field.said()


def test_split_and_merge_name_the_other_case(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "split")
    panel.answers["requests"].put([3])
    panel.save()
    quiet(qtbot)
    part = desk.cases.get(numbers["overdue"]).requests[2].moved_to
    assert part and f"另立 {part}" in detail.notice.text()
    detail.notice.act()
    quiet(qtbot)
    assert detail.case is not None and detail.case.case_no == part
    other = register(desk, "张桂花", "补偿款的事")
    show(qtbot, page, other)
    entry(qtbot, page, "merged")
    write(numbers["overdue"])
    settle(qtbot)
    press(Qt.Key.Key_Escape)
    assert page.detail.panel is not None, "Esc closes the list that is open, not the entry"
    write(" ")
    settle(qtbot)
    enter()
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.cases.get(other).merged_into == "", "whoever came was not told yet: first the reason why not"
    write("一并告知")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.cases.get(other).merged_into == numbers["overdue"]
    assert f"已并入 {numbers['overdue']}" in [
        part.text() for part in detail.head.badges.parts() if isinstance(part, QPushButton)
    ]
    event = desk.cases.get(other).last("merged")
    assert event is not None
    detail.undo(other, event.event_id, event.label)
    quiet(qtbot)
    assert desk.cases.get(other).merged_into == ""


def test_a_task_is_carried_out_from_its_line(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["in_hand"])
    task = desk.cases.get(numbers["in_hand"]).tasks[-1]
    detail.record("carried_out", {"event_id": task.event_id})
    panel = detail.panel
    assert panel is not None and panel.answers["event_id"].value() == task.event_id
    panel.answers["text"].put("已经测量，超出批准面积十二平方米。")
    panel.save()
    quiet(qtbot)
    assert task not in desk.cases.get(numbers["in_hand"]).tasks


def test_a_limit_is_a_day_to_come_and_a_fact_is_not(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "supervised")
    panel.answers["on"].put("明天")
    panel.save()
    assert "还没有到" in panel.answers["on"].field.said()
    panel.answers["on"].put("今天")
    panel.answers["to"].put("村镇建设办公室")
    panel.answers["reason"].put("逾期没有告知")
    panel.answers["reply_by"].put("明天")
    panel.save()
    quiet(qtbot)
    assert [task.due.isoformat() for task in desk.cases.get(numbers["overdue"]).tasks] == [day(desk, -1)]


def test_what_is_typed_comes_back(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "contacted")
    panel.answers["content"].put("写到一半的联系情况")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert page.detail.panel is None and page.detail.isVisible()
    assert [draft.kind for draft in desk.drafts.whole()] == ["case_entry"]
    again = entry(qtbot, page, "contacted")
    assert again.answers["content"].raw() == "写到一半的联系情况"
    assert "接着上次" in again.notice.text()
    again.save()
    quiet(qtbot)
    assert desk.drafts.whole() == []


def test_beginning_again_clears_every_field(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "concluded")
    assert panel.results is not None
    panel.results.rows[0].result.choose("supported")
    panel.results.rows[0].answer.setText("写了一半")
    panel.answers["note"].put("备注")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    again = entry(qtbot, page, "concluded")
    assert again.results is not None and again.results.rows[0].result.chosen() == "supported"
    again.notice.act()
    assert again.document().keys() == {"on", "by"}
    assert not again.notice.isVisibleTo(again)


def test_the_case_that_is_typed_about_stays(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "contacted")
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    settle(qtbot)
    assert page.detail.panel is panel
    said = []
    page.denied.connect(said.append)
    page.opened(ToCase(numbers["overdue"]))
    quiet(qtbot)
    assert page.detail.panel is panel and "先记下或收起" in said[0]


def test_what_may_not_be_recorded_says_why(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    detail = show(qtbot, page, numbers["suggestion"])
    detail.open_menu()
    write("sl")
    while detail.menu.list.currentItem().text().strip() != "受理":
        press(Qt.Key.Key_Down)
    assert "60日办理期限只适用于申诉求决" in detail.menu.why.text()
    enter()
    assert detail.panel is None
