"""矛盾纠纷台账: what a clerk does with the list and with one dispute, in the real window on a real office."""

from __future__ import annotations

import pytest
from fit import clipped, nameless
from ledger_office import day, dispute, escalated, last_month, late, of, resolved
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from typist import enter, focus, press, write

from petidesk.desk.opening import Desk
from petidesk.domain.ledger_lists import EMPTY, DisputeQuery
from petidesk.ui import work
from petidesk.ui.dispute_detail import DisputeDetail
from petidesk.ui.dispute_form import DisputeForm
from petidesk.ui.frame import Frame
from petidesk.ui.ledger import LedgerPage
from petidesk.ui.ledger_list import LedgerList
from petidesk.ui.ledger_views import read_views
from petidesk.ui.seat import Seat
from petidesk.ui.theme import theme

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def quiet(qtbot: QtBot) -> None:
    """Nothing is under way any more, and the page knows it."""
    for _ in range(2):
        qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)
        qtbot.wait(30)
    qtbot.waitUntil(lambda: work.busy() == 0, timeout=20_000)


def open_window(qtbot: QtBot, desk: Desk, seat: Seat, target: object = None) -> LedgerPage:
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()
    frame.resize(1366, 768)
    frame.take(desk)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow, timeout=10_000)
    frame.open_page("ledger", target)
    quiet(qtbot)
    page = frame.page("ledger")
    assert isinstance(page, LedgerPage)
    page.setProperty("frame", frame)
    return page


@pytest.fixture
def numbers(desk: Desk) -> dict[str, str]:
    """Disputes in different states, by their story."""
    return {"late": late(desk), "resolved": resolved(desk), "escalated": escalated(desk), "fresh": dispute(desk, 3)}


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat, numbers: dict[str, str]) -> LedgerPage:
    """The page in the window."""
    return open_window(qtbot, desk, seat)


@pytest.fixture
def lines(page: LedgerPage) -> LedgerList:
    """Its first tab."""
    return page.lines


def column(lines: LedgerList, key: str) -> list[str]:
    """What one column says, top to bottom."""
    place = [each.key for each in lines.model.columns].index(key)
    return [str(lines.model.data(lines.model.index(row, place))) for row in range(lines.model.rowCount())]


def words(detail: DisputeDetail) -> str:
    """Everything that the open dispute says."""
    return "\n".join(label.text() for label in detail.findChildren(QLabel) if label.isVisibleTo(detail))


def chips(lines: LedgerList) -> dict[str, QPushButton]:
    return {part.text(): part for part in lines.filter.chips.parts() if isinstance(part, QPushButton)}


def show(qtbot: QtBot, lines: LedgerList, number: str) -> DisputeDetail:
    lines.open_dispute(number)
    quiet(qtbot)
    return lines.detail


def form_of(lines: LedgerList) -> DisputeForm:
    assert lines.form is not None
    return lines.form


# ---- the list


def test_open_disputes_with_a_word_beside_each_light(lines: LedgerList, numbers: dict[str, str]) -> None:
    due = dict(zip(column(lines, "dispute_no"), column(lines, "due_on"), strict=True))
    assert set(due) == {numbers["late"], numbers["fresh"]}
    assert due[numbers["late"]].startswith("逾期10天 ")
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
    lines.filter._change(village="东村", risk_level="raised", state="escalated")
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
        page.opened(DisputeQuery(month=month, figure=figure))
        quiet(qtbot)
        assert page.lines.model.rowCount() == getattr(counts, figure), figure
    assert any(word.endswith("重新化解") for word in chips(page.lines))
    year = desk.months.figures(month).year
    for figure in ("found", "resolved", "outstanding"):
        assert len(desk.ledger.ids(DisputeQuery(month=month, figure=figure, year=True))) == getattr(year, figure)
    page.opened(DisputeQuery(type=EMPTY))
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
    lines.filter._change(village="西村")
    lines.table.sort_by("amount_fen", True)
    lines.filter.kept.setChecked(True)
    assert focus() is lines.side.views.name
    write("西村逾期")
    enter()
    quiet(qtbot)
    view = read_views(seat.text(lines.side.views_key))[0]
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


def test_damaged_views_are_no_views() -> None:
    assert read_views("{") == []
    assert read_views('[["x", {"since": "nonsense"}, ""]]') == []
    assert read_views("[1]") == []


def test_an_empty_ledger_says_what_the_page_is_for(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    lines = open_window(qtbot, desk, seat).lines
    assert lines.side.results.currentWidget() is lines.side.results.nobody_page
    lines.side.results.add_button.click()
    assert lines.form is not None
    lines.form.leave()
    lines.filter._change(text="没有这样的事")
    quiet(qtbot)
    assert lines.side.results.currentWidget() is lines.side.results.nothing_page


# ---- one dispute


def test_enter_opens_f3_steps_and_escape_closes(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]) -> None:
    lines.table.setFocus()
    press(Qt.Key.Key_Home)
    enter()
    quiet(qtbot)
    assert lines.detail.dispute is not None and lines.detail.dispute.dispute_no == numbers["fresh"]
    press(Qt.Key.Key_F3)
    assert lines.table.hasFocus()
    press(Qt.Key.Key_End)
    qtbot.wait(200)
    quiet(qtbot)
    assert lines.detail.dispute.dispute_no == numbers["late"]
    press(Qt.Key.Key_F3)
    assert lines.detail.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not lines.detail.isVisible() and lines.table.hasFocus()


