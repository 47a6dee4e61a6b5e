"""今日来访: what a clerk does with the list and with one visit, in the real window on a real office."""

from __future__ import annotations

from pathlib import Path

import pytest
from calm import quiet
from fit import clipped, nameless
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from visits_office import register_accusation, register_many

from petidesk.desk.opening import Desk
from petidesk.domain.visit_documents import content_document
from petidesk.ui.frame import Frame
from petidesk.ui.seat import Seat
from petidesk.ui.theme import theme
from petidesk.ui.visits import VisitsPage
from petidesk.ui.visits_filter import ALL, CUSTOM, TODAY, Filters

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def fill(desk: Desk) -> list[str]:
    return register_many(desk, 14)


@pytest.fixture
def page(qtbot: QtBot, filled: list[str], desk: Desk, seat: Seat) -> VisitsPage:
    """The page in the window, with fourteen visits: one today, then one a day."""
    frame = Frame(seat)
    qtbot.addWidget(frame)
    frame.showNormal()  # a small screen would have it maximised
    frame.resize(1366, 768)
    frame.take(desk)
    frame.open_page("visits")
    quiet(qtbot)
    shown = frame.page("visits")
    assert isinstance(shown, VisitsPage)
    shown.setProperty("frame", frame)
    return shown


def numbers(page: VisitsPage) -> list[str]:
    """The numbers in the list, top to bottom."""
    return [str(page.model.data(page.model.index(row, 0))) for row in range(page.model.rowCount())]


def words(page: VisitsPage) -> str:
    """Everything that the detail says in sight of the reader."""
    return "\n".join(label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page.detail))


def choose(qtbot: QtBot, page: VisitsPage, filters: Filters) -> None:
    page.filter.set_filters(filters, page.desk.today())
    quiet(qtbot)


def open_first(qtbot: QtBot, page: VisitsPage) -> None:
    page.table.setFocus()
    page.table.stand_on_first()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot)


