"""Drafts of the page 来访登记: the journal of the form on the screen, and the tray of those left unfinished."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from petidesk.domain.listing import Draft
from petidesk.ui import work
from petidesk.ui.journal import Journal, Snapshot
from petidesk.ui.registration_content import DRAFT_KIND, VisitForm

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk


class DraftKeeper(QObject):
    """Journals one form after the other; the drafts of other forms are `others`."""

    kept = Signal(object)  # Draft of the form on the screen
    trouble = Signal(Exception)
    listed = Signal()  # `others` was read anew

    def __init__(self, desk: Desk, form: Callable[[], VisitForm], owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._form = form
        self.others: list[Draft] = []
        self.journal = self._new(None)

    def follow(self, draft_id: int | None) -> None:
        """Begin another form: what is pending of the one before is still saved."""
        self.journal.finish()
        self.journal = self._new(draft_id)

    def refresh(self, then: Callable[[], object] | None = None) -> None:
        """Read the tray anew, off the main thread."""

        def take(drafts: list[Draft]) -> None:
            mine = self.journal.draft_id
            self.others = [draft for draft in drafts if draft.kind == DRAFT_KIND and draft.draft_id != mine]
            self.listed.emit()
            if then is not None:
                then()

        work.run(self, self._desk.drafts.all, take)

    def discard(self, draft: Draft) -> Callable[[], None]:
        """Put a draft away; what comes back brings it back."""
        work.run(self, lambda: self._desk.drafts.discard(draft.draft_id), lambda _: self.refresh())

        def back() -> None:
            work.run(
                self,
                lambda: self._desk.drafts.save(None, draft.kind, draft.content, draft.restricted),
                lambda _: self.refresh(),
            )

        return back

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
