"""Writing a letter: its text left, the paper as it will be printed right, signature and what is missing at the foot.

Every keystroke reaches the disk as the draft within two seconds; the paper follows after a rest from typing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from petidesk.domain.letters.closed import ClosedLetter, Issued, content_of
from petidesk.domain.letters.letters import Gap, Letter
from petidesk.domain.office.unset import way_out
from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.typeahead import TypeAhead
from petidesk.ui import work
from petidesk.ui.forms.inputs import ChipChoice
from petidesk.ui.letters.body import LetterBody
from petidesk.ui.letters.issue_bar import IssueBar
from petidesk.ui.letters.keeper import LetterKeeper, gaps_of
from petidesk.ui.letters.opening import OpenedLetter, begin_letter, read_letter
from petidesk.ui.letters.text_column import on_top, under_title
from petidesk.ui.letters.typed import LetterTyped
from petidesk.ui.look import containers, controls, icons
from petidesk.ui.look.theme import spaced, theme
from petidesk.ui.paper.printout import Printout, draft_printout
from petidesk.ui.paper.sheet import SheetView
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.shell.actions import action, bind

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

# From this width on, in ems, text and paper stand beside each other.
BESIDE = 62.0
TEXT, PAPER, SIGN = "text", "paper", "sign"
MOST_OFFERED = 30


class LetterEditor(QWidget):
    """One draft at a time. `closed`: back to where one came from; `issued` carries the Issued."""

    closed = Signal()
    issued = Signal(object)
    # The draft was thrown away: sentence, label of the way back, the way back.
    discarded = Signal(str)
    message = Signal(str)
    # A Printout of the draft as 送审稿.
    draft_wanted = Signal(object)
    case_wanted = Signal(str)
    kept = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._letter: Letter | ClosedLetter | None = None
        self._touched = False
        self._fresh = False
        self._why = ""
        self._question = work.Question()
        self._leaders = TypeAhead(())
        self.body: LetterBody | None = None
        self._keeper: LetterKeeper | None = None
        self._build()
        bind(action("turn_sheet"), self, self._turn_over)

    # ---- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        spaced(outer, 0.5)
        head = QHBoxLayout()
        spaced(head, 0.75)
        self.back = controls.button(self.tr("返回  Esc"), self.closed.emit, part="link", icon="chevron-left")
        self.name = controls.Elided("", "section")
        self.case_link = controls.button("", self._open_case, part="link", icon="folder-open")
        self.case_link.hide()
        self.state = controls.label("", "small")
        head.addWidget(self.back)
        head.addWidget(self.name, 1)
        head.addWidget(self.case_link)
        head.addWidget(self.state)
        outer.addLayout(head)
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        outer.addWidget(self.notice)
        self.view = ChipChoice([(TEXT, self.tr("写")), (PAPER, self.tr("看打印样子")), (SIGN, self.tr("签发"))], TEXT)
        self.view.setAccessibleName(self.tr("看哪一边"))
        self.view.changed.connect(lambda _code: self._fit())
        outer.addWidget(self.view)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self._text_side = QWidget()
        self._text_column = QVBoxLayout(self._text_side)
        spaced(self._text_column, 0)
        self._scroll = containers.Scroll(QWidget())
        self._text_column.addWidget(self._scroll)
        papers = self._desk.papers
        self.sheet = SheetView(papers.page_count, papers.page_png)
        self.split.addWidget(self._text_side)
        self.split.addWidget(self.sheet)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([10_000, 9_000])
        outer.addWidget(self.split, 1)
        self.bar = IssueBar(self._desk.now, self._match_leader)
        self.bar.jump.connect(self._jump)
        self.bar.signed.connect(self._draw)
        self.bar.issue_asked.connect(self._issue)
        self.bar.draft_print.connect(self._print_draft)
        self.bar.discard.connect(self.discard)
        # The signature stands at the foot, or where there is little room in a view of its own that scrolls.
        self._foot = QVBoxLayout()
        spaced(self._foot, 0)
        outer.addLayout(self._foot)
        sign_side = QWidget()
        self._sign_column = QVBoxLayout(sign_side)
        spaced(self._sign_column, 0)
        self._sign_page = containers.Scroll(sign_side)
        self._foot.addWidget(self.bar)
        self._sign_column.addStretch(1)
        outer.addWidget(self._sign_page, 1)

    def _match_leader(self, text: str) -> list[str]:
        return [choice.value for choice in self._leaders.rank(text, MOST_OFFERED).choices]

    # ---- opening ---------------------------------------------------------------------------------------------------

    @property
    def letter(self) -> Letter | ClosedLetter | None:
        """The draft as last saved."""
        return self._letter

    @property
    def reason(self) -> str:
        """The reason for which the letter of an accusation was opened; empty for any other."""
        return self._why

    def start(self, kind: str, case_no: str, document: object = None) -> None:
        """A new draft; the one of this kind that lies unfinished on the case is gone on with instead."""
        desk = self._desk
        self._load(lambda: begin_letter(desk, kind, case_no, document))

    def open(self, letter_id: int) -> None:
        """A draft that was begun before."""
        desk = self._desk
        self._load(lambda: read_letter(desk, letter_id))

    def _load(self, call: Callable[[], OpenedLetter]) -> None:
        before = self.keep_now()
        newest = self._question.again()
        self._clear()

        def done(opened: OpenedLetter) -> None:
            if not newest():
                return
            if opened.closed:
                self._ask_reason(opened)
            else:
                self._show(opened)

        def go() -> None:
            if newest():
                work.run(self, call, done, self._failed)

        if before is None or not before.pending:
            go()
        else:
            # What is still on its way to the disk may be the very draft that is to be read.
            before.saved.connect(lambda _letter, _gaps: go())
            before.trouble.connect(lambda _error: go())

    def _ask_reason(self, opened: OpenedLetter) -> None:
        """A letter of an accusation opens as its case does: for a reason, with permission, leaving a line."""
        letter, newest, desk = opened.letter, self._question.newest(), self._desk
        self._letter, self._fresh = letter, opened.fresh
        self._say_name(opened)
        card = ClosedCard()

        def done(found: OpenedLetter, why: str) -> None:
            if newest():
                self._why = why
                self._show(found)

        def reveal(why: str) -> None:
            work.run(
                self,
                lambda: read_letter(desk, letter.letter_id, fresh=opened.fresh, why=why),
                lambda found: done(found, why),
                lambda trouble: card.refuse(trouble.message),
            )

        card.opened.connect(reveal)
        self._put(on_top(card))
        self.view.choose(TEXT)
        self._fit()
        card.why.setFocus()

    def _say_name(self, opened: OpenedLetter) -> None:
        letter = opened.letter
        self.name.set_whole(letter.title)
        self.setAccessibleName(letter.title)
        self.case_link.setText(letter.case_no)
        icons.recolour(self.case_link)
        self.case_link.setToolTip(opened.case_title)
        self.case_link.setVisible(bool(letter.case_no))

    def _clear(self) -> None:
        self._letter, self._touched = None, False
        self._why = ""
        self.body = None
        self.name.set_whole("")
        self.state.setText("")
        self.case_link.hide()
        self.notice.hide()
        self.sheet.forget()
        self.sheet.say("")
        self.bar.forget()
        self.bar.setEnabled(False)
        self._put(QWidget())

    def _put(self, inner: QWidget) -> None:
        scroll = containers.Scroll(inner)
        self._text_column.replaceWidget(self._scroll, scroll)
        self._scroll.hide()
        self._scroll.deleteLater()
        self._scroll = scroll
        scroll.show()

    def _show(self, opened: OpenedLetter) -> None:
        letter = opened.letter
        self._letter, self._fresh, self._leaders = letter, opened.fresh, opened.leaders
        typed = LetterTyped.from_content(opened.kind, content_of(letter), opened.requests)
        self.body = LetterBody(typed, opened.parts, self._desk.now)
        self.body.edited.connect(self._edited)
        self.body.finished.connect(self._to_signature)
        self._put(under_title(self._desk, opened, self.body, self._retitled))
        self._keep(letter, self.body)
        self._say_name(opened)
        self.bar.setEnabled(True)
        self.bar.begin(opened.kind, opened.signer, self._desk.today())
        self.state.setText(
            self.tr("新草稿") if opened.fresh else self.tr("草稿存于 {0}").format(f"{letter.changed_at:%m-%d %H:%M}")
        )
        self.view.choose(TEXT)
        self._fit()
        self._draw(at_once=True)
        self._read_gaps()
        self.body.focus_first()

    def _retitled(self) -> None:
        """Another 事项概要 stands in the fixed text and in what the form offers: the draft is read anew."""
        if self._letter is not None:
            self._touched = True
            self.message.emit(self.tr("事项概要已改，在事项的经过里可以撤销。"))
            self.open(self._letter.letter_id)

    def _to_signature(self) -> None:
        """Enter in the last input goes on to the signature."""
        if self.view.isVisible():
            self.view.choose(SIGN)
        (self.bar.signer if self.bar.signer.isVisible() else self.bar.issue_button).setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _failed(self, trouble: Trouble) -> None:
        self.notice.show_trouble(trouble)

    # ---- typing ----------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._touched = True
        self.bar.check()
        self._say_lacking()
        self.state.setText(self.tr("正在存…"))
        if self._keeper is not None:
            self._keeper.changed()
        self._draw()

    def _draw(self, *, at_once: bool = False) -> None:
        letter, body, desk = self._letter, self.body, self._desk
        if letter is None or body is None:
            return
        document = body.typed.document(desk.today())
        signer, day = self.bar.signature()
        self.sheet.ask(
            letter.letter_id,
            lambda: desk.letters.preview_content(
                letter.form, letter.subject_no, document, signed_by=signer, signed_on=day, marked=False
            ),
            at_once=at_once,
        )

    def _keep(self, letter: Letter | ClosedLetter, body: LetterBody) -> None:
        """From now on every change of this text goes to the disk."""
        keeper = LetterKeeper(self._desk, letter.letter_id, lambda: body.typed.document(self._desk.today()), self)
        keeper.trouble.connect(self._not_kept)
        keeper.saved.connect(lambda saved, gaps: self._saved(keeper, saved, gaps))
        self._keeper = keeper

    def _saved(self, keeper: LetterKeeper, letter: Letter, gaps: tuple[Gap, ...]) -> None:
        if keeper is self._keeper and self._letter is not None:
            self._letter = letter
            self.name.set_whole(letter.title)
            self.state.setText(self.tr("草稿已存 {0}").format(f"{letter.changed_at:%H:%M:%S}"))
            self.notice.hide()
            if not keeper.pending:  # else it is the verdict of a text that was typed over since
                self._show_gaps(gaps)
        self.kept.emit()

    def _not_kept(self, error: Exception) -> None:
        message = error.message if isinstance(error, Trouble) else str(error)
        self.state.setText(self.tr("还没有存上"))
        self.notice.show_as("seal", self.tr("草稿没有存上：{0} 写的字都还在这里。").format(message))
        self.notice.show()

    def _read_gaps(self) -> None:
        letter, desk = self._letter, self._desk
        if letter is None:
            return

        def done(gaps: tuple[Gap, ...]) -> None:
            waits = self._keeper is not None and self._keeper.pending
            if self._letter is not None and self._letter.letter_id == letter.letter_id and not waits:
                self._show_gaps(gaps)

        work.run(self, lambda: gaps_of(desk, letter.letter_id), done, self._failed)

    def keep_now(self) -> LetterKeeper | None:
        """Save what is pending; a draft that was begun just now and never touched leaves no trace.

        Gives the keeper that saves, for those who must wait for it.
        """
        keeper, letter, desk = self._keeper, self._letter, self._desk
        self._keeper = None
        if keeper is not None:
            keeper.finish()
        if letter is not None and self._fresh and not self._touched:
            letter_id = letter.letter_id
            self._letter = None
            work.run(self, lambda: desk.letters.discard(letter_id), lambda _: self.kept.emit(), lambda _trouble: None)
        return keeper

    # ---- actions ---------------------------------------------------------------------------------------------------

    def ask_issue(self) -> None:
        """Ctrl+Enter: the question before issuing, or the first place that is missing."""
        if self.view.isVisible():
            self.view.choose(SIGN)
        self.bar.ask_issue()

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        self.bar.show_gaps(gaps)
        self._say_lacking()

    def _say_lacking(self) -> None:
        """How many places are missing, on the way to the signature; nothing while that is not known."""
        chip = self.view.chips()[-1]
        assert isinstance(chip, QPushButton)
        lacking = 0 if self.bar.checking else self.bar.blocking()
        words = self.tr("签发（还缺 {0} 处）").format(lacking) if lacking else self.tr("签发")
        if chip.text() != words:
            chip.setText(words)
            self.view.again()

    def look_again(self) -> None:
        """Back from the settings: what they give now stands in the letter, and is missing no more."""
        letter, body, desk = self._letter, self.body, self._desk
        if letter is None or body is None or not self.bar.lacks_settings():
            return

        def done(parts: dict[str, str]) -> None:
            if self.body is body:
                body.put_missing(parts)
                self._draw(at_once=True)
                self._read_gaps()
                self.bar.take_focus()

        work.run(self, lambda: desk.letters.parts_from_settings(letter.letter_id), done, self._failed)

    def _jump(self, gap: Gap) -> None:
        if self.view.isVisible():
            self.view.choose(TEXT)
        if self.body is None or not self.body.go_to(gap):
            self._failed(Refused(gap.code, gap.message, basis=gap.basis or None))

    def _issue(self, signer: str, day: date | None, why: str) -> None:
        letter, keeper, desk, body = self._letter, self._keeper, self._desk, self.body
        if letter is None or keeper is None or body is None:
            return
        document = body.typed.document(desk.today())
        # What goes to the accuser names him; a handover names nobody.
        reason = self.reason if body.typed.kind.to == "petitioner" else ""
        self.bar.set_busy(True)

        def call() -> Issued:
            desk.letters.save(letter.letter_id, document)
            return desk.letters.issue(letter.letter_id, signer, day, why, unmask=reason)

        def done(issued: Issued) -> None:
            self.bar.set_busy(False)
            self._keeper, self._letter = None, None
            self.issued.emit(issued)

        def refused(trouble: Trouble) -> None:
            self.bar.set_busy(False)
            self._keep(letter, body)
            words = trouble.message + (f"（{trouble.basis}）" if trouble.basis else "")
            self.bar.refuse(words, trouble.field or "")
            if way_out(trouble)[0]:
                self.notice.show_trouble(trouble)
            elif trouble.field and trouble.field not in ("signed_by", "signed_on"):
                self._jump(Gap(trouble.code, trouble.field, trouble.message, trouble.basis or ""))

        keeper.settle(lambda: work.run(self, call, done, refused, title=self.tr("正在签发")))

    def _print_draft(self) -> None:
        """送审稿: what stands in the inputs now, for the leader's signature; its bytes are not kept."""
        printout = self.draft_printout()
        if printout is not None:
            self.draft_wanted.emit(printout)

    def draft_printout(self) -> Printout | None:
        """The draft on the screen as a paper."""
        letter, body = self._letter, self.body
        if letter is None or body is None:
            return None
        signer, day = self.bar.signature()
        document = body.typed.document(self._desk.today())
        return draft_printout(self._desk, letter, document, signer, day)

    def discard(self) -> None:
        """Throw the draft away; Ctrl+Z brings it back."""
        letter, keeper, desk = self._letter, self._keeper, self._desk
        if letter is None or keeper is None or self.body is None:
            return
        self._keeper, self._letter = None, None

        def gone(_nothing: object) -> None:
            self.discarded.emit(self.tr("草稿《{0}》已丢弃").format(letter.title))

        keeper.settle(lambda: work.run(self, lambda: desk.letters.discard(letter.letter_id), gone, self._failed))

    def _open_case(self) -> None:
        if self._letter is not None:
            self.case_wanted.emit(self._letter.case_no)

    def escape(self) -> bool:
        """Esc inside the editor: the question before issuing closes first; False when nothing was open."""
        if self.bar.confirming():
            self.bar.close_confirm()
            return True
        if self.view.isVisible() and self.view.chosen() != TEXT:
            self.view.choose(TEXT)
            return True
        return False

    # ---- room ------------------------------------------------------------------------------------------------------

    def _turn_over(self) -> None:
        if self.view.isVisible():
            order = [TEXT, PAPER, SIGN]
            self.view.choose(order[(order.index(self.view.chosen()) + 1) % len(order)])
            {TEXT: self.view, PAPER: self.sheet.view, SIGN: self.bar.signer}[self.view.chosen()].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= BESIDE * theme.em(1)
        shown = self.view.chosen()
        self.view.setVisible(not beside)
        self.split.setVisible(beside or shown != SIGN)
        self._text_side.setVisible(beside or shown == TEXT)
        self.sheet.setVisible(beside or shown == PAPER)
        if beside != (self._foot.indexOf(self.bar) >= 0):
            (self._foot if beside else self._sign_column).insertWidget(0, self.bar)
        self.bar.setVisible(beside or shown == SIGN)
        self._sign_page.setVisible(not beside and shown == SIGN)