def test_one_screen_tells_the_whole_dispute(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str]) -> None:
    detail = show(qtbot, lines, numbers["resolved"])
    said = words(detail)
    for part in (
        "已化解",
        "风险 较大",
        "排查发现",
        "上门了解情况，约双方到村委会。",
        "调解协议：分两次付清；协议金额12,000元",
        "化解方式：人民调解；已付清，双方签字。",
        "12,000.50 元",
        "甲方",
        "张桂花 · 138****1234",
        "王建国",
    ):
        assert part in said, part
    assert "522201197001010018" not in said and "13800001234" not in said
    reveal = next(button for button in detail.findChildren(QPushButton) if button.text() == "显示完整号码")
    reveal.click()
    assert "522201197001010018" in words(detail)


def test_the_next_step_is_recorded_and_taken_back(
    qtbot: QtBot, lines: LedgerList, desk: Desk, numbers: dict[str, str]
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    assert detail.main.text() == "记采取措施"
    offered = []
    detail.offer.connect(lambda said, label, call: offered.append((said, label, call)))
    enter()
    write(day(desk, 1))
    enter()
    write("到现场丈量")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert detail.dispute is not None and detail.dispute.state == "in_progress"
    assert "到现场丈量" in words(detail)
    assert offered[0][:2] == (f"{numbers['fresh']} 已记下：采取措施", "撤销")
    offered[0][2]()
    quiet(qtbot)
    assert detail.dispute.state == "open"
    assert "已撤销" in words(detail)


def test_the_menu_says_why_not_and_finds_by_initials(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    press(Qt.Key.Key_Down, ALT)
    write("xh")
    assert "化解或者上报以后才能销号" in detail.menu.why.text()
    enter()
    assert detail.panel is None
    for _ in range(2):
        press(Qt.Key.Key_Backspace)
    write("hj")
    enter()
    quiet(qtbot)
    assert detail.panel is not None and detail.panel.kind == "resolved"
    write(of(desk, -3).isoformat())
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert detail.panel is not None
    assert "今天" in detail.panel._answers["on"].field.said()
    press(Qt.Key.Key_Escape)
    assert detail.panel is None


def test_what_is_typed_of_an_event_comes_back(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["late"])
    detail.record("measure_taken")
    quiet(qtbot)
    enter()
    write("约了双方周五见面")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert [draft.content["about"] for draft in desk.drafts.all()] == [f"{numbers['late']}/measure_taken"]
    detail.record("measure_taken")
    quiet(qtbot)
    assert detail.panel is not None and detail.panel._answers["text"].raw() == "约了双方周五见面"
    detail.panel.save()
    quiet(qtbot)
    assert desk.drafts.all() == []


def test_voiding_asks_why_and_strikes_the_line(
    qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk
) -> None:
    detail = show(qtbot, lines, numbers["fresh"])
    detail.void_button.click()
    assert detail.panel is not None
    detail.panel.save()
    quiet(qtbot)
    assert detail.panel is not None and "原因" in detail.panel._answers["why"].field.said()
    write("重复登记")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.ledger.get(numbers["fresh"]).void_reason == "重复登记"
    assert not detail.main.isVisible() and not detail.amend_button.isVisible()
    assert numbers["fresh"] not in column(lines, "dispute_no")


def test_a_dispute_becomes_the_draft_of_a_visit(
    qtbot: QtBot, page: LedgerPage, numbers: dict[str, str], desk: Desk
) -> None:
    frame = page.property("frame")
    frame.open_page("registration")
    quiet(qtbot)
    frame.open_page("ledger", numbers["fresh"])
    quiet(qtbot)
    page.lines.detail.visit_button.click()
    quiet(qtbot)
    assert frame.current == "registration"
    draft = next(draft for draft in desk.drafts.all() if draft.kind == "visit")
    assert draft.content["petitioners"][0]["name"] == "张桂花"
    tray = frame.page("registration").findChildren(QLabel)
    assert any("张桂花" in label.text() for label in tray if label.isVisible())


def test_changes_are_told_field_by_field(qtbot: QtBot, lines: LedgerList, numbers: dict[str, str], desk: Desk) -> None:
    desk.ledger.amend(numbers["fresh"], {"risk_level": "major", "amount_yuan": 300})
    said = words(show(qtbot, lines, numbers["fresh"]))
    assert "风险等级：较大 → 重大" in said
    assert "涉及金额（元）：12,000.50 → 300" in said


# ---- the form


def test_a_dispute_is_entered_by_keyboard_alone(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    lines = page.lines
    lines.table.setFocus()
    press(Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: lines.form is not None)  # a button's key presses it visibly first
    quiet(qtbot)
    form = form_of(lines)
    assert focus() is form._answers["village"].field.editor
    write("dc")
    enter()
    assert form._answers["village"].raw() == "东村"
    enter()  # the group
    write("群众反映")
    enter()
    write("邻里")
    enter()
    press(Qt.Key.Key_2)
    enter()
    write("两家因滴水发生争执")
    enter()
    enter()  # no name of its own
    enter()  # 甲方 stands
    write("张桂花")
    enter()
    write("13800001234")
    enter()
    enter()  # no identity number: another party
    assert focus() is form.parties.rows()[1].name
    write("李国强")
    enter(3)
    assert len(form.parties.rows()) == 3
    enter()  # an empty name leaves the list
    assert focus() is form._answers["people_involved"].field.editor
    write("6")
    enter()
    write("12000.5")
    enter()
    assert form._answers["amount_yuan"].raw() == "12,000.50"
    assert (
        "1.2001 万元" in form._answers["amount_yuan"].field.said()
        or "万元" in form._answers["amount_yuan"].field.said()
    )
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert lines.form is None and lines.detail.dispute is not None
    content = lines.detail.dispute.content
    assert (content.village, content.source, content.type) == ("东村", "群众反映", "邻里纠纷")
    assert [(party.name, party.side) for party in content.parties] == [("张桂花", "a"), ("李国强", "b")]
    assert (content.people_involved, str(content.amount_yuan), content.risk_level) == (6, "12000.5", "raised")
    assert desk.drafts.all() == []


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, lines: LedgerList) -> None:
    lines.new_dispute()
    form = form_of(lines)
    form._answers["village"].put("东村")
    form._answers["found_on"].put("2月30日")
    form.save()
    assert form._answers["found_on"].field.said()
    form._answers["found_on"].put("昨天")
    form.save()
    quiet(qtbot)
    assert "纠纷简况" in form._answers["summary"].field.said()
    form._answers["summary"].put("两家争执")
    form.parties.put([{"name": "张桂花", "side": "a", "id_number": "522201197013010018"}])
    form.save()
    quiet(qtbot)
    assert "身份证号不对" in form.parties.rows()[0].said()
    form.parties.put([])
    form._answers["amount_yuan"].put("很多")
    form.save()
    assert "涉及金额" in form._answers["amount_yuan"].field.said()


def test_a_form_that_was_closed_comes_back_and_another_may_follow(qtbot: QtBot, lines: LedgerList, desk: Desk) -> None:
    lines.new_dispute()
    quiet(qtbot)
    form_of(lines)._answers["summary"].put("没有写完的纠纷")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert lines.form is None
    lines.new_dispute()
    quiet(qtbot)
    form = form_of(lines)
    assert form._answers["summary"].raw() == "没有写完的纠纷"
    form._answers["village"].put("西村")
    before = len(desk.ledger.ids(DisputeQuery()))
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    quiet(qtbot)
    assert len(desk.ledger.ids(DisputeQuery())) == before + 1
    after = form_of(lines)
    assert after._answers["village"].raw() == "西村" and after._answers["summary"].raw() == ""


def test_a_visit_begins_the_form_and_an_amendment_changes_one_field(
    qtbot: QtBot, page: LedgerPage, numbers: dict[str, str], desk: Desk
) -> None:
    from conftest import register

    visit_no = register(desk)
    page.opened(("new", desk.ledger.from_visit(visit_no)))
    quiet(qtbot)
    form = form_of(page.lines)
    assert form._answers["visit_no"].raw() == visit_no
    assert form.parties.raw()[0]["name"] == "张桂花"
    form.save()
    quiet(qtbot)
    entered = page.lines.detail.dispute
    assert entered is not None and entered.content.visit_no == visit_no
    page.opened(("field", numbers["late"], "responsible_person"))
    quiet(qtbot)
    amended = form_of(page.lines)
    assert focus() is amended._answers["responsible_person"].field.editor
    write("周敏")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot)
    assert desk.ledger.get(numbers["late"]).content.responsible_person == "周敏"
    assert desk.ledger.get(numbers["late"]).content.title == "承包地界线纠纷"


# ---- how it stands


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
    lines.filter._change(village="东村", risk_level="raised")
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


def test_an_unfinished_form_is_not_lost_to_another(qtbot: QtBot, page: LedgerPage, desk: Desk) -> None:
    from conftest import register

    page.lines.new_dispute()
    quiet(qtbot)
    form_of(page.lines)._answers["summary"].put("没有写完的纠纷")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    page.opened(("new", desk.ledger.from_visit(register(desk))))
    quiet(qtbot)
    form_of(page.lines)._answers["note"].put("来访转来")
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    kept = {draft.content["fields"]["summary"] for draft in desk.drafts.all() if draft.kind == "dispute_form"}
    assert kept == {"没有写完的纠纷", "反映征地补偿款没有到账。"}
