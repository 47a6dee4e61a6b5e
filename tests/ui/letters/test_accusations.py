"""Letters of an accusation: closed until a reason is given, and never a picture on the way."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.audit import ClosedChange
from petidesk.domain.letters.letters import Letter, LetterQuery
from petidesk.domain.trouble import Refused
from petidesk.ui.look.theme import theme
from petidesk.ui.paper.printout import letter_printout
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import WriteLetter
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.letters_office import (
    SIGNER,
    fits,
    letters_page,
)
from tests.ui.desks.letters_window import open_row
from tests.ui.desks.typist import enter, press
from tests.ui.desks.visits_office import register_accusation
from tests.ui.desks.window import words


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
    desk.staff.add("李敏", "admin")
    desk.staff.change(desk.session.actor.name, accusations=False)
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
