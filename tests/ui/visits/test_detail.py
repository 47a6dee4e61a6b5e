"""One visit beside the list of 今日来访: opened, voided, its papers, its days, what begins with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from petidesk.domain.visits.documents import content_document
from petidesk.ui.look.theme import theme
from petidesk.ui.visits.page import VisitsPage
from tests.ui.desks.calm import quiet
from tests.ui.desks.visits_window import fourteen_visits, numbers, open_first, words

fill = fourteen_visits


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
