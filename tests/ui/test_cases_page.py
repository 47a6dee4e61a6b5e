"""信访事项: what a clerk does with the list of cases and with one case, in the real window on a real office."""

from __future__ import annotations

import pytest
from cases_office import accusation, answered, busy, day, in_hand, overdue, register, suggestion
from fit import clipped, nameless
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from typist import enter, focus, press, write

from petidesk.desk.opening import Desk
from petidesk.domain.case_files import CaseQuery
from petidesk.ui import work
from petidesk.ui.case_detail import CaseDetail
from petidesk.ui.case_panel import EntryPanel
from petidesk.ui.cases import CasesPage
from petidesk.ui.frame import Frame
from petidesk.ui.seat import Seat
from petidesk.ui.theme import theme

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def quiet(qtbot: QtBot) -> None:
    """Nothing is under way any more, and the page knows it."""
    for _ in range(2):
        qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)
        qtbot.wait(30)
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)


def open_window(qtbot: QtBot, desk: Desk, seat: Seat) -> CasesPage:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()  # a small screen would have it maximised
    frame.resize(1366, 768)
    frame.take(desk)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow, timeout=10_000)
    frame.open_page("cases")
    quiet(qtbot)
    page = frame.page("cases")
    assert isinstance(page, CasesPage)
    page.setProperty("frame", frame)
    return page


@pytest.fixture
def numbers(desk: Desk) -> dict[str, str]:
    """Cases in different states, by their story."""
    return {
        "overdue": overdue(desk),
        "in_hand": in_hand(desk),
        "answered": answered(desk),
        "suggestion": suggestion(desk),
        "accusation": accusation(desk),
    }


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, numbers: dict[str, str]) -> CasesPage:
    """The page in the window."""
    return open_window(qtbot, desk, seat)


def column(page: CasesPage, key: str) -> list[str]:
    """What one column says, top to bottom."""
    place = [each.key for each in page.model.columns].index(key)
    return [str(page.model.data(page.model.index(row, place))) for row in range(page.model.rowCount())]


def words(page: CasesPage) -> str:
    """Everything that the open case says in sight of the reader."""
    labels = page.detail.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(page.detail))


def chips(page: CasesPage) -> dict[str, QPushButton]:
    return {part.text(): part for part in page.filter.chips.parts() if isinstance(part, QPushButton)}


def show(qtbot: QtBot, page: CasesPage, case_no: str) -> CaseDetail:
    page.open_case(case_no)
    quiet(qtbot)
    return page.detail


def entry(qtbot: QtBot, page: CasesPage, kind: str) -> EntryPanel:
    page.detail.record(kind)
    quiet(qtbot)
    assert page.detail.panel is not None
    return page.detail.panel


# ---- the list


