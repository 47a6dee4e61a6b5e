"""The right side of the tab 接访: the guest who is chosen, or the form for what is being done. It asks the desk.

Every deed of a sitting goes through here; what the desk refuses stands beside its field, what is typed is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from petidesk.desk.reception.reception import Which
from petidesk.domain.reception.days import ReceptionDay
from petidesk.domain.sittings.guests import Guest
from petidesk.domain.sittings.sittings import Sitting
from petidesk.domain.trouble import Trouble
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.forms.kept import ENTRY, entry_of
from petidesk.ui.look import containers
from petidesk.ui.look.theme import spaced
from petidesk.ui.paper.printout import record_printout
from petidesk.ui.shell.routes import GuestVisit, ToCase, ToVisit
from petidesk.ui.sittings.guest_forms import BookingForm, CloseForm, LinkForm, OpinionForm, ReasonForm, SittingForm
from petidesk.ui.sittings.guest_sheet import GuestSheet, deeds_of
from petidesk.ui.sittings.reading import visits_of

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

MOST_OFFERED = 12
Call = Callable[[ReceptionDay, Which], Sitting]


class SittingSide(QWidget):
    """`written` carries the sitting as it is after a deed, the number to stand on (0: where one was) and a sentence.

    `failed` a trouble of no form, `turned` fires when a form comes or goes, `kept` says that a draft was saved;
    `busy` that something typed stands in the way, `put_away` that a form was; `go` and `print_wanted` as in Page.
    """

    written = Signal(object, int, str)
    failed = Signal(object)
    turned = Signal()
    kept = Signal(str)
    busy = Signal()
    put_away = Signal()
    go = Signal(object)
    print_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.sitting: Sitting | None = None
        self.guest: Guest | None = None
        self._because: Callable[[str], Call] | None = None
        self._ahead = {"villages": TypeAhead(()), "owners": TypeAhead(())}
        self.sheet = GuestSheet()
        self.booking = BookingForm(desk, self._match("villages"))
        self.opinion = OpinionForm(desk, self._match("owners"))
        self.close_form = CloseForm()
        self.reason = ReasonForm()
        self.link = LinkForm()
        self.blank = QWidget()
        self._stack = containers.Stack()
        self._parts: dict[QWidget, QWidget] = {self.blank: self.blank}
        self._stack.addWidget(self.blank)
        for part in (self.sheet, *self.forms()):
            self._parts[part] = containers.Scroll(part)
            self._stack.addWidget(self._parts[part])
        column = QVBoxLayout(self)
        spaced(column, 0)
        column.addWidget(self._stack)
        self._join()

    def _join(self) -> None:
        self.sheet.deed.connect(self.do)
        self.sheet.case_wanted.connect(lambda case_no: self.go.emit(ToCase(case_no)))
        self.sheet.visit_wanted.connect(lambda visit_no: self.go.emit(ToVisit(visit_no)))
        self.sheet.withdraw_wanted.connect(self._ask_withdraw)
        for form in self.forms():
            form.left.connect(self._put_away)
            form.state.connect(self.kept)
        self.booking.sent.connect(self._save_booking)
        self.opinion.sent.connect(self._save_opinion)
        self.close_form.sent.connect(self._close_sitting)
        self.close_form.later.connect(self._note_sitting)
        self.reason.sent.connect(self._save_reason)
        self.link.sent.connect(self._save_link)

    def forms(self) -> tuple[SittingForm, ...]:
        """The forms that may stand here."""
        return self.booking, self.opinion, self.close_form, self.reason, self.link

    # ---- what is offered while typing ------------------------------------------------------------------------------

    def _match(self, kind: str) -> Callable[[str], list[str]]:
        def match(text: str) -> list[str]:
            return [choice.value for choice in self._ahead[kind].rank(text, MOST_OFFERED).choices]

        return match

    def read_choices(self) -> None:
        """Read anew which villages, units and names are offered."""
        desk = self._desk

        def read() -> dict[str, TypeAhead]:
            units = [Choice(unit) for unit in desk.cases.units()]
            names = [Choice(name) for name in dict.fromkeys((*desk.cases.leaders(), *desk.choices.receivers()))]
            return {"villages": TypeAhead(desk.choices.villages()), "owners": TypeAhead([*units, *names])}

        def take(found: dict[str, TypeAhead]) -> None:
            self._ahead = found

        work.run(self, read, take)

    # ---- what stands here ------------------------------------------------------------------------------------------

    @property
    def typing(self) -> SittingForm | None:
        """The form that is open, None while a guest is only read."""
        return next((form for form in self.forms() if self._stack.currentWidget() is self._parts[form]), None)

    @property
    def leads(self) -> bool:
        """Whether the next step stands here, filled."""
        return self.typing is not None or (self.guest is not None and self.sheet.leads)

    def show_guest(self, sitting: Sitting, guest: Guest | None) -> None:
        """The guest under the cursor; a form that is open stays."""
        if self.sitting is not None and self.sitting.day.day_id != sitting.day.day_id:
            self.close_draft()
            self._stack.setCurrentWidget(self.blank)
        self.sitting, self.guest = sitting, guest
        if guest is not None:
            self.sheet.show_guest(sitting, guest)
        if self.typing is None:
            self._front(self.sheet if guest is not None else self.blank)

    def _front(self, part: QWidget) -> None:
        self._stack.setCurrentWidget(self._parts[part])
        self.turned.emit()

    def start(self) -> None:
        """Put the focus on the next step, or where typing begins."""
        typing = self.typing
        if typing is not None:
            typing.start_typing()
        else:
            (self.sheet.main or self.sheet).setFocus()

    def busy_typing(self) -> bool:
        """Whether something typed stands in the way; it is then pointed at. A form without a word is put away."""
        typing = self.typing
        if typing is not None and typing.touched:
            self.busy.emit()
            typing.start_typing()
            return True
        self.leave_form()
        return False

    def leave_form(self) -> None:
        """Put the form away; what was typed is kept and comes back."""
        if self.typing is None:
            return
        self.close_draft()
        self._front(self.sheet if self.guest is not None else self.blank)

    def _put_away(self) -> None:
        self.leave_form()
        self.put_away.emit()

    def close_draft(self) -> None:
        """Keep what is typed."""
        for form in self.forms():
            form.close_draft()
        self.kept.emit("")

    def _open_form(self, form: SittingForm, about: str = "", *, closed: bool = False) -> None:
        self.close_draft()
        if about:
            form.keep(self._desk, ENTRY, entry_of(about, "sitting"), self, restricted=closed)
        self._front(form)
        form.start_typing()

    # ---- deeds that begin ------------------------------------------------------------------------------------------

    def do(self, deed: str) -> None:
        """Do something with the guest under the cursor, as far as it is possible now."""
        guest, sitting = self.guest, self.sitting
        if guest is None or sitting is None or deed not in deeds_of(sitting, guest) or self.busy_typing():
            return
        sittings, number = self._desk.sittings, guest.number
        match deed:
            case "came":
                words = self.tr("第 {0} 号在排队").format(number)
                self._run(lambda day, which: sittings.came(day.on, number, which), words)
            case "register":
                self.go.emit(GuestVisit(sitting.day, guest))
            case "opinion":
                self.opinion.begin(sitting, guest)
                self._open_form(self.opinion, f"opinion {sitting.day.day_id} {number}", closed=guest.closed)
            case "amend":
                self.booking.begin(sitting, booked=guest.state == "booked", guest=guest)
                self._open_form(self.booking)
            case "cancel":
                self._ask_why(
                    self.tr("第 {0} 号 {1} 取消").format(number, guest.name),
                    (self.tr("来电取消"), self.tr("等不及走了"), self.tr("改天再来"), self.tr("已在窗口办理")),
                    lambda why: lambda day, which: sittings.cancel(day.on, number, why, which),
                )
            case "link":
                self._offer_visits(sitting, guest)
            case "record":
                self.print_wanted.emit(record_printout(self._desk, sitting, guest))

    def begin_booking(self, *, booked: bool) -> None:
        """Somebody books, or has come."""
        if self.sitting is not None and not self.busy_typing():
            self.booking.begin(self.sitting, booked=booked)
            self._open_form(self.booking, f"booking {self.sitting.day.day_id} {booked}")

    def end(self) -> None:
        """结束接访: what is said of the day, then it is closed."""
        if self.sitting is not None and not self.busy_typing():
            self.close_form.begin(self.sitting)
            self._open_form(self.close_form, f"closing {self.sitting.day.day_id}")

    def reopen(self) -> None:
        """Open a closed sitting again."""
        sittings = self._desk.sittings
        self._run(lambda day, which: sittings.reopen(day.on, which), self.tr("已重新打开，可以补记"))

    def _ask_withdraw(self, case_no: str) -> None:
        guest, sittings = self.guest, self._desk.sittings
        if guest is None or self.busy_typing():
            return
        number = guest.number
        self._ask_why(
            self.tr("撤回对 {0} 的意见，事项里的批示一并撤销").format(case_no),
            (self.tr("记错了"), self.tr("领导改了意见")),
            lambda why: lambda day, which: sittings.withdraw(day.on, number, case_no, why, which),
        )

    def _ask_why(self, title: str, reasons: Sequence[str], then: Callable[[str], Call]) -> None:
        self._because = then
        self.reason.begin(title, reasons)
        self._open_form(self.reason)

    def _offer_visits(self, sitting: Sitting, guest: Guest) -> None:
        desk = self._desk

        def take(offered: list[str]) -> None:
            self.link.begin(guest, offered)
            self._open_form(self.link)

        work.run(self, lambda: visits_of(desk, sitting), take, self.failed.emit)

    # ---- deeds that are written ------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+Enter: write what stands in the form."""
        typing = self.typing
        if typing is not None:
            typing.save()

    def _save_booking(self, document: Mapping[str, Any]) -> None:
        form, sittings = self.booking, self._desk.sittings
        if form.guest_number:
            number = form.guest_number
            self._run(lambda day, which: sittings.amend(day.on, number, document, which))
        elif form.booked:
            self._run(lambda day, which: sittings.book(day.on, document, which), newest=True)
        else:
            self._run(lambda day, which: sittings.arrive(day.on, document, which), newest=True)

    def _save_opinion(self, document: Mapping[str, Any]) -> None:
        guest, sittings = self.guest, self._desk.sittings
        if guest is not None:
            number = guest.number
            words = self.tr("意见已记进事项的批示")
            self._run(lambda day, which: sittings.opinion(day.on, number, document, which), words)

    def _close_sitting(self, document: Mapping[str, Any]) -> None:
        sittings, words = self._desk.sittings, self.tr("接访已结束，可以打印接访记录")
        self._run(lambda day, which: sittings.close(day.on, document, which), words)

    def _note_sitting(self) -> None:
        document, sittings = self.close_form.read(), self._desk.sittings
        if document is not None:
            self._run(lambda day, which: sittings.note(day.on, document, which), self.tr("已存下"))

    def _save_reason(self, document: Mapping[str, Any]) -> None:
        if self._because is not None:
            self._run(self._because(str(document["why"])))

    def _save_link(self, document: Mapping[str, Any]) -> None:
        guest, sittings = self.guest, self._desk.sittings
        if guest is not None:
            number, visit_no = guest.number, str(document["visit_no"])
            self._run(lambda day, which: sittings.link(day.on, number, visit_no, which))

    def _run(self, call: Call, words: str = "", *, newest: bool = False) -> None:
        """Ask the desk; what it refuses stands in the form that is open, else above the queue."""
        if self.sitting is None:
            return
        day = self.sitting.day
        which = Which.of(day)

        def done(sitting: Sitting) -> None:
            if self.typing is not None:
                self.typing.done()
            self.kept.emit("")
            self._stack.setCurrentWidget(self.blank)
            number = max((guest.number for guest in sitting.guests), default=0) if newest else 0
            self.written.emit(sitting, number, words)

        def refused(trouble: Trouble) -> None:
            form = self.typing
            if form is None:
                self.failed.emit(trouble)
            else:
                form.refuse(trouble)

        work.run(self, lambda: call(day, which), done, refused)
