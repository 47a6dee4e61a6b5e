"""The page 文书: the list of letters and drafts; in its place the editor, the batch and the wording of the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from petidesk.domain.letters.letters import Issued, Letter
from petidesk.ui import work
from petidesk.ui.letters.batch import BatchPanel
from petidesk.ui.letters.chooser import KindChooser
from petidesk.ui.letters.detail import RECEIPT, LetterDetail
from petidesk.ui.letters.done import LetterDone
from petidesk.ui.letters.editor import LetterEditor
from petidesk.ui.letters.listing import letter_filter, letter_listing
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.lists.list_page import Beside
from petidesk.ui.lists.list_view import ListView
from petidesk.ui.look import controls
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import Printout, letter_printout
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import Route, ToCase, ToLetter, ToLetters, ToWording, WriteLetter
from petidesk.ui.wording.page import TemplateEditor

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# From this width of the page on, in ems, a letter opens beside the list.
BESIDE = 66.0
DETAIL = 33.0


class LettersPage(Page):
    """`opened` takes None, ("draft", kind, case_no), ("letter", letter_id), a LetterQuery, "new" or "templates"."""

    key = "letters"
    help_name = "letters"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        # Where Esc leads from the editor: the page and what it showed; None for the list of this page.
        self._came_from: Route | None = None
        self._back_to: QWidget | None = None
        self._titles: dict[str, str] = {}
        first = controls.button(self.tr("写文书"), self.write_new, part="primary", icon="pencil")
        self.filter = FilterBar(letter_filter(self._titles), desk.today())
        self.side = ListView(desk, seat, letter_listing(desk, first), self.filter, self)
        self.table, self.model = self.side.table, self.side.model
        self.detail = LetterDetail(desk)
        self.split = Beside(self.side, self.table, self.detail, room=BESIDE, wanted=DETAIL, shares=(3, 2))
        self.chooser = KindChooser(desk)
        self.editor = LetterEditor(desk)
        self.done = LetterDone(desk)
        self.preview = PreviewPanel(seat)
        self.batch = BatchPanel(desk)
        self.templates = TemplateEditor(desk)
        self._build()
        self._connect()

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.front = QStackedWidget()
        self.body.addWidget(self.front, 1)
        for part in (self.split, self.chooser, self.editor, self.done, self.preview, self.batch, self.templates):
            self.front.addWidget(part)
        self.add_action(self.tr("写文书"), self.write_new, main=True, icon="pencil")
        self.add_action(self.tr("批量告知"), self.open_batch, icon="copy", tip=self.tr("到期要告知的，一次签发"))
        self.add_action(self.tr("文书模板"), self.open_templates, icon="file-text", tip=self.tr("改文书的固定文字"))

    def _connect(self) -> None:
        self.split.turned.connect(self._fit)
        self.side.told.connect(self.say_state)
        self.side.alone.connect(lambda alone: self.show_main(not alone))
        self.side.message.connect(self.message)
        self.side.offer.connect(self.offer)
        self.table.opened.connect(self._open_id)
        self.table.current.connect(self._current_changed)
        self.detail.closed.connect(self.close_detail)
        self.detail.changed.connect(self._changed)
        self.detail.message.connect(self.message)
        self.detail.print_wanted.connect(
            lambda letter: self._show_paper(letter_printout(self.desk, letter, self.detail.reason))
        )
        self.detail.edit_wanted.connect(self.edit)
        self.detail.receipt_wanted.connect(self._draft_receipt)
        self.chooser.closed.connect(self.show_list)
        self.chooser.chosen.connect(self._start)
        self.editor.closed.connect(self._leave_editor)
        self.editor.issued.connect(self._issued)
        self.editor.discarded.connect(self._discarded)
        self.editor.message.connect(self.message)
        self.editor.draft_wanted.connect(self._show_paper)
        self.editor.kept.connect(self._kept)
        for part in (self.detail, self.editor, self.batch):
            part.case_wanted.connect(lambda case_no: self.go.emit(ToCase(case_no)))
        self.done.closed.connect(self._leave_editor)
        self.done.serve_wanted.connect(self._serve_now)
        self.done.receipt_wanted.connect(self._draft_receipt)
        self.done.print_wanted.connect(
            lambda letter: self._show_paper(letter_printout(self.desk, letter, self.editor.reason))
        )
        self.preview.printed.connect(self._printed)
        self.preview.closed.connect(self._close_paper)
        self.batch.closed.connect(self.show_list)
        self.batch.paper_wanted.connect(self._show_paper)
        self.batch.changed.connect(self._changed)
        self.templates.closed.connect(self.show_list)
        self.templates.message.connect(self.message)
        self.templates.offer.connect(self.offer)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.escape)

    # ---- what is asked for -----------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """Show what another page asks for; without a route what stood here stays and the list is read again."""
        self._read_titles()
        match route:
            case WriteLetter():
                self._came_from = ToCase(route.case_no)
                self._start_editing(route.form, route.case_no)
            case ToLetter():
                self.show_list()
                self.side.ask()
                self._open_id(route.letter_id)
            case ToLetters():
                self.show_list()
                self.side.show_query(route.query)
                self.table.setFocus()
            case ToWording():
                self.open_templates()
            case _:
                self._come_back()

    def _come_back(self) -> None:
        self.side.look_again()
        if self.front.currentWidget() is self.split and not self.detail.isVisible():
            self.table.setFocus()

    def _read_titles(self) -> None:
        desk = self.desk

        def titles() -> dict[str, str]:
            return {kind.name: kind.title for kind in desk.letters.kinds()}

        work.run(self, titles, self._titles.update, lambda _trouble: None)

    def closing(self) -> None:
        """Keep what is unsaved."""
        self.editor.keep_now()
        self.templates.keep_now()

    # ---- the list --------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._kept()
        self.saved.emit()

    def _kept(self) -> None:
        if self.model.query is not None:
            self.side.look_again()

    def _open_id(self, letter_id: int) -> None:
        self.detail.show_id(letter_id)
        self.split.open()

    def _current_changed(self, letter_id: int | None) -> None:
        """With the detail beside the list it follows the cursor."""
        if letter_id is None or self.detail.isHidden() or self.detail.editing or self.detail.record_id == letter_id:
            return
        self.detail.show_id(letter_id)

    def close_detail(self) -> None:
        """Back to the list."""
        if not self.detail.leave_editing():
            self.split.close_detail()

    # ---- places ----------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """The list of letters."""
        self.editor.keep_now()
        self._came_from = None
        self._bring(self.split)
        if self.model.query is None:
            self.side.ask()
        (self.detail if self.detail.isVisible() else self.table).setFocus()

    def _bring(self, part: QWidget) -> None:
        self.front.setCurrentWidget(part)
        self._fit()

    def escape(self) -> None:
        """Esc: one step back, from wherever one is."""
        front = self.front.currentWidget()
        if front is self.split:
            if self.detail.isVisible():
                self.close_detail()
            else:
                self.side.fold()
        elif front is self.preview:
            self._close_paper()
        elif front is self.editor:
            if not self.editor.escape():
                self._leave_editor()
        elif front is self.done:
            self._leave_editor()
        elif front is self.chooser:
            self.show_list()
        elif front is self.batch:
            self.batch.leave()
        else:
            self.templates.leave()

    def write_new(self) -> None:
        """写文书: which case, which kind."""
        self._came_from = None
        self._bring(self.chooser)
        self.chooser.begin()

    def open_batch(self) -> None:
        """批量告知."""
        self._bring(self.batch)
        self.batch.begin()

    def open_templates(self) -> None:
        """文书模板."""
        self._bring(self.templates)
        self.templates.begin()

    # ---- writing ---------------------------------------------------------------------------------------------------

    def _start(self, kind: str, case_no: str) -> None:
        self._came_from = None
        self._start_editing(kind, case_no)

    def _start_editing(self, kind: str, case_no: str, document: object = None) -> None:
        self._bring(self.editor)
        self.editor.start(kind, case_no, document)

    def edit(self, letter_id: int) -> None:
        """Go on with a draft."""
        self._came_from = None
        self._bring(self.editor)
        self.editor.open(letter_id)

    def _draft_receipt(self, letter: Letter) -> None:
        self._start_editing(RECEIPT, letter.case_no, {"document_no": letter.document_no})

    def _leave_editor(self) -> None:
        came_from = self._came_from
        self.show_list()
        if came_from is not None:
            self.go.emit(came_from)

    def _issued(self, issued: Issued) -> None:
        letter = issued.letter
        sent = self.preview.print_at_once(letter_printout(self.desk, letter, self.editor.reason))
        self._bring(self.done)
        self.done.show_issued(issued, sent=sent)
        self._changed()

    def _discarded(self, sentence: str, label: str, back: object) -> None:
        self._leave_editor()
        self.offer.emit(sentence, label, back)
        self._changed()

    def _serve_now(self, letter: Letter) -> None:
        self.show_list()
        self.detail.show()
        self._fit()
        self.detail.serve(letter.letter_id)

    # ---- paper -----------------------------------------------------------------------------------------------------

    def print_page(self) -> bool:
        """Ctrl+P: the letter that is open, or the draft being written as 送审稿."""
        front = self.front.currentWidget()
        if front is self.editor:
            printout = self.editor.draft_printout()
            if printout is not None:
                self._show_paper(printout)
            return printout is not None
        if front is self.split and self.detail.isVisible():
            letter = self.detail.letter
            if letter is not None and letter.state == "issued":
                self._show_paper(letter_printout(self.desk, letter, self.detail.reason))
                return True
        if front is self.done:
            self.done.print()
        elif front is self.preview:
            self.preview.print()
        return front in (self.done, self.preview)

    def _show_paper(self, printout: Printout) -> None:
        self._back_to = self.front.currentWidget()
        self._bring(self.preview)
        self.preview.show_printout(printout)

    def _close_paper(self) -> None:
        back = self._back_to or self.split
        self._bring(back)
        if back is self.editor:
            self.editor.refocus()
        elif back is self.split and self.detail.isVisible():
            self.detail.read_again()
            self.detail.setFocus()
        else:
            back.setFocus()

    def _printed(self, sentence: str) -> None:
        self.message.emit(sentence)
        self._changed()

    # ---- room ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look where the detail has its place."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.split.fit(self.width())
        on_list = self.front.currentWidget() is self.split
        self.bar.setVisible(on_list and (beside or self.detail.isHidden()))
        self.detail.set_over(not beside)
        self.side.place_choices()