def test_open_cases_first_with_a_word_beside_each_light(page: CasesPage, numbers: dict[str, str]) -> None:
    shown = dict(zip(column(page, "case_no"), column(page, "due"), strict=True))
    assert set(shown) == set(numbers.values()) - {numbers["answered"]}
    assert shown[numbers["overdue"]].startswith("逾期5天 ")
    assert shown[numbers["in_hand"]].startswith("还有25天 ")
    assert shown[numbers["suggestion"]] == "—"
    tasks = dict(zip(column(page, "case_no"), column(page, "task"), strict=True))
    assert tasks[numbers["in_hand"]].startswith("交办 逾期3天")
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
    page.filter._change(leader="王建国", state="accepted")
    quiet(qtbot)
    assert column(page, "case_no") == [numbers["in_hand"]]
    assert set(chips(page)) == {"包案领导 王建国", "已受理", "全部去掉"}
    qtbot.mouseClick(chips(page)["已受理"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert page.filter.combos["state"].currentData() == ""
    page.filter.drop_all()
    quiet(qtbot)
    assert len(column(page, "case_no")) == 5


def test_a_question_from_another_page_is_shown_with_its_chips(qtbot: QtBot, page: CasesPage, desk: Desk) -> None:
    page.opened(CaseQuery(task_until=desk.today(), sort="next_task", descending=False))
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
    page.table._head_clicked([each.key for each in page.model.columns].index("due"))
    quiet(qtbot)
    dated = [number for number in column(page, "case_no") if number != numbers["suggestion"]]
    assert dated == [numbers["overdue"], numbers["accusation"], numbers["in_hand"]]


def test_an_empty_office_says_what_the_page_is_for(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = open_window(qtbot, desk, seat)
    assert page.results.currentWidget() is page.results.nobody_page
    asked = []
    page.go.connect(lambda key, target: asked.append((key, target)))
    page.results.register_button.click()
    assert asked == [("registration", "new")]
    page.filter._change(text="没有这样的事")
    quiet(qtbot)
    assert page.results.currentWidget() is page.results.nothing_page


# ---- one case


def test_enter_opens_f3_steps_and_escape_closes(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert page.detail.case is not None and page.detail.case.case_no == numbers["accusation"]
    assert page.list_side.isVisible()
    press(Qt.Key.Key_F3)
    assert page.table.hasFocus()
    press(Qt.Key.Key_End)
    qtbot.wait(200)
    quiet(qtbot)
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
    assert detail.main.text() == "下一步：办结"
    assert detail.case is not None
    assert column(page, "case_no")[page.table.currentIndex().row()] == numbers["in_hand"]
    case = desk.cases.get(numbers["answered"])
    show(qtbot, page, case.case_no)
    assert "支持：经核查符合条件，自本月起恢复。" in words(page)


def test_numbers_of_persons_are_masked_until_asked_for(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    detail = show(qtbot, page, numbers["in_hand"])
    assert "522201197001010018" not in words(page)
    detail._toggle_numbers()
    assert "522201197001010018" in words(page)
    show(qtbot, page, numbers["overdue"])
    assert "522201197001010018" not in words(page)


def test_an_accusation_opens_only_with_a_reason_and_leaves_a_trace(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["accusation"])
    for closed in ("钱守信", "私分", "依法查处"):
        assert closed not in words(page)
    card = detail.sheet.closed_card
    assert card is not None
    card.why.setFocus()
    enter()
    assert "理由" in card.field.said()
    write("移送前核对材料")
    enter()
    quiet(qtbot)
    for opened in ("钱守信", "举报某组长私分集体款", "依法查处"):
        assert opened in words(page)
    assert "case.unmasked" in [line.event.action for line in desk.cases.history(numbers["accusation"])]
    show(qtbot, page, numbers["overdue"])
    show(qtbot, page, numbers["accusation"])
    assert "依法查处" not in words(page)


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
    assert timeline._more.text() == "再看更早的 81 条"
    timeline.show_more()
    assert timeline._more.text() == "再看更早的 41 条"
    timeline.show_more()
    timeline.show_more()
    assert not timeline._more.isVisibleTo(timeline)


# ---- recording


def test_a_note_by_keyboard_alone(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    press(Qt.Key.Key_Down, ALT)
    assert page.detail.menu.typed.hasFocus()
    write("hb")
    enter()
    quiet(qtbot)
    panel = page.detail.panel
    assert panel is not None and panel.kind == "recused"
    assert focus().accessibleName() == "日期"
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


def test_the_message_offers_to_take_it_back(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    offers = []
    page.offer.connect(lambda words, action, call: offers.append((words, action, call)))
    show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "accepted")
    panel.save()
    quiet(qtbot)
    assert desk.cases.get(numbers["overdue"]).state == "accepted"
    assert "已超过" in page.detail.notice.text()
    assert offers[0][:2] == (f"{numbers['overdue']} 已记下：受理", "撤销")
    offers[0][2]()
    quiet(qtbot)
    assert desk.cases.get(numbers["overdue"]).state == "registered"
    assert "已撤销" in words(page)


def test_a_paper_is_offered_before_the_note(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    asked = []
    page.go.connect(lambda key, target: asked.append((key, target)))
    show(qtbot, page, numbers["overdue"])
    enter()
    panel = page.detail.panel
    assert panel is not None and panel.kind == "accepted"
    assert focus().text() == "开信访事项受理告知书…"  # type: ignore[attr-defined]
    enter()
    assert asked == [("letters", ("draft", "acceptance_notice", numbers["overdue"]))]
    assert page.detail.panel is None


def test_every_request_needs_its_answer(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "concluded")
    results = panel._results
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
    panel._answers["ground"].put("litigation")
    panel.save()
    quiet(qtbot)
    said = panel._answers["where_to_go"].field.said()
    assert "应当向何机关提出" in said and "《信访工作条例》" in said
    panel._answers["on"].put("看不懂的日子")
    panel.save()
    assert "看不懂" in panel._answers["on"].field.said()


def test_split_and_merge_name_the_other_case(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "split")
    panel._answers["requests"].put([3])
    panel.save()
    quiet(qtbot)
    part = desk.cases.get(numbers["overdue"]).requests[2].moved_to
    assert part and f"另立 {part}" in detail.notice.text()
    detail.notice._act()
    quiet(qtbot)
    assert detail.case is not None and detail.case.case_no == part
    other = register(desk, "张桂花", "补偿款的事")
    show(qtbot, page, other)
    entry(qtbot, page, "merged")
    enter()
    write(numbers["overdue"])
    qtbot.wait(200)
    quiet(qtbot)
    press(Qt.Key.Key_Escape)
    assert page.detail.panel is not None, "Esc closes the list that is open, not the entry"
    write(" ")
    qtbot.wait(200)
    quiet(qtbot)
    enter()
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.cases.get(other).merged_into == numbers["overdue"]
    assert f"已并入 {numbers['overdue']}" in [
        part.text() for part in detail.head.badges.parts() if isinstance(part, QPushButton)
    ]
    event = desk.cases.get(other).last("merged")
    assert event is not None
    detail.undo(event)
    quiet(qtbot)
    assert desk.cases.get(other).merged_into == ""


def test_a_task_is_carried_out_from_its_line(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, page, numbers["in_hand"])
    task = desk.cases.get(numbers["in_hand"]).tasks[-1]
    detail.record("carried_out", {"event_id": task.event_id})
    panel = detail.panel
    assert panel is not None and panel._answers["event_id"].value() == task.event_id
    panel._answers["text"].put("已经测量，超出批准面积十二平方米。")
    panel.save()
    quiet(qtbot)
    assert task not in desk.cases.get(numbers["in_hand"]).tasks


def test_a_limit_is_a_day_to_come_and_a_fact_is_not(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk
) -> None:
    show(qtbot, page, numbers["overdue"])
    panel = entry(qtbot, page, "supervised")
    panel._answers["on"].put("明天")
    panel.save()
    assert "还没有到" in panel._answers["on"].field.said()
    panel._answers["on"].put("今天")
    panel._answers["to"].put("村镇建设办公室")
    panel._answers["reason"].put("逾期没有告知")
    panel._answers["reply_by"].put("明天")
    panel.save()
    quiet(qtbot)
    assert [task.due.isoformat() for task in desk.cases.get(numbers["overdue"]).tasks] == [day(desk, -1)]


def test_what_is_typed_comes_back(qtbot: QtBot, page: CasesPage, numbers: dict[str, str], desk: Desk) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "contacted")
    panel._answers["content"].put("写到一半的联系情况")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert page.detail.panel is None and page.detail.isVisible()
    assert [draft.kind for draft in desk.drafts.all()] == ["case_entry"]
    again = entry(qtbot, page, "contacted")
    assert again._answers["content"].raw() == "写到一半的联系情况"
    assert "接着上次" in again.notice.text()
    again.save()
    quiet(qtbot)
    assert desk.drafts.all() == []


def test_the_case_that_is_typed_about_stays(qtbot: QtBot, page: CasesPage, numbers: dict[str, str]) -> None:
    show(qtbot, page, numbers["in_hand"])
    panel = entry(qtbot, page, "contacted")
    page.table.setFocus()
    press(Qt.Key.Key_Home)
    qtbot.wait(200)
    quiet(qtbot)
    assert page.detail.panel is panel
    said = []
    page.message.connect(said.append)
    page.opened(numbers["overdue"])
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


# ---- the look


@pytest.mark.parametrize("contrast", [False, True])
@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_everything_fits_at_every_font_step(
    qtbot: QtBot, page: CasesPage, numbers: dict[str, str], step: int, contrast: bool
) -> None:
    frame = page.property("frame")
    theme.apply(step, contrast)
    quiet(qtbot)
    assert (frame.width(), frame.height()) == (1366, 768)
    assert clipped(page) == []
    page.filter._change(leader="王建国", text="邻居", route=6)
    page.filter.more.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.more.setChecked(False)
    for story in ("in_hand", "accusation"):
        show(qtbot, page, numbers[story])
        assert clipped(page) == [], story
    detail = show(qtbot, page, numbers["in_hand"])
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
