"""What is typed about a case and not recorded yet is kept: closing the panel or the window loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from petidesk.domain.listing import Draft
from petidesk.ui import work
from petidesk.ui.forms.journal import Journal, Snapshot

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

DRAFT_KIND = "case_entry"
Fields = dict[str, Any]


class EntryDraft(QObject):
    """The journal of one entry: it finds what was typed earlier for the same case and kind, and keeps what is typed.

    `found` carries those earlier fields, `kept` fires after each save, `trouble` says that a save did not work.
    """

    found = Signal(dict)
    kept = Signal()
    trouble = Signal(Exception)

    def __init__(
        self, desk: Desk, about: tuple[str, str], restricted: bool, typed: Callable[[], Fields | None], owner: QObject
    ) -> None:
        """`about`: case number and kind; `typed` gives the fields, None while nothing was typed."""
        super().__init__(owner)
        self._desk = desk
        self._about = about
        self._restricted = restricted
        self._typed = typed
        self._journal: Journal | None = None
        self._over = False
        work.run(self, desk.drafts.all, self._take)

    def changed(self) -> None:
        """Something was typed."""
        if self._journal is not None:
            self._journal.changed()

    def close(self) -> None:
        """The panel goes away: what is pending is saved now."""
        self._over = True
        if self._journal is not None:
            self._journal.finish()
        self._rest()

    def recorded(self) -> None:
        """The entry is recorded: its draft has done its work."""
        self._over = True
        journal = self._journal
        if journal is not None:
            journal.settle(lambda: self._discard(journal.draft_id))

    def _discard(self, draft_id: int | None) -> None:
        if draft_id is not None:
            work.run(self, lambda: self._desk.drafts.discard(draft_id))
        self.deleteLater()

    def _rest(self) -> None:
        """Once the last save is back there is nothing left to do."""
        if self._over and (self._journal is None or not self._journal.pending):
            self.deleteLater()

    def _saved(self, _draft: Draft) -> None:
        self.kept.emit()
        self._rest()

    def _take(self, drafts: list[Draft]) -> None:
        case_no, kind = self._about
        mine = next((draft for draft in drafts if _is(draft, case_no, kind)), None)
        if self._over:
            return
        self._journal = Journal(self._snapshot, self._start, mine.draft_id if mine else None, self)
        self._journal.kept.connect(self._saved)
        self._journal.trouble.connect(self.trouble)
        if self._typed() is not None:
            self._journal.changed()
        elif mine is not None:
            fields = mine.content.get("fields")
            self.found.emit(dict(fields) if isinstance(fields, Mapping) else {})

    def _snapshot(self) -> Snapshot | None:
        fields = self._typed()
        if fields is None:
            return None
        case_no, kind = self._about
        return {"case_no": case_no, "event": kind, "fields": fields, "summary": case_no}, self._restricted

    def _start(self, journal: Journal, snapshot: Snapshot) -> None:
        content, restricted = snapshot
        draft_id = journal.draft_id
        work.run(
            self,
            lambda: self._desk.drafts.save(draft_id, DRAFT_KIND, content, restricted),
            journal.saved,
            journal.failed,
        )


def _is(draft: Draft, case_no: str, kind: str) -> bool:
    return draft.kind == DRAFT_KIND and draft.content.get("case_no") == case_no and draft.content.get("event") == kind
