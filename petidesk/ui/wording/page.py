"""文书模板: the wording of each paper, its fields as chips, the line that is wrong, and the paper as it would print.

Letters that were issued are not touched: their bytes are frozen. The wording that ships is always one click away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from petidesk.domain.listing import Draft
from petidesk.domain.papers import Paper
from petidesk.domain.trouble import Trouble
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.forms.journal import Journal, Snapshot
from petidesk.ui.look import containers, controls, items
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.paper.sheet import SheetView
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.panels import WordingPanel
from petidesk.ui.wording.text import TemplateText, changed_lines
from petidesk.ui.wording.writing import Writing

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.letters.wording import Template
    from petidesk.domain.wording.chips import Chip

LISTED, TEXT, PAPER, BUILT_IN = "list", "text", "paper", "built_in"
REST_MS = 400
# From this width on, in ems, the text and what is beside it have room together.
BESIDE = 66.0
_NAME = Qt.ItemDataRole.UserRole


class TemplateEditor(WordingPanel):
    """The list of papers left, the text of the chosen one, and beside it the paper or the built-in text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._opened: OpenedTemplate | None = None
        self._reading = work.Reading(self, self._wait)
        self._was_narrow: bool | None = None
        self._journal: Journal | None = None
        self._latest = work.Latest(self, 0)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._check)
        self._build()
        bind(action("turn_sheet"), self, self._turn_over)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.4)
        head = QHBoxLayout()
        spaced(head, 0.75)
        head.addWidget(controls.button(self.tr("返回  Esc"), self.leave, part="link", icon="chevron-left"))
        self.title = controls.Elided(self.tr("文书模板"), "section")
        head.addWidget(self.title, 2)
        self.state = controls.Elided("", "small")
        self.state.hide()
        head.addWidget(self.state, 1)
        outer.addLayout(head)
        self.view = ChipChoice(
            [
                (LISTED, self.tr("选文书")),
                (TEXT, self.tr("文字")),
                (PAPER, self.tr("样子")),
                (BUILT_IN, self.tr("自带的样子")),
            ],
            PAPER,
        )
        self.view.setAccessibleName(self.tr("旁边看什么"))
        self.view.changed.connect(lambda _code: self._fit())
        row = QHBoxLayout()
        spaced(row, 0.75)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("文书"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.list.itemActivated.connect(lambda _item: self._into_text())
        self.list.itemClicked.connect(lambda _item: self._into_text() if self._narrow() else None)
        row.addWidget(self.list)
        self.right = QWidget()
        right = QVBoxLayout(self.right)
        spaced(right, 0.5)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._build_writing())
        self.split.addWidget(self._build_beside())
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([10_000, 8_000])
        right.addWidget(self.split, 1)
        right.addWidget(self._build_foot())
        row.addWidget(self.right, 1)
        head.insertWidget(2, self.view)
        outer.addLayout(row, 1)

    def _build_writing(self) -> QWidget:
        self.writing = Writing()
        self.writing.changed.connect(self._edited)
        self.writing.done.connect(lambda: self.save_button.setFocus())
        self.writing.turned.connect(lambda _source: self._turned())
        self.writing.offer.connect(self.offer)
        return self.writing

    def _build_beside(self) -> QWidget:
        self.beside = containers.Stack()
        self.sheet = SheetView(self._desk.papers.page_count, self._desk.papers.page_png)
        self.sheet.say(self.tr("用编出来的例子"))
        self.built_in = TemplateText(self.tr("程序自带的文字，不能改"), read_only=True)
        self.beside.addWidget(self.sheet)
        self.built_sheet = SheetView(self._desk.papers.page_count, self._desk.papers.page_png)
        self.built_sheet.say(self.tr("程序自带的，用编出来的例子"))
        self.beside.addWidget(self.built_in)
        self.beside.addWidget(self.built_sheet)
        return self.beside

    def _build_foot(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0.5)
        self.wrong = controls.Notice("seal")
        self.wrong.hide()
        self.warning = controls.label(self.tr("只管以后写的文书；已经签发的照旧，一个字也不变。"), "soft")
        deeds = self._deeds = containers.Flow(0.5)
        self.save_button = controls.button(self.tr("保存"), self.save, part="primary", icon="save")
        self.restore_button = controls.button(self.tr("恢复原样"), self.restore, icon="undo")
        for part in (self.save_button, self.restore_button):
            deeds.add(part)
        column.addWidget(self.wrong)
        deeds.add(self.warning)
        column.addWidget(deeds)
        return holder

    # ---- opening ---------------------------------------------------------------------------------------------------

    def begin(self, form: str = "") -> None:
        """Read the list; the paper that was open stays open unless another is asked for."""
        desk = self._desk
        self.list.setFocus()
        work.run(self, desk.templates.all, lambda papers: self._list_papers(papers, form), self._failed)

    def _list_papers(self, papers: Sequence[Template], form: str) -> None:
        chosen = form or self._name() or (papers[0].name if papers else "")
        had = self._opened
        self.list.blockSignals(True)
        self.list.clear()
        for paper in papers:
            words = self.tr("{0}（已改动）").format(paper.title) if paper.own else paper.title
            item = QListWidgetItem(words)
            items.mark(item, "pencil" if paper.own else "file-text", "text_soft", 1.1)
            broken = self.tr("{0}：源文字改坏了，在“高级”里改好，或者恢复原样").format(words)
            item.setToolTip(broken if paper.broken else words)
            item.setData(_NAME, paper.name)
            self.list.addItem(item)
            if paper.name == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if had is None or had.template.name != chosen:
            self._chosen()

    def _name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def _chosen(self) -> None:
        name, desk = self._name(), self._desk
        if not name:
            return
        before = self.keep_now()
        self._reading.turn(name)

        def go() -> None:
            if self._reading.about == name:
                self._reading.read(name, lambda: read_template(desk, name), self._show, self._failed)

        if before is None or not before.pending:
            go()
        else:
            before.kept.connect(lambda _draft: go())
            before.trouble.connect(lambda _error: go())

    def _wait(self, _name: str) -> None:
        """Another paper is being read: its name, and no word of the one before."""
        item = self.list.currentItem()
        self._opened = None
        self._rest.stop()
        self._latest.forget()
        self.title.set_whole(self.tr("文书模板：{0}").format(item.text() if item is not None else ""))
        self.writing.clear()
        self.built_in.set_text("")
        self.sheet.forget()
        self.built_sheet.forget()
        self.wrong.hide()
        self._say_kept("")
        for button in (self.save_button, self.restore_button):
            button.setEnabled(False)

    def _show(self, opened: OpenedTemplate) -> None:
        self._opened = opened
        draft = opened.draft
        self.title.set_whole(self.tr("文书模板：{0}").format(opened.template.title))
        text = str(draft.content.get("text", "")) if draft is not None else opened.text
        self.writing.open(text, opened.chips, opened.built_in)
        self.built_in.set_text(opened.built_in)
        self._journal = Journal(self._snapshot, self._keep, draft.draft_id if draft is not None else None, self)
        self._journal.trouble.connect(lambda _error: self._say_kept(self.tr("没有存上，还在重试")))
        self._say_kept(self.tr("接着上次没改完的") if draft is not None else "")
        self._judge()
        self.sheet.forget()
        self.built_sheet.forget()
        self._check()
        self._fit()

    def _into_text(self) -> None:
        if self._narrow():
            self.view.choose(TEXT)
        self.writing.start()

    def _failed(self, trouble: Trouble) -> None:
        self.wrong.show_trouble(trouble)

    # ---- typing ----------------------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Whether the text differs from the one that rules."""
        return self._opened is not None and self.writing.text() != self._opened.text

    def _edited(self) -> None:
        if self._opened is None:
            return
        self._judge()
        self._rest.start()
        if self._journal is not None:
            self._journal.changed()

    def _judge(self) -> None:
        opened = self._opened
        if opened is None:
            return
        mine, old = changed_lines(self.writing.text(), opened.built_in) if opened.built_in else ((), ())
        self.writing.source.mark_changed(mine)
        self.built_in.mark_changed(old)
        self.save_button.setEnabled(self.changed)
        self.save_button.setToolTip("" if self.changed else self.tr("还没有改动"))
        can = bool(opened.built_in) and (opened.template.own or bool(mine or old))
        self.restore_button.setEnabled(can)
        self.restore_button.setToolTip("" if can else self.tr("现在用的就是程序自带的文字"))

    def _check(self) -> None:
        """Draw the paper with this text; a line that is not understood is named and marked."""
        opened, desk, text = self._opened, self._desk, self.writing.text()
        if opened is None:
            return

        def call() -> None:
            desk.templates.check(opened.template.name, text)

        def fine(_nothing: None) -> None:
            self.writing.source.mark_wrong(0)
            self.wrong.hide()
            self._place_warning()
            self.sheet.ask(opened.template.name, lambda: self._paper(opened.template.name, text), at_once=True)

        self._latest.ask(call, fine, self._show_wrong)

    def _paper(self, name: str, text: str) -> Paper:
        return self._desk.templates.preview(name, text)

    def _show_wrong(self, trouble: Trouble) -> None:
        line, words = line_and_words(trouble.message)
        self.writing.source.mark_wrong(line)
        if line and self.writing.is_source():
            self.wrong.show_as("seal", words, self.tr("到第 {0} 行").format(line), lambda: self._go_to(line))
        elif line:
            words = words.partition("：")[2] or words
            self.wrong.show_as("seal", words, self.tr("到那一处"), lambda: self._go_to(line))
        else:
            self.wrong.show_as("seal", words)
        self.wrong.show()
        self._place_warning()

    def _place_warning(self) -> None:
        """Where there is little room, what is wrong takes the place of what is always true."""
        self.warning.setVisible(self.wrong.isHidden() or not self._narrow())
        self._deeds.again()

    def _go_to(self, line: int) -> None:
        if self._narrow() and self.view.chosen() != TEXT:
            self.view.choose(TEXT)
        self.writing.go_to_line(line)

    # ---- keeping ---------------------------------------------------------------------------------------------------

    def _snapshot(self) -> Snapshot | None:
        if self._opened is None or (not self.changed and self._journal is not None and self._journal.draft_id is None):
            return None
        name = self._opened.template.name
        return {"name": name, "text": self.writing.text(), "summary": self._opened.template.title}, False

    def _keep(self, journal: Journal, snapshot: Snapshot) -> None:
        desk, draft_id = self._desk, journal.draft_id
        content, _restricted = snapshot

        def done(draft: Draft) -> None:
            journal.saved(draft)
            if journal is self._journal:
                self._say_kept(self.tr("没改完的已存 {0}").format(f"{draft.saved_at:%H:%M:%S}"))

        work.run(self, lambda: desk.drafts.save(draft_id, DRAFT_KIND, content, False), done, journal.failed)

    def _say_kept(self, words: str) -> None:
        """How the draft stands, beside the title; it shortens before the choices of the head take a second line."""
        self.state.set_whole(words)
        self.state.setVisible(bool(words))

    def keep_now(self) -> Journal | None:
        """Save what is pending of the text on the screen; gives the journal that saves."""
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.finish()
        return journal

    def _end_draft(self, then: Callable[[], object]) -> None:
        """The text rules now, or is given up: its draft is no longer needed."""
        journal, desk = self._journal, self._desk
        self._journal = None

        def go() -> None:
            if journal is not None and journal.draft_id is not None:
                number = journal.draft_id
                work.run(self, lambda: desk.drafts.finish(number), lambda _: then())
            else:
                then()

        if journal is None:
            then()
        else:
            journal.settle(go)

    # ---- actions ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Put the text into force for the letters that are written from now on."""
        opened, desk, text = self._opened, self._desk, self.writing.text()
        if opened is None or not self.changed:
            return

        def done(template: Template) -> None:
            self.message.emit(self.tr("《{0}》的文字已保存，以后的文书照新的印").format(template.title))
            self._end_draft(self._read_again)

        work.run(self, lambda: desk.templates.save(opened.template.name, text), done, self._show_wrong)

    def restore(self) -> None:
        """The built-in text rules again; Ctrl+Z brings back what was written here."""
        opened, desk = self._opened, self._desk
        if opened is None or not opened.built_in:
            return
        name, title = opened.template.name, opened.template.title
        own = opened.template.own

        def done(_template: object) -> None:
            self._end_draft(self._read_again)
            if own:
                self.message.emit(self.tr("《{0}》恢复成程序自带的文字").format(title))

        if own:
            work.run(self, lambda: desk.templates.restore(name), done, self._failed)
        else:
            done(None)

    def _read_again(self) -> None:
        self._opened = None
        self.begin()

    def leave(self) -> None:
        """Esc: from the text to the list, from the list back. What is not saved is kept as it stands."""
        if self._inside() or (self._narrow() and self.view.chosen() != LISTED):
            if self._narrow():
                self.view.choose(LISTED)
            self.list.setFocus()
            return
        self.keep_now()
        self._opened = None
        self.closed.emit()

    def _inside(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and self.writing.isAncestorOf(focus)

    # ---- room ------------------------------------------------------------------------------------------------------

    def _turn_over(self) -> None:
        order = [LISTED, TEXT, PAPER, BUILT_IN] if self._narrow() else [PAPER, BUILT_IN]
        place = order.index(self.view.chosen()) if self.view.chosen() in order else -1
        self.view.choose(order[(place + 1) % len(order)])

    def _narrow(self) -> bool:
        return self.width() < BESIDE * theme.em(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self._narrow()
        if narrow != self._was_narrow:
            self._was_narrow = narrow
            for chip in self.view.chips()[:2]:
                chip.setVisible(narrow)
            self.view.again()
            self.view.choose(LISTED if narrow else PAPER)
        self.writing.chips.set_room(few=narrow)
        self._place_warning()
        chosen = self.view.chosen()
        sized(self.list, min_width=15, max_width=999 if narrow else 15)
        self.list.setVisible(not narrow or chosen == LISTED)
        self.right.setVisible(not narrow or chosen != LISTED)
        self.writing.setVisible(not narrow or chosen == TEXT)
        self.beside.setVisible(not narrow or chosen != TEXT)
        self.beside.setCurrentWidget(self._built() if chosen == BUILT_IN else self.sheet)

    def _built(self) -> QWidget:
        """What ships with the program, beside the source as its text, beside the paragraphs as it looks."""
        opened = self._opened
        if self.writing.is_source():
            return self.built_in
        if opened is not None and opened.built_in and self.built_sheet.paper() is None:
            name, text = opened.template.name, opened.built_in
            self.built_sheet.ask(name, lambda: self._paper(name, text), at_once=True)
        return self.built_sheet

    def _turned(self) -> None:
        """The source was shown or put away: what is wrong is told in its words or in those of the paragraphs."""
        self._fit()
        if not self.wrong.isHidden():
            self._check()


DRAFT_KIND = "template"
_LINE = re.compile(r"第(\d+)行")
# What stands before the line in a refusal: the file's name says nothing to a clerk.
_BEFORE = re.compile(r"^.*?(?=第\d+行)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OpenedTemplate:
    """A paper with the text that rules, the text that ships ("" for none), and what was left unsaved."""

    template: Template
    text: str
    built_in: str
    chips: tuple[Chip, ...]
    draft: Draft | None


def read_template(desk: Desk, name: str) -> OpenedTemplate:
    """One paper ready to be edited; the pinyin of its fields is read here, off the window's thread."""
    template = desk.templates.get(name)
    built_in = desk.templates.built_in(name) if template.built_in else ""
    chips = desk.templates.chips(name, built_in if template.broken and built_in else None)
    TypeAhead(Choice(chip.name) for chip in chips).prepare()
    kept = [draft for draft in desk.drafts.whole() if draft.kind == DRAFT_KIND]
    draft = next((draft for draft in kept if draft.content.get("name") == name), None)
    return OpenedTemplate(template, desk.templates.text(name), built_in, chips, draft)


def line_and_words(message: str) -> tuple[int, str]:
    """The line a refusal speaks of (0 for none), and its sentence without the name of the file."""
    found = _LINE.search(message)
    return (int(found[1]), _BEFORE.sub("", message)) if found else (0, message)
