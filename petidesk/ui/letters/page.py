"""The page 文书: the list of letters and drafts; in its place the editor, the batch and the wording of the papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from petidesk.domain.letters.closed import ClosedLetter, Issued
from petidesk.domain.letters.letters import Letter
from petidesk.domain.office.papers import ENVELOPE, MAILING
from petidesk.ui import work
from petidesk.ui.letters.batch import BatchPanel
from petidesk.ui.letters.chooser import KindChooser
from petidesk.ui.letters.detail import RECEIPT, LetterDetail
from petidesk.ui.letters.done import LetterDone
from petidesk.ui.letters.editor import LetterEditor
from petidesk.ui.letters.listing import letter_filter, letter_listing
from petidesk.ui.lists.filter_bar import FilterBar
from petidesk.ui.look.later import Later, stands
from petidesk.ui.paper.preview import PreviewPanel
from petidesk.ui.paper.printout import letter_printout, office_printout
from petidesk.ui.shell.doors import wording_panel
from petidesk.ui.shell.list_page import ListPage
from petidesk.ui.shell.routes import Route, ToCase, ToLetter, ToLetters, ToWindowPaper, ToWording, WriteLetter

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat
    from petidesk.ui.shell.panels import WordingPanel


class LettersPage(ListPage):
    """The list of letters with one of them beside it; writing, the batch and the wording stand in front of both."""

    key = "letters"
    help_name = "letters"
    beside = 66.0
    wanted = 33.0
    shares = (3, 2)
    bar_beside = True

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        # Where one goes back to from the editor and from 登记送达 right after it; None for the list of this page.
        self._came_from: Route | None = None
        self._titles: dict[str, str] = {}
        self.add_action(self.tr("写文书"), self.begin, main=True, icon="pencil")
        self.add_action(self.tr("批量告知"), self.open_batch, icon="copy", tip=self.tr("到期要告知的，一次签发"))
        self.add_action(
            self.tr("文书模板"), lambda: self.open_templates(), icon="file-text", tip=self.tr("改文书的固定文字")
        )
        self.add_action(
            self.tr("邮寄清单"),
            lambda: self.show_printout(office_printout(desk, MAILING)),
            icon="mail",
            tip=self.tr("今天签发、要邮寄的文书，交邮局盖戳"),
        )
        self.stand(letter_listing(desk), FilterBar(letter_filter(self._titles), desk.today()))

    def _to_case(self, case_no: str) -> None:
        self.go.emit(ToCase(case_no))

    # ---- what stands beside or in front of the list, made when it is needed ------------------------------------------

    @Later
    def detail(self) -> LetterDetail:
        """The letter."""
        made = LetterDetail(self.desk)
        made.print_wanted.connect(lambda letter: self.show_printout(letter_printout(self.desk, letter, made.reason)))
        made.envelope_wanted.connect(
            lambda letter: self.show_printout(office_printout(self.desk, ENVELOPE, letter.document_no))
        )
        made.edit_wanted.connect(self.edit)
        made.receipt_wanted.connect(self._draft_receipt)
        made.case_wanted.connect(self._to_case)
        made.service_ended.connect(self._go_back)
        return self.joined(made)

    @Later
    def chooser(self) -> KindChooser:
        """写文书: which case, which kind."""
        made = KindChooser(self.desk)
        made.closed.connect(self.show_list)
        made.chosen.connect(self._start)
        self.front.addWidget(made)
        return made

    @Later
    def editor(self) -> LetterEditor:
        """The letter that is written."""
        made = LetterEditor(self.desk)
        made.closed.connect(self._leave_editor)
        made.issued.connect(self._issued)
        made.discarded.connect(self._discarded)
        made.message.connect(self.message)
        made.draft_wanted.connect(self.show_printout)
        made.kept.connect(self._kept)
        made.case_wanted.connect(self._to_case)
        self.front.addWidget(made)
        return made

    @Later
    def done(self) -> LetterDone:
        """The letter that was issued just now."""
        made = LetterDone(self.desk)
        made.closed.connect(self._leave_editor)
        made.serve_wanted.connect(self._serve_now)
        made.receipt_wanted.connect(self._draft_receipt)
        made.print_wanted.connect(
            lambda letter: self.show_printout(letter_printout(self.desk, letter, self.editor.reason))
        )
        self.front.addWidget(made)
        return made

    @Later
    def batch(self) -> BatchPanel:
        """批量告知."""
        made = BatchPanel(self.desk)
        made.closed.connect(self.show_list)
        made.paper_wanted.connect(self.show_printout)
        made.changed.connect(self.record_changed)
        made.case_wanted.connect(self._to_case)
        self.front.addWidget(made)
        return made

    @Later
    def templates(self) -> WordingPanel:
        """文书模板."""
        made = wording_panel(self.desk)
        made.closed.connect(self.show_list)
        made.message.connect(self.message)
        made.offer.connect(self.offer)
        self.front.addWidget(made)
        return made

    # ---- what is asked for -----------------------------------------------------------------------------------------

    def prepare(self, route: Route | None) -> Iterator[Callable[[], object]]:
        """A letter is named by its id."""
        if isinstance(route, ToLetter):
            yield lambda: self.detail

    def opened(self, route: Route | None = None) -> None:
        """Show what another page asks for; without a route what stood here stays and the list is read again."""
        match route:
            case WriteLetter():
                self._came_from = ToCase(route.case_no)
                self._start_editing(route.form, route.case_no)
            case ToLetter():
                self.show_list()
                self.side.ask()
                self.open_id(route.letter_id)
            case ToWindowPaper():
                self.show_list()
                self.show_printout(office_printout(self.desk, route.form))
            case ToWording():
                self.open_templates(route.form)
            case ToLetters():
                self.show_list()
                super().opened(route)
            case _ if self.front.currentWidget() is self.split:
                super().opened(route)
            case _:
                self.side.look_again()
                if stands(self, "editor", self.front):
                    self.editor.look_again()
        self.read_choices()

    def question(self, route: Route | None) -> Any:
        """A list of letters that another page asks for."""
        return route.query if isinstance(route, ToLetters) else None

    def read_choices(self) -> None:
        """What the forms are called."""
        desk = self.desk

        def titles() -> dict[str, str]:
            return {kind.name: kind.title for kind in desk.letters.kinds()}

        work.run(self, titles, self._titles.update, lambda _trouble: None)

    def closing(self) -> None:
        """Keep what is unsaved."""
        super().closing()
        for part in ("editor", "templates"):
            if part in vars(self):
                getattr(self, part).keep_now()

    def _kept(self) -> None:
        if self.model.query is not None:
            self.side.look_again()

    # ---- places ----------------------------------------------------------------------------------------------------

    def show_list(self) -> None:
        """The list of letters."""
        self._came_from = None
        self._to_list()

    def _to_list(self) -> None:
        if "editor" in vars(self):
            self.editor.keep_now()
        self.bring(self.split)
        if self.model.query is None:
            self.side.ask()

    def escape(self) -> None:
        """Esc: one step back, from wherever one is."""
        ways: dict[str, Callable[[], object]] = {
            "chooser": self.show_list,
            "editor": self._leave_draft,
            "done": self._leave_editor,
            "batch": lambda: self.batch.leave(),
            "templates": lambda: self.templates.leave(),
        }
        next((way for part, way in ways.items() if stands(self, part, self.front)), super().escape)()

    def _leave_draft(self) -> None:
        if not self.editor.escape():
            self._leave_editor()

    def begin(self) -> None:
        """写文书: which case, which kind."""
        self._came_from = None
        self.bring(self.chooser)
        self.chooser.begin()

    def open_batch(self) -> None:
        """批量告知."""
        self.bring(self.batch)
        self.batch.begin()

    def open_templates(self, form: str = "") -> None:
        """文书模板, on the wording of this form or of the one that stood there."""
        self.bring(self.templates)
        self.templates.begin(form)

    # ---- writing ---------------------------------------------------------------------------------------------------

    def _start(self, kind: str, case_no: str) -> None:
        self._came_from = None
        self._start_editing(kind, case_no)

    def _start_editing(self, kind: str, case_no: str, document: object = None) -> None:
        self.bring(self.editor)
        self.editor.start(kind, case_no, document)

    def edit(self, letter_id: int) -> None:
        """Go on with a draft."""
        self._came_from = None
        self.bring(self.editor)
        self.editor.open(letter_id)

    def _draft_receipt(self, letter: Letter | ClosedLetter) -> None:
        self._start_editing(RECEIPT, letter.case_no, {"document_no": letter.document_no})

    def _leave_editor(self) -> None:
        self._to_list()
        self._go_back()

    def _go_back(self) -> None:
        came_from, self._came_from = self._came_from, None
        if came_from is not None:
            self.go.emit(came_from)

    def _issued(self, issued: Issued) -> None:
        letter = issued.letter
        sent = self.preview.print_at_once(letter_printout(self.desk, letter, self.editor.reason))
        self.bring(self.done)
        self.done.show_issued(issued, sent=sent)
        self.record_changed()
        self.looked.emit(ToLetter(letter.letter_id))

    def _discarded(self, sentence: str) -> None:
        self._leave_editor()
        self.message.emit(sentence)
        self.record_changed()

    def _serve_now(self, letter: Letter | ClosedLetter) -> None:
        self._to_list()
        self.open_id(letter.letter_id, "served")

    def place(self) -> Route | None:
        """The letter."""
        return ToLetter(self.detail.record_id) if self.is_open and self.detail.record_id is not None else None

    # ---- paper -----------------------------------------------------------------------------------------------------

    def print_page(self) -> bool:
        """Ctrl+P: the letter that is open, or the draft being written as 送审稿."""
        front = self.front.currentWidget()
        if stands(self, "editor", self.front):
            printout = self.editor.draft_printout()
            if printout is not None:
                self.show_printout(printout)
            return printout is not None
        if front is self.split and self.is_open:
            letter = self.detail.letter
            if letter is not None and letter.state != "draft":
                self.show_printout(letter_printout(self.desk, letter, self.detail.reason))
                return True
        if stands(self, "done", self.front):
            self.done.print()
        elif isinstance(front, PreviewPanel):
            front.print()
        return stands(self, "done", self.front) or isinstance(front, PreviewPanel)

    def printed(self, sentence: str) -> None:
        """A printed letter may wait for its service."""
        self.message.emit(sentence)
        self.record_changed()
