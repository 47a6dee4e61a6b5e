"""Writing a letter: every part in its place, kept as it is typed, the paper beside it, issued by the keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.domain.letters.letters import LetterQuery
from petidesk.ui.letters.body import LetterBody, LongText
from petidesk.ui.letters.editor import TEXT
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.letters.text_column import CaseTitle
from petidesk.ui.letters.typed import LetterTyped
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.shell.routes import Route, ToCase, WriteLetter
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.letters_office import SIGNER, accepted_case, fits, letters_page, open_case, opinion_document
from tests.ui.desks.typist import commit, compose, enter, focus, press, write
from tests.ui.desks.window import words

CTRL = Qt.KeyboardModifier.ControlModifier
OPINION = "handling_opinion"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat) -> LettersPage:
    return letters_page(qtbot, desk, seat)


def begin(qtbot: QtBot, page: LettersPage, kind: str, case_no: str) -> LetterBody:
    """Open the editor as the page of the case does."""
    page.property("frame").follow(WriteLetter(kind, case_no))
    qtbot.waitUntil(lambda: page.editor.body is not None, timeout=10_000)
    quiet(qtbot)
    assert page.editor.body is not None
    return page.editor.body


def draft_of(desk: Desk, case_no: str, kind: str = OPINION) -> dict[str, object]:
    """What the draft on the disk holds."""
    found = desk.letters.rows(LetterQuery(case_no=case_no, form=kind, state="draft"), 5)
    assert len(found) == 1
    return dict(desk.letters.get(found[0].letter_id).content)


def test_fixed_text_and_inputs_stand_in_the_order_of_the_paper(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    body = begin(qtbot, page, OPINION, accepted_case(desk))
    said = words(body)
    assert said.index("张桂花") < said.index("一、投诉请求") < said.index("二、事实和理由")
    assert said.index("调查认定的事实") < said.index("逐项答复：已答 0/3") < said.index("法律法规依据")
    assert said.index("法律法规依据") < said.index("第三十五条")
    assert [card.number for card in body.cards] == [1, 2, 3]
    assert "赔偿迟发的利息损失" in said
    # The ending of a route without results of its own is not asked for here.
    assert "办结方式" not in said


def test_every_keystroke_is_on_the_disk_within_two_seconds(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    case_no = accepted_case(desk)
    body = begin(qtbot, page, OPINION, case_no)
    body.inputs["fields.经查"].take_focus()
    write("补偿款被退回。")
    qtbot.waitUntil(
        lambda: draft_of(desk, case_no).get("fields", {}).get("经查") == "补偿款被退回。",  # type: ignore[attr-defined]
        timeout=2_000,
    )
    quiet(qtbot)
    assert "草稿已存" in page.editor.state.text()


def test_enter_is_the_next_input_and_alt_enter_a_new_line_in_a_paragraph(
    qtbot: QtBot, desk: Desk, page: LettersPage
) -> None:
    body = begin(qtbot, page, OPINION, accepted_case(desk))
    facts = body.inputs["fields.经查"]
    facts.take_focus()
    editor = focus()
    assert isinstance(editor, LongText)
    write("第一段。")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    compose(editor, "dier")
    commit(editor, "第二段。")
    assert facts.text() == "第一段。\n第二段。"
    qtbot.wait(60)  # longer than the Enter of a commit may take to arrive
    enter()
    assert focus() in body.cards[0].result.chips()
    press(Qt.Key.Key_2)
    enter()
    assert focus() is body.cards[0].answer
    write("可以部分支持。")
    assert body.count.text() == "逐项答复：已答 1/3"
    copied = body.inputs["fields.抄送"]
    copied.take_focus()
    enter()
    assert focus() is page.editor.bar.signer


def test_the_paper_follows_the_text_and_only_the_newest_is_drawn(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    body = begin(qtbot, page, OPINION, accepted_case(desk))
    sheet = page.editor.sheet
    qtbot.waitUntil(lambda: sheet.paper() is not None, timeout=10_000)
    before, drawn = sheet.paper(), []
    sheet.drawn.connect(drawn.append)
    body.inputs["fields.经查"].take_focus()
    for _ in range(10):
        write("查明账号有误，")
    assert drawn == []
    qtbot.waitUntil(lambda: bool(drawn), timeout=10_000)
    quiet(qtbot)
    assert len(drawn) == 1
    assert before is not None and drawn[0].sha256 != before.sha256
    expected = desk.letters.preview_content(
        OPINION,
        page.editor.letter.case_no if page.editor.letter else "",
        body.typed.document(desk.today()),
        signed_by=page.editor.bar.signature()[0],
        signed_on=page.editor.bar.signature()[1],
        marked=False,
    )
    assert sheet.page_total() == desk.papers.page_count(expected.pdf) > 1
    sheet.turn(1)
    assert "第 2 页" in words(sheet)


def test_a_gap_is_a_sentence_that_leads_to_its_field(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    body = begin(qtbot, page, OPINION, accepted_case(desk))
    bar = page.editor.bar
    assert "还缺 5 处" in bar.summary.text()
    assert not bar.issue_button.isEnabled()
    assert "补齐" in bar.issue_button.toolTip()
    law = next(row for row, gap in enumerate(bar.list.gaps()) if gap.field == "fields.法律依据")
    bar.list.setFocus()
    bar.list.setCurrentRow(law)
    press(Qt.Key.Key_Return)
    assert body.isAncestorOf(focus())
    assert "法律法规依据" in body.inputs["fields.法律依据"].field.said()
    write("《土地管理法》第四十八条。")
    assert body.inputs["fields.法律依据"].field.said() == ""
    qtbot.waitUntil(lambda: "还缺 4 处" in bar.summary.text(), timeout=5_000)


def test_a_three_request_opinion_is_written_and_issued_by_the_keyboard(
    qtbot: QtBot, desk: Desk, page: LettersPage
) -> None:
    case_no = accepted_case(desk)
    body = begin(qtbot, page, OPINION, case_no)
    body.inputs["fields.经查"].take_focus()
    write("补偿款拨付到村以后，因账号登记有误被退回。")
    for digit, answer in zip(
        (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_4), ("予以发放。", "已说明。", "没有依据。"), strict=True
    ):
        press(Qt.Key.Key_Tab)
        press(digit)
        enter()
        write(answer)
        if digit == Qt.Key.Key_1:  # what is granted says by whom and until when
            press(Qt.Key.Key_Tab)
            write("财政所")
            press(Qt.Key.Key_Tab)
            write("2027-1-20")
    press(Qt.Key.Key_Tab)
    write("《中华人民共和国土地管理法》第四十八条。")
    qtbot.waitUntil(lambda: "内容齐了" in page.editor.bar.summary.text(), timeout=5_000)
    press(Qt.Key.Key_Return, CTRL)
    assert focus() is page.editor.bar.signer  # nobody has signed yet
    write(SIGNER)
    press(Qt.Key.Key_Escape)  # the list of leaders
    press(Qt.Key.Key_Return, CTRL)
    assert page.editor.bar.confirming()
    press(Qt.Key.Key_Escape)
    assert not page.editor.bar.confirming()
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.front.currentWidget() is page.done, timeout=10_000)
    quiet(qtbot)
    letter = page.done.letter
    assert letter is not None and letter.state == "issued" and letter.signed_by == SIGNER
    assert letter.document_no in page.done.number.text()
    case = desk.cases.get(case_no)
    assert [request.result for request in case.requests] == ["supported", "explained", "not_supported"]
    assert [(item.owner, item.due) for item in case.granted] == [("财政所", date(2027, 1, 20))]
    qtbot.waitUntil(lambda: page.done.sheet.paper() is not None, timeout=10_000)
    paper = page.done.sheet.paper()
    assert paper is not None and paper.sha256 == letter.sha256
    press(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.preview.isVisible() and page.preview.paper() is not None, timeout=10_000)
    press(Qt.Key.Key_Escape)
    assert page.front.currentWidget() is page.done
    went: list[Route] = []
    page.go.connect(went.append)
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert went == [ToCase(case_no)]


def test_the_service_right_after_issuing_ends_in_the_case(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    case_no = accepted_case(desk)
    begin(qtbot, page, OPINION, case_no)
    page.editor.start(OPINION, case_no, opinion_document())
    quiet(qtbot)
    page.editor.bar.signer.put(SIGNER)
    qtbot.waitUntil(page.editor.bar.issue_button.isEnabled, timeout=5_000)
    page.editor.bar.ask_issue()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.front.currentWidget() is page.done, timeout=10_000)
    went: list[Route] = []
    page.go.connect(went.append)
    page.done.serve.click()
    panel = page.detail.service
    qtbot.waitUntil(panel.isVisible, timeout=10_000)
    assert went == []
    panel.save()
    qtbot.waitUntil(lambda: went == [ToCase(case_no)], timeout=10_000)
    quiet(qtbot)
    assert desk.cases.get(case_no).last("served") is not None
    # Once gone back, a service that is begun in the list ends in the list.
    page.detail.service_ended.emit()
    assert went == [ToCase(case_no)]


def test_an_open_request_is_overridden_only_with_a_reason_that_is_kept(
    qtbot: QtBot, desk: Desk, page: LettersPage
) -> None:
    case_no = accepted_case(desk)
    draft = desk.letters.draft(OPINION, case_no, opinion_document(2))
    page.edit(draft.letter_id)
    qtbot.waitUntil(lambda: page.editor.body is not None, timeout=10_000)
    quiet(qtbot)
    bar = page.editor.bar
    bar.signer.put(SIGNER)
    assert bar.why_field.isVisible() and not bar.issue_button.isEnabled()
    bar.why.setText("利息部分另行核算，三日内补充答复")
    assert bar.issue_button.isEnabled()
    bar.ask_issue()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.front.currentWidget() is page.done, timeout=10_000)
    assert page.done.letter is not None
    assert page.done.letter.anyway == "利息部分另行核算，三日内补充答复"


def test_what_the_desk_refuses_stands_beside_its_field(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    draft = desk.letters.draft(OPINION, accepted_case(desk), opinion_document())
    page.edit(draft.letter_id)
    qtbot.waitUntil(lambda: page.editor.body is not None, timeout=10_000)
    quiet(qtbot)
    bar = page.editor.bar
    bar.signer.put("tdq")
    assert "拼音字母" in bar.why_not() and not bar.issue_button.isEnabled()
    bar.signer.put(SIGNER)
    bar.day.setText("2020-01-02")
    bar.ask_issue()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "登记日期" in bar.day_field.said(), timeout=10_000)
    assert desk.letters.get(draft.letter_id).state == "draft"
    body = page.editor.body
    assert body is not None
    body.inputs["fields.经查"].take_focus()
    write("再补一句。")
    qtbot.waitUntil(
        lambda: "再补一句" in str(desk.letters.get(draft.letter_id).content["fields"]["经查"]), timeout=3_000
    )


def test_a_draft_never_touched_leaves_no_trace_and_a_written_one_is_gone_on_with(
    qtbot: QtBot, desk: Desk, page: LettersPage
) -> None:
    case_no = accepted_case(desk)
    begin(qtbot, page, OPINION, case_no)
    page.escape()
    quiet(qtbot)
    assert desk.letters.count(LetterQuery(case_no=case_no)) == 0
    body = begin(qtbot, page, OPINION, case_no)
    body.inputs["fields.经查"].take_focus()
    write("写了一半")
    page.escape()
    quiet(qtbot)
    again = begin(qtbot, page, OPINION, case_no)
    assert again.inputs["fields.经查"].text() == "写了一半"
    assert desk.letters.count(LetterQuery(case_no=case_no)) == 1
    page.editor.discard()
    quiet(qtbot)
    assert desk.letters.count(LetterQuery(case_no=case_no)) == 0


def test_a_draft_is_printed_for_the_signature(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    begin(qtbot, page, OPINION, accepted_case(desk))
    press(Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.preview.isVisible() and page.preview.paper() is not None, timeout=10_000)
    assert "送审稿" in words(page.preview)
    press(Qt.Key.Key_Escape)
    assert page.front.currentWidget() is page.editor
    quiet(qtbot)


def test_days_and_numbers_not_understood_stay_out_of_the_document(desk: Desk) -> None:
    kind = next(kind for kind in desk.letters.kinds() if kind.name == "extension_notice")
    typed = LetterTyped.from_content(kind, {}, ())
    days = next(ask for ask in typed.asks if ask.kind == "count")
    on = next(ask for ask in typed.asks if ask.kind == "day")
    typed.texts[days.path], typed.texts[on.path] = "二十", "2月30"
    assert days.key not in typed.document(desk.today())
    typed.texts[days.path], typed.texts[on.path] = " 20 ", "3.8"
    document = typed.document(desk.today())
    assert document[days.key] == 20
    assert str(document.get(on.key) or document["fields"].get(on.name)).endswith("-03-08")
    again = LetterTyped.from_content(kind, document, ())
    assert again.texts[days.path] == "20"


@pytest.mark.parametrize(("step", "contrast"), [(0, False), (1, True), (2, False), (3, True)])
def test_the_editor_fits_at_every_font_step(
    qtbot: QtBot, desk: Desk, page: LettersPage, step: int, contrast: bool
) -> None:
    frame = page.property("frame")
    theme.apply(step, contrast)
    body = begin(qtbot, page, OPINION, accepted_case(desk))
    fits(qtbot, page)
    assert nameless(page) == []
    for card in body.cards:
        card.result.choose("supported")
    page.editor.bar.show_gaps([gap for gap in page.editor.bar.list.gaps() if gap.overridable])
    quiet(qtbot)
    for chip in range(3):
        if page.editor.view.isVisible():
            page.editor.view.choose(("text", "paper", "sign")[chip])
            quiet(qtbot)
        fits(qtbot, page)
    page.editor.view.choose(TEXT)
    assert frame.size().height() == 768 and frame.size().width() == 1366
    quiet(qtbot)


def test_a_paper_of_cells_and_a_working_paper_can_be_written(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    case_no = open_case(desk, "门前排水沟堵塞", ("疏通排水沟",), days_ago=4)
    body = begin(qtbot, page, "submission_form", case_no)
    kind = page.editor.bar._kind
    assert kind is not None
    assert {ask.path for ask in kind.asks} <= set(body.inputs)
    assert isinstance(QApplication.focusWidget(), QObject)
    other = begin(qtbot, page, "verification_record", case_no)
    kind = page.editor.bar._kind
    assert kind is not None and not kind.signed
    assert not page.editor.bar.signer_field.isVisible()
    assert "定稿" in page.editor.bar.issue_button.text()
    assert other.inputs
    quiet(qtbot)


def test_a_limit_to_come_is_kept_in_the_draft(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    body = begin(qtbot, page, "assignment_slip", accepted_case(desk))
    path = next(ask.path for ask in body.typed.asks if ask.key == "reply_by")
    body.inputs[path].take_focus()
    write("2027-1-20")
    assert body.typed.document(desk.today())["reply_by"] == "2027-01-20"


def test_the_title_of_the_case_is_changed_beside_its_letter(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    case_no = accepted_case(desk)
    begin(qtbot, page, OPINION, case_no)
    (line,) = page.editor.findChildren(CaseTitle)
    assert line.words.text() == desk.cases.get(case_no).title
    line.words.setText("道路征地补偿款…")
    line.words.editingFinished.emit()
    quiet(qtbot)
    assert "省略号" in line.field.said() and desk.cases.get(case_no).title != "道路征地补偿款…"
    line.words.setText("道路征地补偿款拖欠")
    line.words.editingFinished.emit()
    qtbot.waitUntil(lambda: desk.cases.get(case_no).title == "道路征地补偿款拖欠", timeout=5000)
    qtbot.waitUntil(
        lambda: page.editor.body is not None and "道路征地补偿款拖欠" in words(page.editor.body), timeout=10_000
    )
    draft_of(desk, case_no)  # it was begun only for this, and stays