def test_today_first_and_each_period_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    assert len(numbers(page)) == 1
    chips = {chip.text(): chip for chip in page.filter.period.chips() if isinstance(chip, QPushButton)}
    qtbot.mouseClick(chips["全部"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 14
    assert page._state.text() == "共 14 批次 19 人次"
    qtbot.mouseClick(chips["今天"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 1


def test_chips_name_what_is_active_and_go_at_one_click(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, Filters(period=ALL, village="东村", channel="phone"))
    narrowed = numbers(page)
    chips = {part.text(): part for part in page.filter.chips.parts() if isinstance(part, QPushButton)}
    assert set(chips) == {"东村", "来电", "全部去掉"}
    qtbot.mouseClick(chips["来电"], Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(numbers(page)) == 5 > len(narrowed)
    assert page.filter.channel.currentData() == ""
    page.filter._drop_all()
    quiet(qtbot)
    assert len(numbers(page)) == 14


def test_typed_text_narrows_and_down_goes_into_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, Filters(period=ALL))
    page.filter.text.setFocus()
    qtbot.keyClicks(page.filter.text, "zgh")
    qtbot.waitUntil(lambda: page.filter.filters.text == "zgh", timeout=10_000)
    quiet(qtbot)
    # 张桂花 and 赵国辉, three visits each
    assert len(numbers(page)) == 6
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Down)
    assert page.table.hasFocus()


def test_a_range_of_dates_as_clerks_type_them(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, Filters(period=CUSTOM))
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
    choose(qtbot, page, Filters(period=ALL))
    down = numbers(page)
    section = [column.key for column in page.model.columns].index("at")
    page.table._head_clicked(section)
    quiet(qtbot)
    assert numbers(page) == down[::-1]
    page.columns.list.setCurrentRow(0)
    page.columns.list.move_current(1)
    later = VisitsPage(page.desk, Seat(tmp_path / "seat.ini"))
    qtbot.addWidget(later)
    assert later.table.arrangement.sort == "at"
    assert not later.table.arrangement.descending
    assert [column.key for column in later.table.arrangement.columns][:2] == ["at", "visit_no"]


def test_columns_are_hidden_by_the_space_bar(qtbot: QtBot, page: VisitsPage) -> None:
    page.filter.columns.click()
    keys = [column.key for column in page.table.arrangement.columns]
    page.columns.list.setCurrentRow(keys.index("village"))
    qtbot.keyClick(page.columns.list, Qt.Key.Key_Space)
    section = [column.key for column in page.model.columns].index("village")
    assert page.table.isColumnHidden(section)
    page.columns.list.setCurrentRow(keys.index("visit_no"))
    qtbot.keyClick(page.columns.list, Qt.Key.Key_Space)
    assert not page.table.isColumnHidden(0)


def test_the_chosen_visit_stays_chosen_when_the_list_is_read_again(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, Filters(period=ALL))
    page.table.setCurrentIndex(page.model.index(5, 0))
    chosen = page.table.current_id()
    register_many(page.desk, 3)
    page.opened()
    quiet(qtbot)
    assert page.model.total == 17
    assert page.table.current_id() == chosen
    assert page.table.currentIndex().row() == 8


def test_empty_states_hold_the_first_action(qtbot: QtBot, page: VisitsPage) -> None:
    choose(qtbot, page, Filters(period=TODAY, purpose="thanks"))
    assert page.results.currentWidget() is page.nothing_page
    choose(qtbot, page, Filters(period=ALL))
    assert page.results.currentWidget() is page.table
    page.desk.visits.void(numbers(page)[0], "重复")
    choose(qtbot, page, Filters(period=TODAY, voided=False))
    assert page.results.currentWidget() is page.nothing_page
    asked = []
    page.go.connect(lambda key, target: asked.append((key, target)))
    page._first_visit.click()
    assert asked == [("registration", "new")]


def test_enter_opens_beside_the_list_and_escape_closes(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    assert page.list_side.isVisible() and page.detail.isVisible()
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
    assert page.detail.isVisible() and not page.list_side.isVisible()
    qtbot.mouseClick(page.detail.back, Qt.MouseButton.LeftButton)
    assert page.list_side.isVisible() and not page.detail.isVisible()


def test_amending_sends_the_changed_key_and_leaves_a_history(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.amend()
    panel = page.detail._amend
    assert panel is not None
    sent: list[dict[str, object]] = []
    real = page.desk.visits.amend

    def watch(visit_no: str, change: dict[str, object], **more: int) -> object:
        sent.append(change)
        return real(visit_no, change, **more)

    page.desk.visits.amend = watch  # type: ignore[assignment, method-assign]
    panel.form.form.note = "来电补充说明"
    panel.save()
    qtbot.waitUntil(lambda: page.detail._amend is None, timeout=5000)
    quiet(qtbot)
    assert sent == [{"note": "来电补充说明"}]
    assert page.desk.visits.get(number).version == 2
    assert "备注：（空） → 来电补充说明" in words(page)
    assert "更正 1 次" in words(page)


def test_nothing_changed_is_no_amendment(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    assert page.detail._amend is not None
    page.detail._amend.save()
    quiet(qtbot)
    assert page.detail._amend is None
    assert page.desk.visits.get(numbers(page)[0]).version == 1


def test_an_amendment_offers_no_link_to_take_back(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    panel = page.detail._amend
    assert panel is not None
    quiet(qtbot)
    assert panel.form.form.petitioners[0].person_id is not None
    assert not panel.form.people.linked.isVisibleTo(panel)
    assert not panel.form.matters.linked.isVisibleTo(panel)


def test_typed_changes_are_given_up_only_at_the_second_escape(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.amend()
    panel = page.detail._amend
    assert panel is not None
    panel.form.form.note = "写了一半"
    page._escape()
    assert page.detail._amend is panel
    assert "还没有保存" in panel.notice.text()
    page._escape()
    assert page.detail._amend is None
    assert page.detail.isVisible()


def test_a_change_by_someone_else_is_told_plainly(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.amend()
    panel = page.detail._amend
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
    panel = page.detail._amend
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
    qtbot.keyClick(page.detail.why, Qt.Key.Key_Return)
    page.detail.void()
    assert "原因" in page.detail.why_field.said()
    assert not page.desk.visits.get(number).voided
    page.detail.why.setText("重复登记")
    qtbot.keyClick(page.detail.why, Qt.Key.Key_Return)
    quiet(qtbot)
    # Enter in the field does not void: the button is pressed on purpose or not at all.
    assert not page.desk.visits.get(number).voided
    qtbot.mouseClick(page.detail.void_now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.desk.visits.get(number).voided, timeout=5000)
    quiet(qtbot)
    assert numbers(page) == [number]
    assert "已作废：重复登记" in words(page)
    assert not page.detail.bar.isVisible()


def test_an_accusation_opens_at_one_click_and_closes_with_the_next_visit(qtbot: QtBot, page: VisitsPage) -> None:
    number = register_accusation(page.desk)
    page.open_visit(number)
    quiet(qtbot)
    for closed in ("钱守信", "13900002222", "私分"):
        assert closed not in words(page)
    page.detail.reveal()
    assert "钱守信" in words(page) and "私分集体款" in words(page)
    page.open_visit(numbers(page)[0])
    quiet(qtbot)
    page.open_visit(number)
    quiet(qtbot)
    assert "钱守信" not in words(page)


def test_why_this_day_lists_every_day(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    page.detail.explain()
    quiet(qtbot)
    assert page.detail.clocks.isVisible()
    assert len(page.detail.clocks.days_shown()) >= 16
    page._escape()
    assert page.detail.isVisible() and not page.detail.clocks.isVisible()


def test_papers_open_with_the_very_bytes(qtbot: QtBot, page: VisitsPage) -> None:
    open_first(qtbot, page)
    number = numbers(page)[0]
    page.detail.print_slip()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    paper = page.preview.paper()
    assert paper is not None and paper.pdf.startswith(b"%PDF")
    page.desk.papers.print_slip(number, paper.size)
    page._escape()
    quiet(qtbot)
    assert "来访登记回执" in words(page) and "打印 1 次" in words(page)
    today = page.desk.today()
    page.print_register(today, today)
    qtbot.waitUntil(lambda: page.preview.isVisible() and page.preview.paper() is not paper, timeout=20_000)


def test_the_register_is_offered_for_the_dates_of_the_list(qtbot: QtBot, page: VisitsPage) -> None:
    today = page.desk.today()
    assert [days for _, days in page.register_choices()] == [(today, today), (today.replace(day=1), today)]
    choose(qtbot, page, Filters(period=CUSTOM, since=today.replace(year=today.year - 1), until=today))
    assert page.register_choices()[-1][1] == (today.replace(year=today.year - 1), today)


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_everything_fits_at_every_font_step(qtbot: QtBot, page: VisitsPage, step: int) -> None:
    frame = page.property("frame")
    theme.apply(step, False)
    quiet(qtbot)
    assert frame.size().height() == 768 and frame.size().width() == 1366
    assert clipped(page) == []
    choose(qtbot, page, Filters(period=CUSTOM, village="河湾社区", channel="visit", text="征地"))
    page.filter.more.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.more.setChecked(False)
    page.filter.columns.setChecked(True)
    quiet(qtbot)
    assert clipped(page) == []
    page.filter.columns.setChecked(False)
    choose(qtbot, page, Filters())
    open_first(qtbot, page)
    assert clipped(page) == []
    page.detail.ask_void()
    qtbot.wait(20)
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
    page._escape()
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
