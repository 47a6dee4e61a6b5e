"""The page 来访登记: the form, the card of earlier visits beside it, the journal under it, and what follows a save."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.office.unset import way_out
from petidesk.domain.trouble import Refused, Trouble
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.people import Likely, Person
from petidesk.domain.visits.typed import VisitForm
from petidesk.domain.visits.visits import Added, Visit
from petidesk.ui import work
from petidesk.ui.look import containers, controls
from petidesk.ui.look.later import Later, stands
from petidesk.ui.look.theme import sized, spaced, theme
from petidesk.ui.record.closed_card import ClosedCard
from petidesk.ui.registration.after import AfterSave
from petidesk.ui.registration.choices import FormChoices, copy_field
from petidesk.ui.registration.form import RegistrationForm, form_card
from petidesk.ui.registration.guest import form_of, register_guest
from petidesk.ui.registration.hint import HintCard, HintSearch, Pick
from petidesk.ui.registration.tray import DraftKeeper, DraftsPanel
from petidesk.ui.shell.actions import action, bind
from petidesk.ui.shell.page import Page
from petidesk.ui.shell.routes import GoOn, GuestVisit, NewVisit, Route, ToDrafts, ToSitting, ToVisit

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.ui.seat import Seat

# Ems of the page from which the card of earlier visits stands beside the form.
BESIDE_FROM = 46.0


class RegistrationPage(Page):
    """One visit after the other. `NewVisit` begins a new one; what stands in the form is kept as a draft."""

    key: ClassVar[str] = "registration"
    help_name: ClassVar[str] = "registration"

    def __init__(self, desk: Desk, seat: Seat) -> None:
        super().__init__(desk, seat)
        self._saving = False
        self._opened = False
        self._likely: list[Likely] = []
        self.previous: VisitForm | None = None
        self.choices = FormChoices(desk, self)
        self.form = RegistrationForm(desk.now, self.choices.offers(), self._most_representatives)
        self.hint = HintCard()
        self.search = HintSearch(desk.visits.similar, self)
        self.keeper = DraftKeeper(desk, lambda: self.form.form, self)
        self._missing = work.Latest(self, 300)
        self._build()
        self._build_bar()
        self._build_keys()
        self._join()
        self._begin(VisitForm(received_by=desk.actor.name), None)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.notice = controls.Notice("amber", closable=True)
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.guest_notice = controls.Notice("ink")
        self.guest_notice.hide()
        self.body.addWidget(self.guest_notice)
        self.stack = containers.Stack()
        self.body.addWidget(self.stack, 1)
        self.writing = QWidget()
        across = QHBoxLayout(self.writing)
        # A low window shows the whole form, and a line more that a warning takes is the statement's to give.
        spaced(self.body, 0.75, (1.25, 0.4, 1.25, 0.4))
        spaced(across, 1)
        self.sheet = form_card(self.form)
        across.addWidget(self.sheet, 1)
        across.addWidget(self.hint)
        self.stack.addWidget(self.writing)
        theme.changed.connect(self._fit)

    def _build_bar(self) -> None:
        self.save_only = self.add_action(self.tr("保存"), self.save, main=True, icon="save")
        printing = action("save_and_print").with_key()
        self.save_and_print = self.add_action(printing, lambda: self.save(printing=True), icon="printer")
        self.show_hint = self.add_action(action("hint").with_key(), self._toggle_hint, icon="history")
        self.tray = self.add_action(self.tr("未完成"), self._open_tray, icon="notebook-text")
        self.tray.hide()
        self.show_hint.hide()

    def _build_keys(self) -> None:
        for name, call in (
            ("save_and_print", lambda: self.save(printing=True)),
            ("hint", self._toggle_hint),
            ("copy_field", self._copy),
        ):
            bind(action(name), self, call)

    def _join(self) -> None:
        self.form.changed.connect(self._changed)
        self.form.probed.connect(self._probe)
        self.form.removed.connect(lambda text, back: self.offer.emit(text, self.tr("撤销"), back))
        self.form.finished.connect(lambda: self.save_only.setFocus(Qt.FocusReason.TabFocusReason))
        self.search.found.connect(self._found)
        self.hint.linked.connect(self._link)
        self.hint.not_same.connect(self._not_same)
        self.hint.left.connect(self._leave_hint)
        self.hint.taken_back.connect(self._take_back)
        self.hint.counted.connect(lambda _: self._fit())
        self.keeper.kept.connect(self._kept)
        self.keeper.trouble.connect(self._draft_trouble)
        self.keeper.listed.connect(self._show_tray)

    @Later
    def drafts(self) -> DraftsPanel:
        """未完成: the drafts that wait."""
        made = DraftsPanel()
        made.resume.connect(self._resume)
        made.discard.connect(self._discard)
        made.open_wanted.connect(self._open_closed)
        made.fresh.connect(self._to_form)
        self.stack.addWidget(made)
        return made

    @Later
    def after(self) -> AfterSave:
        """What a visit that was saved just now leads to."""
        made = AfterSave(self.desk, self.seat)
        made.another.connect(self.new_visit)
        self.stack.addWidget(made)
        return made

    # -- coming and going ------------------------------------------------------------------------------------------

    def opened(self, route: Route | None = None) -> None:
        """The page comes to the front with a new visit, the tray of unfinished ones or what stood there.

        The first time, unfinished drafts are offered.
        """
        first, self._opened = not self._opened, True
        # After a window that ended without closing even a fresh form asks first.
        fresh = isinstance(route, GuestVisit | GoOn) or (isinstance(route, NewVisit) and not self.desk.broken_off)
        if first:
            self.choices.load()
            self._load_previous()
            self.keeper.refresh(lambda: self._offer_drafts(starting=not fresh))
        if isinstance(route, GuestVisit):
            self._begin(form_of(self.desk, route), None, route)
            self._to_form()
            self.keeper.refresh()
            return
        if isinstance(route, GoOn):
            self.keeper.refresh(lambda: self._go_on(route.draft_id))
        elif isinstance(route, NewVisit) and not first:
            self.new_visit()
        elif isinstance(route, ToDrafts) and not first:
            # Another page may have put one there.
            self.keeper.refresh(lambda: self._open_tray() if self.keeper.others else None)

    def closing(self) -> None:
        """What was typed last goes into the draft now."""
        self.keeper.journal.flush()

    def new_visit(self) -> None:
        """F2: a fresh form. What stood in it stays in the tray."""
        self._begin(VisitForm(received_by=self.desk.actor.name), None)
        self._to_form()
        self.keeper.refresh()

    def print_page(self) -> bool:
        """Ctrl+P: the slip of the visit just registered; an unsaved form is saved first."""
        if stands(self, "after", self.stack):
            self.after.print_page()
        elif self.stack.currentWidget() is self.writing:
            self.save(printing=True)
        return True

    def _begin(self, form: VisitForm, draft_id: int | None, guest: GuestVisit | None = None) -> None:
        self._guest = guest
        self.keeper.follow(draft_id)
        self.form.show_form(form)
        self.search.forget()
        self.hint.forget_undo()
        self.notice.hide()
        self.guest_notice.setVisible(guest is not None)
        if guest is not None:
            words = self.tr("领导接待日第 {0} 号，保存后回到接访。").format(guest.guest.number)
            self.guest_notice.show_as("ink", words)
        self.say_state("")
        if not form.empty:
            self._probe()

    def _to_form(self) -> None:
        self.stack.setCurrentWidget(self.writing)
        self.bar.show()
        self.form.start_typing()

    # -- the journal -----------------------------------------------------------------------------------------------

    def _kept(self, draft: Draft) -> None:
        self.say_state(self.tr("草稿已存 {0}").format(f"{draft.saved_at:%H:%M:%S}"))
        self.notice.hide()

    def _draft_trouble(self, error: Exception) -> None:
        self.say_state(self.tr("草稿没有存上"))
        message = error.message if isinstance(error, Trouble) else str(error)
        self.notice.show_as("amber", self.tr("草稿没有存上：{0} 填写的内容还在窗口里。").format(message))
        self.notice.show()

    def _changed(self) -> None:
        form = self.form.form
        if not form.at and not form.empty:
            self.form.at_input.setText(f"{self.desk.now():%Y-%m-%d %H:%M}")
        self.keeper.journal.changed()

    # -- the tray --------------------------------------------------------------------------------------------------

    def _show_tray(self) -> None:
        others = self.keeper.others
        self.tray.setVisible(bool(others))
        self.tray.setText(self.tr("未完成 {0}").format(len(others)))
        self._fit()
        if stands(self, "drafts", self.stack):
            if others:
                self.drafts.show_drafts(others, starting=False, today=self.desk.today())
            else:
                self._to_form()

    def _offer_drafts(self, *, starting: bool) -> None:
        if starting and self.keeper.others and self.form.form.empty:
            self._open_drafts(starting=True)

    def _open_tray(self) -> None:
        self.keeper.journal.flush()
        self._open_drafts(starting=False)

    def _open_drafts(self, *, starting: bool) -> None:
        self.stack.setCurrentWidget(self.drafts)
        self.bar.hide()
        self.drafts.show_drafts(self.keeper.others, starting=starting, today=self.desk.today())

    def _go_on(self, draft_id: int) -> None:
        """With the draft of that id; one that is gone or closed is looked for in the tray."""
        found = next((draft for draft in self.keeper.others if draft.draft_id == draft_id), None)
        if isinstance(found, Draft):
            self._resume(found)
        elif self.keeper.others:
            self._open_tray()

    def _resume(self, draft: Draft) -> None:
        self._begin(VisitForm.from_content(draft.content), draft.draft_id)
        self._to_form()
        self.keeper.refresh()

    def _open_closed(self, draft: ClosedDraft, why: str, card: ClosedCard) -> None:
        desk = self.desk
        work.run(
            self,
            lambda: desk.drafts.open(draft.draft_id, why),
            self._resume,
            lambda trouble: card.refuse(trouble.message),
        )

    def _discard(self, draft: Draft) -> None:
        self.keeper.discard(draft)
        self.message.emit(self.tr("草稿已收走。"))

    # -- the hint --------------------------------------------------------------------------------------------------

    def _probe(self) -> None:
        probe = self.form.people.probe()
        self.search.ask(probe)
        name = probe.name
        self._missing.ask(lambda: self.desk.papers.missing_characters(name), self._say_missing)

    def _say_missing(self, missing: tuple[str, ...]) -> None:
        if missing and not self.form.people.name.said():
            self.form.people.name.say(self.tr("字库里没有“{0}”，打印会留空").format("".join(missing)), "warn")

    def _found(self, likely: list[Likely]) -> None:
        self._likely = likely
        probe = self.form.people.probe()
        asked = bool(probe.name or probe.phone or probe.id_number)
        self.hint.show_likely(likely, asked=asked, linked=self.form.people.current().person_id)

    def _link(self, pick: Pick) -> None:
        self.form.people.link(pick.person)
        if pick.case is not None:
            self.form.matters.link(pick.case)
        self._found(self._likely)
        self._leave_hint()

    def _not_same(self, person: Person) -> None:
        current = self.form.people.current()
        if person.person_id not in current.not_same_as:
            current.not_same_as.append(person.person_id)
        if current.person_id == person.person_id:
            self.form.people.unlink()
        self.hint.offer_undo(person)
        self.keeper.journal.changed()
        self._found([found for found in self._likely if found.person.person_id != person.person_id])
        if not self.hint.count():
            self._leave_hint()

    def _take_back(self, person_id: int) -> None:
        current = self.form.people.current()
        current.not_same_as = [known for known in current.not_same_as if known != person_id]
        self.keeper.journal.changed()
        self._probe()

    def _toggle_hint(self) -> None:
        if self.stack.currentWidget() is not self.writing:
            return
        if self.hint.isAncestorOf(self.focusWidget() or self):
            self._leave_hint()
        elif self.hint.count():
            self.hint.show()
            if not self._beside():
                self.sheet.hide()
            self.hint.step_in()

    def _leave_hint(self) -> None:
        self.sheet.show()
        self._fit()
        field = self.form.current_field() or self.form.people.name
        self.form.focus_field(field)

    def _beside(self) -> bool:
        return self.width() >= theme.em(BESIDE_FROM)

    def _fit(self) -> None:
        """The card stands beside the form where there is room, else it waits behind F3."""
        beside = self._beside()
        if beside:
            self.sheet.show()
        self.hint.setVisible(beside or self.sheet.isHidden())
        wide = min(max(self.width() / max(theme.em(1), 1) * 0.27, 15.0), 24.0)
        sized(self.hint, min_width=wide if beside else 0, max_width=wide if beside else 200)
        self.show_hint.setText(self.tr("可能的旧访 {0}  F3").format(self.hint.count()))
        self.show_hint.setVisible(not beside and self.hint.count() > 0)
        self._actions.again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or behind."""
        super().resizeEvent(event)
        self._fit()

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self, *, printing: bool = False) -> None:
        """保存, and F9 with its slip: check, register, and say so; a refusal is shown beside its field."""
        if self._saving or self.stack.currentWidget() is not self.writing:
            return
        QGuiApplication.inputMethod().commit()
        try:
            document = self.form.document(self.desk.now())
        except Refused as refusal:
            self.form.refuse(refusal)
            return
        self._saving = True
        self.form.setEnabled(False)
        guest = self._guest

        def register(draft_id: int | None) -> tuple[Visit, Added]:
            if guest is not None:
                return register_guest(self.desk, guest, document, draft_id)
            return self.desk.visits.add(document, draft_id=draft_id)

        def add() -> None:
            draft_id = self.keeper.journal.draft_id
            work.run(
                self,
                lambda: register(draft_id),
                lambda registered: self._saved(registered, printing),
                self._refused,
                title=self.tr("正在保存"),
            )

        self.keeper.journal.settle(add)

    def _saved(self, registered: tuple[Visit, Added], printing: bool) -> None:
        visit, added = registered
        self._saving = False
        self.form.setEnabled(True)
        closed = any(stored.matter.restricted for stored in visit.matters)
        guest = self._guest
        self.previous = None if closed else VisitForm.from_document(content_document(visit.content))
        self._begin(VisitForm(received_by=self.desk.actor.name), None)
        self.stack.setCurrentWidget(self.after)
        self.bar.hide()
        back = None if guest is None else (lambda: self.go.emit(ToSitting(guest.day.day_id)))
        self.after.show_visit(visit, added, printing=printing, back=back)
        self.saved.emit()
        self.looked.emit(ToVisit(visit.visit_no))
        self.choices.load()

    def _refused(self, trouble: Trouble) -> None:
        self._saving = False
        self.form.setEnabled(True)
        self.keeper.journal.changed()
        if isinstance(trouble, Refused):
            self.form.refuse(trouble)
            if way_out(trouble)[0]:
                self.notice.show_trouble(trouble)
            return
        self.notice.show_as("amber", self.tr("没有保存：{0} 填写的内容还在。").format(trouble.message))
        self.notice.show()
        self.form.start_typing()

    # -- small things ----------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self.previous is None:
            self.say_state(self.tr("上一条没有可以复制的内容"))
            return
        copy_field(self.form, self.previous)

    def _load_previous(self) -> None:
        work.run(self, self.choices.latest_visit, self._take_previous)

    def _take_previous(self, previous: VisitForm | None) -> None:
        if self.previous is None:
            self.previous = previous

    def _most_representatives(self) -> int:
        return self.desk.office.current().most_representatives
