"""The tray of unfinished forms: each with its content, to go on with or to put away (with a way back)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from petidesk.domain.listing import ClosedDraft, Draft
from petidesk.domain.visits.typed import DRAFT_KIND, VisitForm
from petidesk.domain.visits.unfinished import draft_lines
from petidesk.ui import work
from petidesk.ui.forms.journal import Journal, Snapshot
from petidesk.ui.look import containers, controls
from petidesk.ui.look.theme import role, sized, spaced
from petidesk.ui.record.closed_card import ClosedCard

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


class DraftsPanel(QWidget):
    """Shows the drafts, the latest first. At the start it asks 继续上次未完成的登记？"""

    resume = Signal(object)
    discard = Signal(object)
    fresh = Signal()
    # A ClosedDraft, the reason for opening it, and its ClosedCard, which hears a refusal.
    open_wanted = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        sized(inner, max_width=46)
        self._column = QVBoxLayout(inner)
        spaced(self._column, 0.75)
        self._title = controls.label("", "section", wrap=True)
        self._column.addWidget(self._title)
        self._column.addWidget(
            controls.label(self.tr("草稿一直留着，不继续也不会丢；登记完成后自动收走。"), "soft", wrap=True)
        )
        self._cards: list[QWidget] = []
        self._new = controls.button(self.tr("登记新的来访  F2"), self.fresh.emit, icon="plus")
        self._column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(containers.Scroll(inner))

    def show_drafts(self, drafts: Sequence[Draft | ClosedDraft], *, starting: bool, today: date) -> None:
        """List them. `starting`: the program has just been started and offers them by itself."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        self._title.setText(
            self.tr("继续上次未完成的登记？") if starting else self.tr("未完成的登记（{0}）").format(len(drafts))
        )
        for place, draft in enumerate(drafts):
            card, go_on = self._card(draft, first=place == 0, today=today)
            self._column.insertWidget(2 + place, card)
            self._cards.append(card)
            if place == 0:
                go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, draft: Draft | ClosedDraft, *, first: bool, today: date) -> tuple[QFrame, QWidget]:
        frame, column = controls.card()
        when = f"{draft.saved_at:%H:%M}" if draft.saved_at.date() == today else f"{draft.saved_at:%m-%d %H:%M}"
        column.addWidget(controls.label(draft.summary, "strong", wrap=True))
        for line in draft_lines(draft) if isinstance(draft, Draft) else ():
            column.addWidget(controls.label(line, "", wrap=True))
        column.addWidget(controls.label(self.tr("{0} 存 · {1}").format(when, draft.staff), "small"))
        if isinstance(draft, ClosedDraft):
            # Another's words: they open as every accusation does, and only who sees them may throw them away.
            card = ClosedCard()
            card.lead(first)
            card.opened.connect(lambda why: self.open_wanted.emit(draft, why, card))
            column.addWidget(card)
            return frame, card.why
        row = QHBoxLayout()
        spaced(row, 0.5)
        go_on = controls.button(self.tr("继续登记"), lambda: self.resume.emit(draft))
        if first:
            role(go_on, "primary")
        go_on.setAccessibleName(self.tr("继续登记 {0}").format(draft.summary))
        drop = controls.button(self.tr("不要了"), lambda: self.discard.emit(draft), part="link")
        drop.setAccessibleName(self.tr("不要这份草稿 {0}").format(draft.summary))
        row.addWidget(go_on)
        row.addWidget(drop)
        row.addStretch(1)
        column.addLayout(row)
        return frame, go_on


class DraftKeeper(QObject):
    """Journals one form after the other; the drafts of other forms are `others`."""

    kept = Signal(object)  # Draft of the form on the screen
    trouble = Signal(Exception)
    listed = Signal()  # `others` was read anew

    def __init__(self, desk: Desk, form: Callable[[], VisitForm], owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._form = form
        self.others: list[Draft | ClosedDraft] = []
        self.journal = self._new(None)

    def follow(self, draft_id: int | None) -> None:
        """Begin another form: what is pending of the one before is still saved."""
        self.journal.finish()
        self.journal = self._new(draft_id)

    def refresh(self, then: Callable[[], object] | None = None) -> None:
        """Read the tray anew, off the main thread."""

        def take(drafts: list[Draft | ClosedDraft]) -> None:
            mine = self.journal.draft_id
            self.others = [draft for draft in drafts if draft.kind == DRAFT_KIND and draft.draft_id != mine]
            self.listed.emit()
            if then is not None:
                then()

        work.run(self, self._desk.drafts.all, take)

    def discard(self, draft: Draft) -> None:
        """Put a draft away; Ctrl+Z brings it back."""
        work.run(self, lambda: self._desk.drafts.discard(draft.draft_id), lambda _: self.refresh())

    def _new(self, draft_id: int | None) -> Journal:
        journal = Journal(self._snapshot, self._start, draft_id, self)
        journal.kept.connect(lambda draft: self._kept(journal, draft))
        journal.trouble.connect(self.trouble)
        return journal

    def _snapshot(self) -> Snapshot | None:
        form = self._form()
        if form.empty and self.journal.draft_id is None:
            return None
        return form.content(), form.restricted

    def _start(self, journal: Journal, snapshot: Snapshot) -> None:
        content, restricted = snapshot
        draft_id = journal.draft_id
        work.run(
            self,
            lambda: self._desk.drafts.save(draft_id, DRAFT_KIND, content, restricted),
            journal.saved,
            journal.failed,
        )

    def _kept(self, journal: Journal, draft: Draft) -> None:
        if journal is self.journal:
            self.kept.emit(draft)
        else:
            self.refresh()
