"""文书模板: the wording changed by hand, checked with its line, put in place, taken back; issued letters stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from petidesk.desk.desk import Desk
from petidesk.ui.letters.page import LettersPage
from petidesk.ui.look.theme import theme
from petidesk.ui.seat import Seat
from petidesk.ui.wording.chip_text import ChipText
from petidesk.ui.wording.page import BUILT_IN, DRAFT_KIND, TemplateEditor, line_and_words
from petidesk.ui.wording.text import TemplateText, changed_lines
from tests.ui.desks.calm import quiet
from tests.ui.desks.fit import nameless
from tests.ui.desks.letters_office import fits, issue_notice, letters_page, open_case
from tests.ui.desks.reading import latin, texts
from tests.ui.desks.typist import focus, press, write
from tests.ui.desks.window import words

NOTICE = "acceptance_notice"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, seat: Seat) -> LettersPage:
    return letters_page(qtbot, desk, seat)


def open_form(qtbot: QtBot, page: LettersPage, name: str = NOTICE) -> TemplateEditor:
    """The editor with this form open and its paper drawn."""
    page.open_templates()
    quiet(qtbot)
    editor = page.templates
    for row in range(editor.list.count()):
        if editor.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
            editor.list.setCurrentRow(row)
    qtbot.waitUntil(lambda: editor.sheet.paper() is not None, timeout=15_000)
    quiet(qtbot)
    return editor


def source(editor: TemplateEditor) -> TemplateText:
    """The source of the form, behind 高级."""
    if not editor.writing.is_source():
        editor.writing.advanced.click()
    return editor.writing.source


def replace(editor: TemplateEditor, old: str, new: str) -> None:
    text = source(editor).text()
    assert old in text
    source(editor).setPlainText(text.replace(old, new, 1))


def field_of(editor: TemplateEditor, words: str) -> ChipText:
    """The field of the text that says this."""
    return next(field for field in editor.writing.paragraphs.fields().values() if words in field.text())


def test_a_changed_wording_is_marked_rules_and_is_taken_back(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    before = issue_notice(desk, open_case(desk, "排水沟堵塞", ("疏通",), days_ago=5))
    editor = open_form(qtbot, page)
    assert not editor.save_button.isEnabled() and not editor.restore_button.isEnabled()
    assert "已经签发的照旧" in words(editor)
    replace(editor, "特此告知", "特此书面告知")
    mine, wrong = source(editor).marked()[1], source(editor).marked()[0]
    assert len(mine) == 1 and not wrong
    assert "特此书面告知" in editor.writing.text().split("\n")[mine[0] - 1]
    editor.view.choose(BUILT_IN)
    assert "特此告知" in editor.built_in.text().split("\n")[editor.built_in.marked()[1][0] - 1]
    source(editor).setFocus()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.templates.get(NOTICE).own, timeout=10_000)
    quiet(qtbot)
    assert any("（已改动）" in editor.list.item(row).text() for row in range(editor.list.count()))
    assert desk.letters.preview(before.letter_id).sha256 == before.sha256
    qtbot.mouseClick(editor.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.templates.get(NOTICE).own, timeout=10_000)
    quiet(qtbot)
    assert "特此书面告知" not in editor.writing.text()
    assert not any("（已改动）" in editor.list.item(row).text() for row in range(editor.list.count()))


def test_a_wrong_line_is_named_marked_and_one_key_away(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    paper = editor.sheet.paper()
    replace(editor, "属于本机关职权范围", "属于{机关名}职权范围")
    line = next(n for n, text in enumerate(editor.writing.text().split("\n"), 1) if "{机关名}" in text)
    qtbot.waitUntil(editor.wrong.isVisible, timeout=5_000)
    quiet(qtbot)
    assert source(editor).marked()[0] == line
    assert f"第{line}行" in editor.wrong.text() and "form.toml" not in editor.wrong.text()
    assert editor.sheet.paper() is paper
    jump = next(button for button in editor.wrong.findChildren(QPushButton) if str(line) in button.text())
    jump.setFocus()
    press(Qt.Key.Key_Return)
    assert source(editor).hasFocus() and source(editor).textCursor().blockNumber() + 1 == line
    editor.save()
    quiet(qtbot)
    assert not desk.templates.get(NOTICE).own
    replace(editor, "{机关名}", "{机关名称}")
    qtbot.waitUntil(lambda: not editor.wrong.isVisible(), timeout=5_000)
    quiet(qtbot)
    assert source(editor).marked()[0] == 0
    assert editor.sheet.paper() is not paper


def test_a_field_is_found_by_its_initials_and_put_at_the_cursor(qtbot: QtBot, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    line = next(n for n, text in enumerate(editor.writing.text().split("\n"), 1) if text.startswith("title"))
    source(editor).go_to(line)
    press(Qt.Key.Key_Tab)
    assert focus() is editor.writing.chips.box
    write("slrq")
    assert "受理日期" in editor.writing.chips.names()
    press(Qt.Key.Key_Return)
    assert source(editor).hasFocus()
    assert editor.writing.text().split("\n")[line - 1].startswith("{受理日期}title")
    chip = next(part for part in editor.writing.chips.chips.parts() if isinstance(part, QPushButton))
    chip.click()
    assert editor.writing.text().count(chip.text()) >= 1
    quiet(qtbot)


def test_a_paragraph_is_written_with_chips_and_the_paper_follows(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    assert not editor.writing.is_source() and not editor.writing.source.isVisible()
    paper = editor.sheet.paper()
    field = field_of(editor, "特此告知")
    editor.writing.paragraphs.go_to(next(n for n, f in editor.writing.paragraphs.fields().items() if f is field))
    assert field.hasFocus()
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    write("请于")
    press(Qt.Key.Key_Tab)
    editor.writing.chips.box.setFocus()
    write("slrq")
    press(Qt.Key.Key_Return)
    assert field.hasFocus() and field.text().endswith("特此告知。请于{受理日期}")
    write("后来领取")
    assert field.text().endswith("{受理日期}后来领取")
    for _ in range(4):
        press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)  # the chip, as one
    assert field.text().endswith("特此告知。请于")
    assert "“" not in editor.wrong.text() or editor.wrong.isHidden()
    shipped = desk.templates.built_in(NOTICE).split("\n")
    own = editor.writing.text().split("\n")
    assert [line for line in own if line not in shipped] == [line for line in own if "特此告知。请于" in line]
    assert len(own) == len(shipped)
    qtbot.waitUntil(lambda: editor.sheet.paper() is not paper, timeout=10_000)
    quiet(qtbot)
    assert "已改动" in words(editor.writing)
    editor.view.choose(BUILT_IN)
    qtbot.waitUntil(lambda: editor.built_sheet.paper() is not None, timeout=10_000)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.templates.get(NOTICE).own, timeout=10_000)
    quiet(qtbot)
    assert "特此告知。请于" in desk.templates.text(NOTICE)


def test_a_paragraph_is_added_and_one_taken_out_comes_back(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    before = editor.writing.text()
    offers = []
    editor.offer.connect(lambda said, label, call: offers.append((said, label, call)))
    added, removed = (
        next(
            button
            for button in editor.writing.paragraphs.findChildren(QToolButton)
            if button.toolTip() == tip and button.isVisible()
        )
        for tip in ("在后面加一段", "删去这一段")
    )
    removed.click()
    quiet(qtbot)
    assert "来访" not in editor.writing.text().partition("经审查")[0].partition("[[block]]")[2]
    assert offers[0][:2] == ("删去了一段", "撤销")
    offers[0][2]()
    quiet(qtbot)
    assert editor.writing.text() == before and not editor.changed
    added = next(
        button
        for button in editor.writing.paragraphs.findChildren(QToolButton)
        if button.toolTip() == "在后面加一段" and button.isVisible()
    )
    added.click()
    qtbot.waitUntil(lambda: isinstance(focus(), ChipText))
    assert focus().text() == ""
    write("另行告知")
    quiet(qtbot)
    assert 'text = "另行告知"' in editor.writing.text()
    desk.templates.check(NOTICE, editor.writing.text())


def test_a_paragraph_is_moved_and_the_keys_stay_on_its_arrow(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    before = editor.writing.text()

    def order() -> list[str]:
        return [field.text() for field in editor.writing.paragraphs.fields().values()]

    was = order()
    down = next(
        button
        for button in editor.writing.paragraphs.findChildren(QToolButton)
        if button.toolTip() == "这一段往下移" and button.isVisible()
    )
    down.setFocus()
    press(Qt.Key.Key_Space)
    quiet(qtbot)
    assert order() != was and sorted(order()) == sorted(was) and editor.changed
    assert words(editor.writing).count("已改动") == 1
    arrow = focus()
    assert isinstance(arrow, QToolButton) and arrow.toolTip() == "这一段往下移" and arrow is not down
    desk.templates.check(NOTICE, editor.writing.text())
    back = next(
        button for button in arrow.parentWidget().findChildren(QToolButton) if button.toolTip() == "这一段往上移"
    )
    back.click()
    quiet(qtbot)
    assert editor.writing.text() == before and not editor.changed
    assert "已改动" not in words(editor.writing)


def test_a_text_that_does_not_read_is_shown_as_its_source(qtbot: QtBot, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    replace(editor, 'title = "', "title = ")
    qtbot.waitUntil(editor.wrong.isVisible, timeout=5_000)
    editor.writing.advanced.click()
    assert editor.writing.is_source() and editor.writing.source.isVisible()
    replace(editor, "title = 信", 'title = "信')
    editor.writing.advanced.click()
    quiet(qtbot)
    assert not editor.writing.is_source() and editor.writing.paragraphs.fields()


@pytest.mark.parametrize("name", ["notice_letter", "contact_cards", "visit_slip"])
def test_long_templates_open_as_paragraphs_in_words(qtbot: QtBot, page: LettersPage, name: str) -> None:
    editor = open_form(qtbot, page, name)
    qtbot.waitUntil(editor.writing.paragraphs.ready)
    assert not editor.writing.is_source() and len(editor.writing.paragraphs.fields()) > 50
    assert not editor.changed and editor.wrong.isHidden()
    whole = editor.writing.text()
    said = [latin(text) for text in texts(editor.writing) if text != whole]
    assert not {"when", "unless", "each", "text", "kind"} & {word for found in said for word in found}


def test_what_was_not_saved_is_there_again(qtbot: QtBot, desk: Desk, page: LettersPage) -> None:
    editor = open_form(qtbot, page)
    replace(editor, "特此告知", "特此书面告知")
    qtbot.waitUntil(lambda: any(d.kind == DRAFT_KIND for d in desk.drafts.whole()), timeout=2_500)
    editor.list.setFocus()
    press(Qt.Key.Key_Escape)
    quiet(qtbot)
    assert page.front.currentWidget() is page.split
    again = open_form(qtbot, page)
    assert "特此书面告知" in again.writing.text() and again.save_button.isEnabled()
    assert not desk.templates.get(NOTICE).own
    again.save()
    qtbot.waitUntil(lambda: desk.templates.get(NOTICE).own, timeout=10_000)
    quiet(qtbot)
    assert not any(draft.kind == DRAFT_KIND for draft in desk.drafts.whole())


def test_lines_that_differ_are_found_on_both_sides() -> None:
    assert changed_lines("一\n二\n三", "一\n2\n三\n四") == ((2,), (2, 4))
    assert changed_lines("同", "同") == ((), ())
    assert line_and_words("/somewhere/forms/x/form.toml 第12行：不认识的键。") == (12, "第12行：不认识的键。")
    assert line_and_words("磁盘已满。") == (0, "磁盘已满。")


def test_a_text_of_lines_leaves_by_tab_and_keeps_plain_line_ends(qtbot: QtBot) -> None:
    text = TemplateText("文字")
    qtbot.addWidget(text)
    text.show()
    text.set_text("a\nb")
    text.insert("x")
    assert text.text() == "xa\nb"
    assert text.tabChangesFocus()
    text.go_to(2)
    assert text.textCursor().blockNumber() == 1


@pytest.mark.parametrize(("step", "contrast"), [(0, False), (1, True), (2, False), (3, True)])
def test_the_editor_of_templates_fits(qtbot: QtBot, page: LettersPage, step: int, contrast: bool) -> None:
    theme.apply(step, contrast)
    editor = open_form(qtbot, page)
    replace(editor, "属于本机关职权范围", "属于{机关名}职权范围")
    qtbot.waitUntil(lambda: not editor.wrong.isHidden(), timeout=5_000)
    quiet(qtbot)

    def all_fit() -> None:
        for shown in ("list", "paper", "built_in", "text"):
            editor.view.choose(shown)
            quiet(qtbot)
            fits(qtbot, page)

    all_fit()
    # The head then says that the text is kept, and nothing below moves down for it.
    qtbot.waitUntil(lambda: not editor.state.isHidden())
    all_fit()
    assert nameless(page) == []
    frame = page.property("frame")
    assert frame.size().height() == 768 and frame.size().width() == 1366
