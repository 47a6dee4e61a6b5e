"""今日来访: what a clerk does with the list and with one visit, in the real window on a real office."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.desk.opening import create_office, open_desk
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.listing import ALL, CUSTOM, TODAY, VisitView
from petidesk.ui.look.theme import theme
from petidesk.ui.registration.amend import AmendPanel
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import NewVisit
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import clipped, nameless
from tests.ui.desks.typist import enter
from tests.ui.desks.visits_office import register_accusation, register_many
from tests.ui.desks.window import open_page

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def fill(desk: Desk) -> list[str]:
    return register_many(desk, 14)


@pytest.fixture
def page(qtbot: QtBot, filled: list[str], desk: Desk, seat: Seat) -> VisitsPage:
    """The page in the window, with fourteen visits: one today, then one a day."""
    return open_page(qtbot, desk, seat, VisitsPage)


def numbers(page: VisitsPage) -> list[str]:
    """The numbers in the list, top to bottom."""
    return [str(page.model.data(page.model.index(row, 0))) for row in range(page.model.rowCount())]


def words(page: VisitsPage) -> str:
    """Everything that the detail says in sight of the reader."""
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page.detail))


def choose(qtbot: QtBot, page: VisitsPage, filters: VisitView) -> None:
    page.filter.set_query(filters, page.desk.today())
    quiet(qtbot)


def open_first(qtbot: QtBot, page: VisitsPage) -> None:
    page.table.setFocus()
    page.table.stand_on_first()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot)


def test_today_first_and_each_period_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    assert len(numbers(page)) == 1
    chips = {chip.text(): chip for chip in page.filter.views.chips() if isinstance(chip, QPushButton)}
    qtbot.mouseClick(chips["全部"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 14
    assert page._state.text() == "共 14 批次 19 人次"
    qtbot.mouseClick(chips["今天"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 1


def test_chips_name_what_is_active_and_go_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL, village="东村", channel="phone"))
    narrowed = numbers(page)
    chips = {part.text(): part for part in page.filter.chips.parts() if isinstance(part, QPushButton)}
    assert set(chips) == {"东村", "来电", "全部去掉"}
    qtbot.mouseClick(chips["来电"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 5 > len(narrowed)
    assert page.filter.panel.combos["channel"].currentData() == ""
    page.filter.drop_all()
    quiet(qtbot)
    assert len(numbers(page)) == 14


def test_typed_text_narrows_and_down_goes_into_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    page.filter.text.setFocus()
    qtbot.keyClicks(page.filter.text, "zgh")
    qtbot.waitUntil(lambda: page.filter.query.text == "zgh", timeout=10_000)
    quiet(qtbot)
    # 张桂花 and 赵国辉, three visits each
    assert len(numbers(page)) == 6
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Down)
    assert page.table.hasFocus()


def test_a_range_of_dates_as_clerks_type_them(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=CUSTOM))
    page.filter.since.setText("前天")
    page.filter.until.setText("今天")
    page.filter.until.editingFinished.emit()
    quiet(qtbot)
    assert len(numbers(page)) == 3
    page.filter.since.setText("2月30")
    page.filter.since.editingFinished.emit()
    assert page.filter.since.property("state") == "error"
    assert len(numbers(page)) == 3


def test_a_heading_sorts_and_the_choice_is_kept_for_this_user(qtbot: QtBot, page: VisitsPage, tmp_path: Path) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    down = numbers(page)
    section = [column.key for column in page.model.columns].index("at")
    page.table.press_heading(section)
    quiet(qtbot)
    assert numbers(page) == down[::-1]
    page.side.columns.list.setCurrentRow(0)
    page.side.columns.list.move_current(1)
    later = VisitsPage(page.desk, Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(later)
    assert later.table.arrangement.sort == "at"
    assert not later.table.arrangement.descending
    assert [column.key for column in later.table.arrangement.columns][:2] == ["at", "visit_no"]


def test_columns_are_hidden_by_the_space_bar(qtbot: QtBot, page: VisitsPage) -> None:
    page.filter.columns.click()
    keys = [column.key for column in page.table.arrangement.columns]
    page.side.columns.list.setCurrentRow(keys.index("village"))
    qtbot.keyClick(page.side.columns.list, Qt.Key.Key_Space)
    section = [column.key for column in page.model.columns].index("village")
    assert page.table.isColumnHidden(section)
    page.side.columns.list.setCurrentRow(keys.index("visit_no"))
    qtbot.keyClick(page.side.columns.list, Qt.Key.Key_Space)
    assert not page.table.isColumnHidden(0)


def test_the_chosen_visit_stays_chosen_when_the_list_is_read_again(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=ALL))
    page.table.setCurrentIndex(page.model.index(5, 0))
    chosen = page.table.current_id()
    register_many(page.desk, 3)
    page.opened()
    quiet(qtbot)
    assert page.model.total == 17
    assert page.table.current_id() == chosen
    assert page.table.currentIndex().row() == 8


def test_empty_states_hold_the_first_action(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, VisitView(period=TODAY, purpose="thanks"))
    assert page.side.results.currentWidget() is page.side.results.nothing_page
    choose(qtbot, page, VisitView(period=ALL))
    assert page.side.results.currentWidget() is page.table
    page.desk.visits.void(numbers(page)[0], "重复")
    choose(qtbot, page, VisitView(period=TODAY, voided=False))
    assert page.side.results.currentWidget() is page.side.results.nothing_page
    asked = []
    page.go.connect(asked.append)
    page.side.first.click()
    assert asked == [NewVisit()]


def test_enter_opens_beside_the_list_and_escape_closes(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    assert page.side.isVisible() and page.detail.isVisible()
    said = words(page)
    for part in (
        numbers(page)[0],
        "张桂花",
        "138 0000 0000",
        "第0件：征地补偿款未到账",
        "1. 补发补偿款",
        "书面告知不迟于",
    ):
        assert part in said
    qtbot.keyClick(page.detail, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    assert page.table.hasFocus()


def test_in_a_narrow_window_the_visit_opens_over_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    theme.apply(3, False)
    quiet(qtbot)
    open_first(qtbot, page)
    assert page.detail.isVisible() and not page.side.isVisible()
    qtbot.mouseClick(page.detail.head.back, Qt.MouseButton.LeftButton)
    assert page.side.isVisible() and not page.detail.isVisible()


def test_amending_sends_the_changed_key_and_leaves_a_history(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    sent: list[dict[str, object]] = []
    real = page.desk.visits.amend

    def watch(visit_no: str, change: dict[str, object], **more: int) -> object:
        sent.append(change)
        return real(visit_no, change, **more)

    page.desk.visits.amend = watch  # type: ignore[assignment, method-assign]
    panel.form.form.note = "来电补充说明"
    panel.save()
    qtbot.waitUntil(lambda: page.detail.amend_panel is None, timeout=5000)
    quiet(qtbot)
    assert sent == [{"note": "来电补充说明"}]
    assert page.desk.visits.get(number).version == 2
    assert "备注：（空） → 来电补充说明" in words(page)
    assert "更正 1 次" in words(page)


def test_nothing_changed_is_no_amendment(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    assert page.detail.amend_panel is not None
    page.detail.amend_panel.save()
    quiet(qtbot)
    assert page.detail.amend_panel is None
    assert page.desk.visits.get(numbers(page)[0]).version == 1


def test_an_amendment_offers_no_link_to_take_back(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    quiet(qtbot)
    assert panel.form.form.petitioners[0].person_id is not None
    assert not panel.form.people.linked.isVisibleTo(panel)
    assert not panel.form.matters.linked.isVisibleTo(panel)


def amending(qtbot: QtBot, page: VisitsPage) -> AmendPanel:
    """The correction of the visit that is open, after its draft was looked for."""
    page.detail.amend()
    quiet(qtbot)
    panel = page.detail.amend_panel
    assert panel is not None
    return panel


def test_escape_keeps_a_correction_and_it_comes_back(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    amending(qtbot, page).form.form.note = "写了一半"
    page.escape()
    quiet(qtbot)
    assert not page.detail.editing and page.detail.isVisible()
    again = amending(qtbot, page)
    assert again.form.form.note == "写了一半" and "接着上次" in again.notice.text()
    again.save()
    quiet(qtbot)
    assert page.desk.visits.get(number).content.note == "写了一半"
    assert page.desk.drafts.whole() == []


def test_escape_in_an_open_list_closes_the_list_and_not_the_correction(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    panel = amending(qtbot, page)
    village = panel.form.people.village_input
    village.setFocus()
    village.selectAll()
    qtbot.keyClicks(village, "dc")
    qtbot.waitUntil(village.popup().isVisible)
    qtbot.keyClick(village, Qt.Key.Key_Escape)
    assert not village.popup().isVisible() and page.detail.amend_panel is panel
    qtbot.keyClick(village, Qt.Key.Key_Escape)
    assert page.detail.amend_panel is None


def test_a_correction_is_kept_though_it_was_left_at_once(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    panel.form.form.note = "写了一半"
    page.closing()
    quiet(qtbot)
    assert amending(qtbot, page).form.form.note == "写了一半"


@pytest.mark.parametrize("emptied", ["given up", "begun again"])
def test_a_correction_that_was_given_up_stays_given_up(qtbot: QtBot, page: VisitsPage, emptied: str) -> None:
    open_first(qtbot, page)
    amending(qtbot, page).form.form.note = "写了一半"
    page.escape()
    quiet(qtbot)
    again = amending(qtbot, page)
    if emptied == "given up":
        again.give_up()
    else:
        again.start_over()
        again.leave()
    quiet(qtbot)
    assert amending(qtbot, page).form.form.note == ""
    assert page.desk.drafts.whole() == []


def test_a_kept_correction_does_not_take_back_what_another_changed(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    amending(qtbot, page).form.form.handling = "写了一半"
    page.escape()
    quiet(qtbot)
    page.desk.visits.amend(number, {"note": "别处先改了"})
    page.detail.read_again()
    quiet(qtbot)
    again = amending(qtbot, page)
    assert "后来有人改过" in again.notice.text()
    again.save()
    qtbot.waitUntil(lambda: "刚被改过" in again.notice.text(), timeout=5000)
    assert page.desk.visits.get(number).content.note == "别处先改了"
    again.start_over()
    again.form.form.handling = "重新写"
    again.save()
    quiet(qtbot)
    stored = page.desk.visits.get(number).content
    assert (stored.note, stored.handling) == ("别处先改了", "重新写")


def test_a_change_by_someone_else_is_told_plainly(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    page.desk.visits.amend(number, {"note": "别处先改了"})
    panel.form.form.note = "后改的"
    panel.save()
    qtbot.waitUntil(lambda: "刚被改过" in panel.notice.text(), timeout=5000)
    assert page.desk.visits.get(number).content.note == "别处先改了"
    assert panel.form.form.note == "后改的"


def test_a_refused_field_is_told_beside_it(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    panel = page.detail.amend_panel
    assert panel is not None
    panel.form.form.people = "0"
    panel.save()
    quiet(qtbot)
    assert "1以上的整数" in panel.form.people.people.said()
    assert page.desk.visits.get(numbers(page)[0]).version == 1


def test_voiding_needs_a_reason_and_the_visit_stays(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    qtbot.mouseClick(page.detail.void_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.detail.void.why, Qt.Key.Key_Return)
    page.detail.void.void.click()
    assert "原因" in page.detail.void.why_field.said()
    assert not page.desk.visits.get(number).voided
    page.detail.void.why.setText("重复登记")
    qtbot.keyClick(page.detail.void.why, Qt.Key.Key_Return)
    quiet(qtbot)
    # Enter in the field does not void: the button is pressed on purpose or not at all.
    assert not page.desk.visits.get(number).voided
    qtbot.mouseClick(page.detail.void.void, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.desk.visits.get(number).voided, timeout=5000)
    quiet(qtbot)
    assert numbers(page) == [number]
    assert "已作废：重复登记" in words(page)
    assert not page.detail.bar.isVisible()


def looks(desk: Desk) -> list[str]:
    """What was opened, the newest first."""
    return [f"{line.action} {line.subject}" for line in desk.audit.lines(200) if line.action.endswith(".unmasked")]


def reveal(qtbot: QtBot, page: VisitsPage, why: str) -> None:
    """Type a reason into the card, Enter to its button and Enter."""
    card = page.detail.closed_card
    assert card is not None
    card.why.setText(why)
    card.why.setFocus()
    enter(2)
    quiet(qtbot)


def test_an_accusation_opens_with_a_reason_and_closes_with_the_next_visit(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.open_no(number)
    quiet(qtbot)
    secrets = ("钱守信", "13900002222", "私分")
    assert not any(secret in words(page) for secret in secrets) and not page.detail.bar.isVisible()
    reveal(qtbot, page, " ")
    assert page.detail.closed_card is not None and "理由" in page.detail.closed_card.field.said()
    assert looks(page.desk) == []
    reveal(qtbot, page, "移送前核对")
    assert "钱守信" in words(page) and "私分集体款" in words(page)
    assert "理由：移送前核对" in words(page), "the look itself stands in the history at once"
    assert looks(page.desk) == [f"visit.unmasked {number}"]
    page.open_no(numbers(page)[0])
    quiet(qtbot)
    page.open_no(number)
    quiet(qtbot)
    assert not any(secret in words(page) for secret in secrets)
    assert "理由：移送前核对" in words(page), "who looked and why is there for everyone"
    assert looks(page.desk) == [f"visit.unmasked {number}"]


def test_an_accusation_stays_closed_to_who_has_no_permission(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    with page.desk.writing() as connection:
        connection.exec_driver_sql("INSERT INTO staff (name, role, active) VALUES ('李敏', 'registrar', 1)")
    page.open_no(number)
    quiet(qtbot)
    reveal(qtbot, page, "看看")
    assert page.detail.closed_card is not None and "权限" in page.detail.closed_card.field.said()
    assert "钱守信" not in words(page) and looks(page.desk) == []
    page.detail.amend()
    page.detail.print_form()
    quiet(qtbot)
    assert not page.detail.amending_now and page.preview.paper() is None


def test_beside_an_accusation_the_other_matter_is_open(qtbot: QtBot, page: VisitsPage) -> None:
    visit, _ = page.desk.visits.add(
        {
            "at": f"{page.desk.now():%Y-%m-%dT%H:%M}",
            "channel": "visit",
            "petitioners": [{"name": "钱守信"}],
            "matters": [
                {"purpose": "help", "statement": "问养老金。", "title": "养老金"},
                {"purpose": "accusation", "statement": "举报私分。"},
            ],
            "note": "私分的照片",
        }
    )
    page.open_no(visit.visit_no)
    quiet(qtbot)
    assert "养老金" in words(page) and "钱守信" not in words(page) and "私分" not in words(page)
    reveal(qtbot, page, "移送前核对")
    assert "钱守信" in words(page) and "私分的照片" in words(page)


def test_an_opened_accusation_is_amended_and_printed_for_the_reason_given(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.open_no(number)
    quiet(qtbot)
    reveal(qtbot, page, "补记材料")
    page.detail.print_form()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    quiet(qtbot)
    assert len(looks(page.desk)) == 2
    page.escape()
    quiet(qtbot)
    assert "钱守信" not in words(page), "back from the paper it is closed again"
    reveal(qtbot, page, "补记材料")
    page.detail.amend()
    qtbot.waitUntil(lambda: page.detail.amending_now, timeout=5000)
    quiet(qtbot)
    panel = page.detail.amend_panel
    assert panel is not None
    panel.form.matters.statement_input.setText("举报某组长私分集体款五万元。")
    panel.save()
    quiet(qtbot)
    opened = page.desk.visits.get(number, unmask="核对")
    assert opened.version == 2 and "五万元" in opened.content.matters[0].statement


def test_why_this_day_lists_every_day(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.explain()
    quiet(qtbot)
    assert page.detail.clocks.isVisible()
    assert len(page.detail.clocks.days_shown()) >= 16
    page.escape()
    assert page.detail.isVisible() and not page.detail.clocks.isVisible()


def test_papers_open_with_the_very_bytes(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.print_slip()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and paper.pdf.startswith(b"%PDF")
    page.desk.papers.print_slip(number, paper.size)
    page.escape()
    quiet(qtbot)
    assert "来访登记回执" in words(page) and "打印 1 次" in words(page)
    today = page.desk.today()
    page.print_register(today, today)
    qtbot.waitUntil(lambda: page.preview.isVisible() and page.preview.paper() is not paper, timeout=20_000)


def test_the_register_is_offered_for_the_dates_of_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    today = page.desk.today()
    assert [days for _, days in page.register_choices()] == [(today, today), (today.replace(day=1), today)]
    choose(qtbot, page, VisitView(period=CUSTOM, since=today.replace(year=today.year - 1), until=today))
    assert page.register_choices()[-1][1] == (today.replace(year=today.year - 1), today)


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_everything_fits_at_every_font_step(qtbot: QtBot, page: VisitsPage, step: int) -> None:
    frame = page.property("frame")
    theme.apply(step, False)
    quiet(qtbot)
    assert frame.size().height() == 768 and frame.size().width() == 1366
    assert clipped(page) == []
    choose(qtbot, page, VisitView(period=CUSTOM, village="河湾社区", channel="visit", text="征地"))
    page.filter.more.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.more.setChecked(False)
    page.filter.columns.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.columns.setChecked(False)
    choose(qtbot, page, VisitView())
    open_first(qtbot, page)
    assert clipped(page) == []
    page.detail.ask_void()
    quiet(qtbot)
    assert clipped(page) == []
    assert frame.size().height() == 768 and frame.size().width() == 1366


def test_every_input_has_a_name(page: VisitsPage) -> None:
    assert nameless(page) == []


def test_a_visit_begins_a_dispute_and_tells_in_writing(qtbot: QtBot, page: VisitsPage) -> None:
    first = page.desk.visits.get(numbers(page)[0])
    (matter,) = content_document(first.content)["matters"]
    page.desk.visits.amend(first.visit_no, {"matters": [matter | {"purpose": "appeal", "route": 6}]})
    open_first(qtbot, page)
    visit = page.detail.visit
    assert visit is not None
    page.detail.notice_button.click()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and paper.form == "visit_notice_slip"
    qtbot.waitUntil(lambda: len(page.preview.ticks) == 1, timeout=5000)
    assert "受理" in page.preview.ticks[0].text()
    page.escape()
    quiet(qtbot)
    page.detail.ledger_button.click()
    quiet(qtbot)
    frame = page.property("frame")
    assert frame.current == "ledger"
    ledger = frame.page("ledger")
    written = [line.text() for line in ledger.findChildren(QLineEdit)]
    written += [field.toPlainText() for field in ledger.findChildren(QPlainTextEdit)]
    assert visit.matters[0].matter.statement in written
    assert visit.content.petitioners[0].name in written


def test_on_a_new_day_the_list_is_that_of_the_new_day(
    qtbot: QtBot, tmp_path: Path, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window stays open over night: 今天 is then another day."""
    create_office(tmp_path / "office", office="清溪镇信访办", county="安平县", practice=True)
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-19")
    desk = open_desk(tmp_path / "office", purpose="write")
    page = VisitsPage(desk, seat)
    qtbot.addWidget(page)
    page.opened()
    quiet(qtbot)
    monkeypatch.setenv("PETIDESK_TODAY", "2026-11-20")
    page.opened()
    quiet(qtbot)
    assert (page.model.query.since, page.model.query.until) == (desk.today(), desk.today())
    quiet(qtbot)
    desk.close()
