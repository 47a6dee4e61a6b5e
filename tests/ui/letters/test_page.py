"""文书: the list, one letter with its service, a new letter by the keyboard, many at once; in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.letters.letters import LetterQuery
from petidesk.ui.letters.listing import WAITING, service_tone, service_words
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import Route, ToCase, ToLetter, ToLetters, ToWording
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.letters_office import (
    SIGNER,
    accepted_case,
    fits,
    issue_notice,
    letters_page,
    open_case,
    opinion_document,
)
from tests.ui.desks.letters_window import open_row
from tests.ui.desks.typist import focus, press, write
from tests.ui.desks.window import words


def fill(desk: Desk) -> None:
    """Two notices that wait for their service, one of them for long, and a draft."""
    issue_notice(desk, open_case(desk, "门前排水沟堵塞", ("疏通排水沟",), days_ago=12, name="赵国辉"), days_ago=9)
    issue_notice(desk, open_case(desk, "村道路灯不亮", ("修好路灯",), days_ago=12, name="曾庆兰"), days_ago=2)
    desk.letters.draft("handling_opinion", accepted_case(desk))


@pytest.fixture
def page(qtbot: QtBot, filled: None, desk: Desk, seat: Seat) -> LettersPage:
    """The page on those three papers."""
    return letters_page(qtbot, desk, seat)


def titles(page: LettersPage) -> list[str]:
    """What the list says, top to bottom: number and service."""
    service = [column.key for column in page.model.columns].index("served")
    found = []
    for row in range(page.model.rowCount()):
        cells = (page.model.data(page.model.index(row, column)) for column in (0, service))
        found.append(" ".join(str(cell) for cell in cells).strip())
    return found


def choose(qtbot: QtBot, page: LettersPage, group: str) -> None:
    chips = {chip.text(): chip for chip in page.filter.views.chips() if isinstance(chip, QPushButton)}
    qtbot.mouseClick(chips[group], Qt.MouseButton.LeftButton)
    quiet(qtbot)


def test_each_state_at_one_click_and_what_waits_says_for_how_long(qtbot: QtBot, page: LettersPage) -> None:
    assert titles(page) == [
        "（草稿）",
        "清信访受〔2026〕2号 待送达 2天",
        "清信访受〔2026〕1号 待送达 9天",
    ]
    assert page._state.text() == "共 3 份"
    choose(qtbot, page, "草稿")
    assert titles(page) == ["（草稿）"]
    choose(qtbot, page, "待送达")
    assert len(titles(page)) == 2
    assert page.side.query().waiting_service
    choose(qtbot, page, "已作废")
    assert page.side.results.currentWidget() is page.side.results.nothing_page


def test_the_light_of_the_service_is_a_shape_a_word_and_a_colour(desk: Desk, page: LettersPage) -> None:
    rows = {row.document_no: row for row in desk.letters.rows(LetterQuery(state="issued"), 9)}
    today = desk.today()
    assert service_tone(rows["清信访受〔2026〕1号"], today) is Tone.LATE
    assert service_tone(rows["清信访受〔2026〕2号"], today) is Tone.SOON
    assert service_words(rows["清信访受〔2026〕2号"], today) == "待送达 2天"
    assert {row.receiver for row in rows.values()} == {"赵国辉", "曾庆兰"}


def test_typed_text_narrows_and_goes_at_one_click(qtbot: QtBot, page: LettersPage) -> None:
    page.filter.text.setFocus()
    qtbot.keyClicks(page.filter.text, "zql")
    qtbot.waitUntil(lambda: page.filter.query.text == "zql", timeout=5_000)
    quiet(qtbot)
    # 曾庆兰 by her initials, though the paper's own words are in the index without a name
    assert titles(page) == ["清信访受〔2026〕2号 待送达 2天"]
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    chip = page.filter.chips.parts()[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    quiet(qtbot)
    assert len(titles(page)) == 3


def test_the_page_opens_what_others_ask_for(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    frame = page.property("frame")
    frame.follow(ToLetters(LetterQuery(waiting_service=True)))
    quiet(qtbot)
    assert page.filter.views.chosen() == WAITING and len(titles(page)) == 2
    found = desk.letters.rows(LetterQuery(state="issued"), 1)[0]
    frame.follow(ToLetter(found.letter_id))
    quiet(qtbot)
    assert page.detail.isVisible() and page.detail.record_id == found.letter_id
    frame.follow(ToWording())
    quiet(qtbot)
    assert page.front.currentWidget() is page.templates
    frame.open_page("letters")
    quiet(qtbot)


def test_the_frozen_bytes_are_what_is_seen_and_printed(
    qtbot: QtBot, desk: Desk, page: LettersPage, tmp_path: Path
) -> None:
    open_row(qtbot, page, 1)
    letter = page.detail.letter
    assert letter is not None
    qtbot.waitUntil(lambda: page.detail.pages_view.paper() is not None, timeout=10_000)
    paper = page.detail.pages_view.paper()
    assert paper is not None and paper.sha256 == letter.sha256
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=10_000)
    target = tmp_path / "告知书.pdf"
    with qtbot.waitSignal(page.preview.printed, timeout=10_000):
        page.preview.write_pdf(target)
    assert target.read_bytes() == paper.pdf
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert desk.letters.get(letter.letter_id).prints == 1
    assert "打印 1 次" in page.detail.facts.text()
    press(Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_the_service_is_recorded_and_ends_the_waiting(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    open_row(qtbot, page, 1)
    letter = page.detail.letter
    assert letter is not None
    qtbot.mouseClick(page.detail.serve_button, Qt.MouseButton.LeftButton)
    panel = page.detail.service
    assert panel.save_button.isVisible() and not page.bar.isVisible()  # one filled button
    assert panel.answers["recipient"].raw() == "曾庆兰"
    panel.answers["method"].put("left")
    assert "见证人" in panel.answers["witness"].field.said()
    panel.answers["recipient"].put("")
    panel.save()
    qtbot.waitUntil(lambda: "受送达人" in panel.answers["recipient"].field.said())
    panel.put({"recipient": "曾庆兰", "witness": "李敏"})
    panel.start_typing("witness")
    press(Qt.Key.Key_Return)
    assert focus() is panel.save_button
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.letters.get(letter.letter_id).served_on is not None, timeout=10_000)
    quiet(qtbot)
    served = desk.cases.get(letter.case_no).last("served")
    assert served is not None and served.content["method"] == "left" and served.content["witness"] == "李敏"
    assert not page.detail.serve_button.isVisible() and page.bar.isVisible()
    assert "待送达" not in titles(page)[titles(page).index(next(t for t in titles(page) if letter.document_no in t))]


def test_the_receipt_of_a_letter_is_drafted_from_it(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    open_row(qtbot, page, 1)
    letter = page.detail.letter
    assert letter is not None
    qtbot.mouseClick(page.detail.receipt_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.editor.body is not None, timeout=10_000)
    quiet(qtbot)
    assert page.editor.letter is not None and page.editor.letter.of_document_no == letter.document_no
    page.escape()
    quiet(qtbot)


def test_voiding_needs_a_reason_and_the_number_stays(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    open_row(qtbot, page, 1)
    letter = page.detail.letter
    assert letter is not None
    qtbot.mouseClick(page.detail.void_button, Qt.MouseButton.LeftButton)
    panel = page.detail.void
    qtbot.mouseClick(panel.void, Qt.MouseButton.LeftButton)
    assert "原因" in panel.why_field.said()
    panel.why.setText("收件人写错")
    qtbot.mouseClick(panel.void, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.letters.get(letter.letter_id).state == "voided", timeout=10_000)
    quiet(qtbot)
    assert "已作废：收件人写错" in words(page.detail)
    assert any(letter.document_no in title for title in titles(page))
    assert page.detail.print_button.isVisible() and not page.detail.void_button.isVisible()


def test_a_new_letter_from_case_to_kind_by_the_keyboard(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    number = open_case(desk, "宅基地边界不清", ("确认宅基地边界",), days_ago=3, name="单文斌")
    page.begin()
    quiet(qtbot)
    qtbot.keyClicks(page.chooser.box, "swb")
    qtbot.waitUntil(lambda: page.chooser.cases.count() == 1, timeout=5_000)
    press(Qt.Key.Key_Return)
    quiet(qtbot)
    kinds = page.chooser.kinds
    assert kinds.hasFocus()
    said = [kinds.item(row).text() for row in range(kinds.count())]
    # Of a kind that does not fit, the line says why.
    barred = next(text for text in said if text.startswith("处理决定书"))
    assert "第四种途径" in barred
    assert said.index("信访事项受理告知书") < said.index(barred)
    kinds.setCurrentRow(said.index("信访事项受理告知书"))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.editor.body is not None, timeout=10_000)
    quiet(qtbot)
    assert page.editor.letter is not None and page.editor.letter.case_no == number
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert page.front.currentWidget() is page.split


def test_many_notices_at_once_with_one_refused(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    good = [open_case(desk, f"第{n}件：排水沟堵塞", ("疏通",), days_ago=5, name=f"赵国{n}") for n in "一二三"]
    page = letters_page(qtbot, desk, seat)
    page.open_batch()
    quiet(qtbot)
    batch = page.batch
    assert sorted(batch.list.numbers()) == sorted(good)
    assert not batch.issue.isEnabled() and "签发人" in batch.issue.toolTip()
    # One of them gets its notice elsewhere while the list stands on the screen.
    elsewhere = desk.letters.draft("acceptance_notice", good[1])
    desk.letters.issue(elsewhere.letter_id, "李建国", desk.today())
    batch.signer.setFocus()
    write(SIGNER)
    batch.signer.popup().hide()
    assert batch.issue.text() == "签发 3 份  Ctrl+Enter"
    batch.issue.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: batch.stack.currentIndex() == 2, timeout=30_000)
    quiet(qtbot)
    assert "签发了 2 份" in batch.summary.text() and "1 件没有签发" in batch.summary.text()
    assert batch.refused.count() == 1 and good[1] in batch.refused.item(0).text()
    opened: list[Route] = []
    page.go.connect(opened.append)
    batch.paper.click()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=10_000)
    paper = page.preview.paper()
    assert paper is not None and desk.papers.page_count(paper.pdf) >= 2
    press(Qt.Key.Key_Escape)
    assert page.front.currentWidget() is batch
    batch.refused.setFocus()
    press(Qt.Key.Key_Return)
    quiet(qtbot)
    assert opened == [ToCase(good[1])]
    assert desk.letters.count(LetterQuery(state="issued")) == 3


def test_a_batch_that_is_stopped_keeps_what_was_issued(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    for n in range(6):
        open_case(desk, f"第{n}件：排水沟堵塞", ("疏通",), days_ago=5)
    page = letters_page(qtbot, desk, seat)
    page.open_batch()
    quiet(qtbot)
    page.batch.signer.put("tdq")
    assert "拼音字母" in page.batch.issue.toolTip()
    page.batch.signer.put(SIGNER)
    page.batch.run()
    page.batch.leave()  # Esc while it runs
    qtbot.waitUntil(lambda: page.batch.stack.currentIndex() == 2, timeout=30_000)
    quiet(qtbot)
    issued = desk.letters.count(LetterQuery(state="issued"))
    assert issued < 6
    assert f"签发了 {issued} 份" in page.batch.summary.text() and "停下" in page.batch.summary.text()


def test_an_empty_list_says_what_it_is_for(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    page = letters_page(qtbot, desk, seat)
    assert page.side.results.currentWidget() is page.side.results.nobody_page
    assert page.main_action is not None and page.main_action.isHidden()
    page.side.first.click()
    quiet(qtbot)
    assert page.front.currentWidget() is page.chooser


def test_everything_fits_and_has_a_name_at_every_font_step(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    issued = desk.letters.issue(
        desk.letters.draft("handling_opinion", accepted_case(desk), opinion_document()).letter_id,
        SIGNER,
        desk.today(),
    )
    frame = page.property("frame")
    for step, contrast in ((0, False), (1, True), (2, False), (3, True)):
        theme.apply(step, contrast)
        page.show_list()
        quiet(qtbot)
        fits(qtbot, page)
        open_row(qtbot, page, 1)
        fits(qtbot, page)
        page.detail.ask_service()
        quiet(qtbot)
        fits(qtbot, page)
        page.escape()
        page.detail.ask_void()
        quiet(qtbot)
        fits(qtbot, page)
        page.escape()
        page.close_detail()
        page.begin()
        quiet(qtbot)
        fits(qtbot, page)
        page.open_batch()
        quiet(qtbot)
        page.batch.ask()
        quiet(qtbot)
        fits(qtbot, page)
        page.batch._unask()
        page.bring(page.done)
        page.done.show_issued(issued)
        quiet(qtbot)
        fits(qtbot, page)
        assert nameless(page) == []
    assert frame.size().height() == 768 and frame.size().width() == 1366
    quiet(qtbot)
