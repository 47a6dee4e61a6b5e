"""One record on the screen: read by its id or number, its head, its sheet, the panels on the right, the deeds below.

A room says what to read and how it reads; here is what holds of every record: an answer that is no longer asked for is
dropped, nothing replaces what is being typed, an accusation opens for a reason and closes again, Esc leaves one thing
at a time, and what was recorded can be taken back at one click.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from petidesk.domain.clocks import Deadline
from petidesk.domain.trouble import Trouble, sentence
from petidesk.ui import work
from petidesk.ui.look import containers, icons
from petidesk.ui.look.theme import spaced
from petidesk.ui.record.clock_panel import ClockPanel
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.record.entries import Entries
from petidesk.ui.record.files import FilesBeside
from petidesk.ui.record.keys import SheetKeys
from petidesk.ui.record.menu import EventMenu
from petidesk.ui.record.pages import RecordPages
from petidesk.ui.record.sheet import Cards
from petidesk.ui.record.timeline import take_back_link
from petidesk.ui.record.void_panel import VoidPanel

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.domain.retention.purges import Purged

Key = int | str  # the id of a record, or its number
Opened = TypeVar("Opened")  # what a room reads of its record


class RecordView(RecordPages, Entries, Generic[Opened]):
    """Shows one record. It holds the frozen value it shows and nothing of the list.

    A room says what is abstract here, and declares the rest with what each part needs: `add_clocks`, `add_menu`,
    `add_void`.
    """

    # The id of the record that is shown now.
    shown = Signal(int)
    # The id or number of the record that is being read, while none is shown.
    awaited = Signal(object)
    # Something was recorded, taken back or voided: lists look again.
    changed = Signal()
    message = Signal(str)
    go = Signal(object)

    # The kind under which the record has its attachments; empty where it takes none.
    files_kind = ""
    # Whether the reason given for opening an accusation holds until another record is shown, or for one look.
    stays_open = False

    def __init__(self, desk: Desk, back: str = "") -> None:
        """`back`: other words for the way back to the list."""
        super().__init__(back)
        self._desk = desk
        self.opened: Opened | None = None
        self._reading = work.Reading(self, self._wait)
        self._why = ""
        self.full_numbers = False
        self.closed_card: ClosedCard | None = None
        self.clocks: ClockPanel | None = None
        self._deadlines: Callable[[str], list[Deadline]]
        self._take_back: Callable[[str, int], object]
        self.menu: EventMenu | None = None
        self.void: VoidPanel | None = None
        self.setAccessibleName(self.tr("打开的记录"))
        self.files = FilesBeside(self, desk, self.files_kind, self.sheet, self.head, self._read_now, self.show_facts)

    # ---- what a room says ------------------------------------------------------------------------------------------

    @abstractmethod
    def read(self, key: Key, why: str) -> Opened:
        """Read a record by its id or number, an accusation for the reason `why`. Called in a worker."""

    @abstractmethod
    def identity(self, opened: Opened) -> tuple[int, str]:
        """The id and the number of what was read."""

    @abstractmethod
    def show_opened(self, opened: Opened) -> None:
        """Fill the head and show the deeds that the record allows."""

    def cards(self, _opened: Opened) -> Cards:
        """What stands on the sheet: nothing where a room fills it itself (`show_sheet`)."""
        return Cards(())

    def emptied(self) -> None:
        """Another record is being read: what a room shows beside head and cards says nothing of the one before."""

    # ---- building: what a room asks for ----------------------------------------------------------------------------

    def add_clocks(self, deadlines: Callable[[str], list[Deadline]]) -> None:
        """为什么是这一天; `deadlines`, called in a worker, reads the clocks of the record of a number."""
        self._deadlines = deadlines
        self.clocks = ClockPanel()
        self.clocks.closed.connect(self.show_facts)
        holder = QWidget()
        column = QVBoxLayout(holder)
        spaced(column, 0, (0, 0, 0.5, 0))
        column.addWidget(self.clocks)
        self._clocks_page = containers.Scroll(holder)
        self.sheet.right.addWidget(self._clocks_page)

    def add_menu(
        self,
        step: QPushButton,
        note: QPushButton,
        *,
        record: Callable[[str], object],
        take_back: Callable[[str, int], object],
    ) -> None:
        """记一笔…, and the keys of a record that is read; `step` is the button of the next step, `note` that of it.

        `record` opens the entry of a kind of event; `take_back`, called in a worker, takes an event of a number back.
        """
        self._take_back = take_back
        self.menu = EventMenu()
        self.menu.chosen.connect(record)
        self.menu.left.connect(self.show_facts)
        self.sheet.right.addWidget(self.menu)
        step.hide()  # it gets its words with the first record
        SheetKeys(self, step, note, self.sheet.read_on)

    def add_void(self, outcome: str, deed: str, call: Callable[[str, str], object]) -> None:
        """作废 with a reason. `outcome`: what stays and what is gone; `deed`: the words of its button.

        `call`, in a worker, voids the record of a number for a reason.
        """
        self.void = VoidPanel(outcome, deed)
        self.void.confirmed.connect(lambda why: self._void(call, why))
        self.void.left.connect(self.drop)
        self.keep_panel(self.void)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def stands(self) -> bool:
        """Whether a record is shown, not read still."""
        return self.opened is not None

    @property
    def record_id(self) -> int | None:
        """The id of the record that is shown."""
        return None if self.opened is None else self.identity(self.opened)[0]

    @property
    def record_no(self) -> str:
        """Its number; empty before the first, and for a draft that has none."""
        return "" if self.opened is None else self.identity(self.opened)[1]

    @property
    def reason(self) -> str:
        """The reason for which the accusation that is shown was opened; empty for any other record."""
        return self._why

    def show_id(self, record_id: int, entry: str = "", *, rest_ms: int = 0) -> None:
        """Read and show a record by its id; with the entry of a kind of event (or `NEXT`) open.

        `rest_ms`: it is read when no other was asked for in that time.
        """
        self._read(record_id, entry=entry, rest_ms=rest_ms)

    def show_no(self, number: str, entry: str = "") -> None:
        """Read and show a record by its number; with the entry of a kind of event (or `NEXT`) open."""
        self._read(number, entry=entry)

    def read_again(self) -> None:
        """The record may have changed elsewhere, or could not be read: read it anew."""
        if self._reading.about is not None:
            self._read(self._reading.about)

    def _read_now(self) -> tuple[str, str] | None:
        """Number and reason of the record that is read; None while something is being typed."""
        return None if self.editing else (self.record_no, self._why)

    def _read(
        self,
        key: Key,
        why: str | None = None,
        refused: Callable[[Trouble], None] | None = None,
        entry: str = "",
        rest_ms: int = 0,
    ) -> None:
        """Read and show. Without a reason `why` an accusation is closed again, unless the reason holds on."""
        if self.editing:
            return
        same = key in (self.record_id, self.record_no)
        reason = why if why is not None else self._why if self.stays_open and same else ""
        about = self.record_id if self.opened is not None and same else key

        def call() -> tuple[Opened, int | None, Purged | None]:
            opened = self.read(key, reason)
            number = self.identity(opened)[1]
            return opened, self.files.count_of(number), self._desk.retention.met(number)

        def done(found: tuple[Opened, int | None, Purged | None]) -> None:
            if not self.editing:
                self.files.say_count(found[1])
                self.gone = found[2]
                self._stand(found[0], reason)
                self._say_gone()
                self.begin_entry(entry)

        def failed(trouble: Trouble) -> None:
            if self.opened is None:
                self.head.show_record(str(key) if isinstance(key, str) else "", self.tr("没有打开"), ())
                self.setAccessibleName(self.tr("没有打开"))
            (refused or self.fail)(trouble)

        self._reading.read(about, call, done, failed, rest_ms=rest_ms)

    def _say_gone(self) -> None:
        """When a record went whose period was over, and by which certificate."""
        if self.gone is not None:
            self.notice.show_as("ink", self.gone.words)
            self.notice.show()

    def _wait(self, about: Key) -> None:
        """Another record is asked for: nothing of the one before stays in sight until it is there."""
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.opened, self._why, self.full_numbers, self.closed_card, self.gone = None, "", False, None, None
        self.notice.hide()
        self.head.wait(about if isinstance(about, str) else "")
        self.setAccessibleName(self.tr("正在打开…"))
        self.files.say_count(None)
        self.files.left()
        self.sheet.wait()
        self.bar.hide()
        self.emptied()
        if inside:
            self.setFocus()
        self.awaited.emit(about)

    def _stand(self, opened: Opened, why: str) -> None:
        same = self.record_id == self.identity(opened)[0]
        self.opened, self._why = opened, why
        self._reading.named(self.identity(opened)[0])
        self.setAccessibleName(self.record_no or self.tr("打开的记录"))
        self.full_numbers = self.full_numbers and same
        self.notice.setVisible(self.notice.isVisibleTo(self) and same)
        self.show_again(stay=same)
        self.shown.emit(self.identity(opened)[0])

    def show_again(self, *, stay: bool = True) -> None:
        """Show what was read; `stay` keeps how far it was scrolled."""
        if self.opened is None:
            return
        self.show_opened(self.opened)
        self.show_sheet(stay=stay)
        if self.closed_card is not None:
            self.closed_card.lead(not (self.has_filled_deed() or self.files.shown))
        self.deeds.again()
        if not self.editing and self.sheet.facts is not None and not (stay and self.files.shown):
            self.turn(self.sheet.facts)

    def show_sheet(self, *, stay: bool) -> None:
        """Build the cards."""
        self.sheet.show_cards(self._build_cards, stay=stay)

    def _build_cards(self) -> Cards:
        self.closed_card = None
        assert self.opened is not None  # it is what is shown
        return self.cards(self.opened)

    def toggle_numbers(self) -> None:
        """Show or mask the numbers of persons, until another record is shown. Shown they are for whoever may unmask,
        and only once a line says so.
        """
        if self.full_numbers:
            self._show_numbers(False)
            return
        desk, kind, number, shown = self._desk, self.files_kind, self.record_no, self.record_id
        if shown is None or not number:
            return

        def done(_none: None) -> None:
            if self.record_id == shown:
                self._show_numbers(True)

        work.run(self, lambda: desk.numbers.look(kind, number), done, self.fail)

    def _show_numbers(self, full: bool) -> None:
        self.full_numbers = full
        self.show_again()

    # ---- an accusation ---------------------------------------------------------------------------------------------

    def make_closed_card(self) -> ClosedCard:
        """What stands in place of an accusation; a reason typed there opens it."""
        self.closed_card = ClosedCard()
        self.closed_card.opened.connect(self.reveal)
        return self.closed_card

    def reveal(self, why: str) -> None:
        """Open what an accusation keeps closed, for the reason typed."""
        card = self.closed_card
        if card is not None and self.record_id is not None:
            self._read(self.record_id, why, lambda trouble: card.refuse(trouble.message))

    def explain(self) -> None:
        """为什么是这一天: every day of the clocks, in place."""
        number, clocks = self.record_no, self.clocks
        if clocks is None or not number or self.editing:
            return

        def done(deadlines: list[Deadline]) -> None:
            if number == self.record_no and not self.editing:
                clocks.show_deadlines(deadlines)
                self.turn(self._clocks_page, alone=True)
                clocks.setFocus()

        work.run(self, lambda: self._deadlines(number), done, self.fail)

    # ---- recording and taking back ---------------------------------------------------------------------------------

    def open_menu(self) -> None:
        """记一笔…: everything that may be recorded."""
        offers = self.offers() if self.opened is not None and not self.editing else None
        if self.menu is not None and offers is not None:
            self.menu.show_offers(offers)
            self.turn(self.menu)
            self.menu.setFocus()

    def show_step(self, button: QPushButton, words: str) -> None:
        """The next step on its button; none where nothing is owed."""
        button.setVisible(bool(words))
        if words:
            button.setText(words)
            icons.recolour(button)

    def recorded(self, number: str, event_id: int, label: str, warnings: Sequence[str]) -> None:
        """Something was recorded: back to what is read."""
        self.drop()
        self.notice.hide()
        self.message.emit(self.tr("{0} 已记下：{1}").format(number, label))
        self.warn(warnings)
        self.show_no(number)
        self.changed.emit()

    def warn(self, warnings: Sequence[str]) -> None:
        """What the desk said beside recording it."""
        if warnings:
            self.say("amber", self.tr("已记下。请注意：{0}").format("".join(map(sentence, warnings))))

    def undo_link(self, on: date, event_id: int, label: str) -> QWidget:
        """撤销 beside an event of the timeline; not while something is being typed."""
        number = self.record_no
        return take_back_link(on, label, lambda: None if self.editing else self.undo(number, event_id, label))

    def undo(self, number: str, event_id: int, label: str) -> None:
        """Take an event back; it stays in the timeline, struck through."""

        def done(_taken_back: object) -> None:
            self.notice.hide()
            self.message.emit(self.tr("{0} 已撤销：{1}").format(number, label))
            if self.record_no == number:
                self.show_no(number)
            self.changed.emit()

        work.run(self, lambda: self._take_back(number, event_id), done, self.fail, title=self.tr("正在撤销"))

    # ---- voiding ---------------------------------------------------------------------------------------------------

    def ask_void(self) -> None:
        """Show the field for the reason; nothing is voided yet."""
        if self.void is not None and self.opened is not None and not self.editing:
            self.put(self.void)
            self.void.begin(self.record_no)

    def _void(self, call: Callable[[str, str], object], why: str) -> None:
        number, void = self.record_no, self.void
        assert void is not None  # it asked

        def done(_voided: object) -> None:
            self.drop()
            self.tell_done(self.tr("{0} 已作废").format(number))

        work.run(
            self,
            lambda: call(number, why),
            done,
            lambda trouble: void.refuse(trouble.message),
            title=self.tr("正在作废"),
        )

    def tell_done(self, words: str) -> None:
        """Something was done to the record: say so, read it again, and lists look again."""
        self.message.emit(words)
        self.read_again()
        self.changed.emit()
