"""文书: the list, one letter with its service, a new letter by the keyboard, many at once; in the real window."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.audit import ClosedChange
from petidesk.domain.letters.letters import Letter, LetterQuery
from petidesk.domain.trouble import Refused
from petidesk.ui.letters.listing import WAITING, service_tone, service_words
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.look.lights import Tone
from petidesk.ui.look.theme import theme
from petidesk.ui.paper.printout import letter_printout
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import Route, ToCase, ToLetter, ToLetters, ToWording, WriteLetter
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
from tests.ui.desks.typist import enter, focus, press, write
from tests.ui.desks.visits_office import register_accusation
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


def open_row(qtbot: QtBot, page: LettersPage, row: int) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(row, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
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
    assert not page.detail.serve_button.isVisible()
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


def test_an_accusation_keeps_its_people_closed(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    visit = desk.visits.get(register_accusation(desk))
    number = visit.matters[0].case_no
    draft = desk.letters.draft("accusation_handover", number)
    page = letters_page(qtbot, desk, seat)
    row = desk.letters.rows(LetterQuery(), 1)[0]
    assert "钱守信" not in row.receiver and row.case_title == ""
    assert desk.letters.count(LetterQuery(text="钱守信")) == 0 and desk.cases.search("钱守信") == []
    open_row(qtbot, page, 0)
    assert page.detail.record_id == draft.letter_id
    assert "钱守信" not in words(page.detail) and "限制查阅" in words(page.detail)
    page.detail.edit()
    qtbot.waitUntil(lambda: page.editor.findChild(ClosedCard) is not None, timeout=10_000)
    give_reason(qtbot, page.editor, "接着写")
    assert page.editor.body is not None and "钱守信" not in words(page.editor)
    page.escape()
    quiet(qtbot)


def give_reason(qtbot: QtBot, within: QWidget, why: str) -> ClosedCard:
    """Type a reason into the card, Enter to its button and Enter."""
    quiet(qtbot)
    cards = [card for card in within.findChildren(ClosedCard) if card.isVisibleTo(within)]
    assert len(cards) == 1
    cards[0].why.setText(why)
    cards[0].why.setFocus()
    enter(2)
    quiet(qtbot)
    return cards[0]


def looks(desk: Desk) -> list[str]:
    """What was opened, the newest first."""
    return [f"{line.action} {line.subject}" for line in desk.audit.lines(200) if line.action.endswith(".unmasked")]


def actions(desk: Desk) -> list[str]:
    return [line.action for line in desk.audit.lines(200)]


HANDOVER = {
    "to": "安平县纪委监委",
    "fields": {"移送级别": "县级纪委监委", "具名情况": "实名", "材料数量": "密谈笔录1份"},
}


def accusation_draft(desk: Desk) -> Letter:
    number = desk.visits.get(register_accusation(desk)).matters[0].case_no
    return desk.letters.draft("accusation_handover", number, HANDOVER)


def test_the_editor_of_an_accusation_asks_for_a_reason_first(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    draft = accusation_draft(desk)
    page = letters_page(qtbot, desk, seat)
    page.edit(draft.letter_id)
    quiet(qtbot)
    assert page.editor.body is None and page.editor.sheet.paper() is None
    assert "密谈" not in typed(page.editor) and page.editor.draft_printout() is None
    assert "理由" in give_reason(qtbot, page.editor, " ").field.said()
    assert page.editor.body is None and looks(desk) == []
    give_reason(qtbot, page.editor, "写完移送单")
    assert page.editor.body is not None and "密谈" in typed(page.editor)
    assert looks(desk) == [f"case.unmasked {draft.case_no}"]
    printout = page.editor.draft_printout()
    assert printout is not None
    printout.keep("a4")
    assert actions(desk)[0] == "letter.draft_printed"
    assert page.editor.reason and page.editor.letter is not None
    page.escape()
    quiet(qtbot)
    page.edit(draft.letter_id)
    quiet(qtbot)
    assert page.editor.body is None and page.editor.reason == "", "the next look is closed again"


def test_who_may_not_open_an_accusation_writes_no_letter_of_it(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    draft = accusation_draft(desk)
    with desk.writing() as connection:
        connection.exec_driver_sql("INSERT INTO staff (name, role, active) VALUES ('李敏', 'registrar', 1)")
    page = letters_page(qtbot, desk, seat)
    page.opened(WriteLetter("accusation_handover", draft.case_no))
    quiet(qtbot)
    assert "权限" in give_reason(qtbot, page.editor, "看看").field.said()
    assert page.editor.body is None and looks(desk) == []


def test_the_letter_to_an_accuser_names_him_for_the_reason_that_opened_it(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    number = desk.visits.get(register_accusation(desk)).matters[0].case_no
    told = {"manner": "written", "fields": {"告知内容": "检举控告已按规定移送", "有权机关": "永宁县纪委监委"}}
    draft = desk.letters.draft("notice_letter", number, told)
    page = letters_page(qtbot, desk, seat)
    page.edit(draft.letter_id)
    quiet(qtbot)
    give_reason(qtbot, page.editor, "书面告知本人")
    bar = page.editor.bar
    bar.signer.put(SIGNER)
    quiet(qtbot)
    bar.ask_issue()
    assert bar.confirming()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.front.currentWidget() is page.done, timeout=10_000)
    assert page.done.letter is not None
    with pytest.raises(Refused):
        desk.letters.print_letter(page.done.letter.document_no)
    pdf = desk.letters.print_letter(page.done.letter.document_no, "送达").pdf
    with pypdfium2.PdfDocument(pdf) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert "钱守信" in said and "×××" not in said


def test_the_pages_of_an_accusations_letter_open_with_a_reason(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    draft = accusation_draft(desk)
    letter = desk.letters.issue(draft.letter_id, SIGNER, desk.today()).letter
    page = letters_page(qtbot, desk, seat)
    open_row(qtbot, page, 0)
    assert page.detail.pages_view.paper() is None and page.detail.print_button.isHidden()
    page.print_page()  # Ctrl+P
    quiet(qtbot)
    assert page.preview.paper() is None and looks(desk) == []
    page.escape()
    quiet(qtbot)
    give_reason(qtbot, page.detail, "核对")
    qtbot.waitUntil(lambda: page.detail.pages_view.paper() is not None, timeout=10_000)
    assert looks(desk) == [f"case.unmasked {letter.case_no}"] and not page.detail.print_button.isHidden()
    page.detail.show_id(letter.letter_id)
    quiet(qtbot)
    assert page.detail.pages_view.paper() is None and page.detail.reason == ""


def test_what_stands_for_closed_pages_fits_at_the_largest_font_step(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    draft = accusation_draft(desk)
    page = letters_page(qtbot, desk, seat)
    theme.apply(3, True)
    open_row(qtbot, page, 0)
    fits(qtbot, page)
    page.edit(draft.letter_id)
    quiet(qtbot)
    fits(qtbot, page)
    assert nameless(page) == []
    page.escape()
    quiet(qtbot)


def test_issuing_shows_no_picture_and_the_print_leaves_its_line(qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    draft = accusation_draft(desk)
    page = letters_page(qtbot, desk, seat)
    page.edit(draft.letter_id)
    give_reason(qtbot, page.editor, "签发移送")
    page.editor._issue(SIGNER, desk.today(), "")
    quiet(qtbot)
    assert page.front.currentWidget() is page.done and page.done.sheet.paper() is None
    assert page.done.sheet.notice.isHidden(), "nobody asked for a look, so nothing was refused"
    page.done.print()
    qtbot.waitUntil(lambda: page.preview.paper() is not None, timeout=20_000)
    assert len(looks(desk)) == 2
    issued = page.done.letter
    assert issued is not None
    letter_printout(desk, issued).keep("a4")
    assert actions(desk)[0] == "letter.printed"
    assert isinstance(desk.audit.for_subject("letter", issued.document_no)[-1], ClosedChange)


def typed(page: QWidget) -> str:
    """Everything that stands in its inputs."""
    lines = [line.text() for line in page.findChildren(QLineEdit)]
    return "\n".join(lines + [text.toPlainText() for text in page.findChildren(QPlainTextEdit)])


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
