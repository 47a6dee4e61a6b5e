"""What is typed in the ledger and not saved yet is kept: closing a panel, a form or the window loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from petidesk.domain.listing import Draft
from petidesk.ui import work
from petidesk.ui.forms.journal import Journal, Snapshot

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

Fields = dict[str, Any]


class KeptForm(QObject):
    """The journal of one form: it finds what was typed earlier of the same kind about the same thing, and keeps on.

    `found` carries those earlier fields, `looked` fires once the drafts were read, `kept` after each save, `trouble`
    says that a save did not work.
    """

    found = Signal(dict)
    looked = Signal()
    kept = Signal()
    trouble = Signal(Exception)

    def __init__(self, desk: Desk, kind: str, about: str, typed: Callable[[], Fields | None], owner: QObject) -> None:
        """`about`: a dispute's number, or empty; `typed` gives the fields, None while nothing was typed."""
        super().__init__(owner)
        self._desk = desk
        self._kind = kind
        self._about = about
        self._typed = typed
        self._journal: Journal | None = None
        self._over = False
        work.run(self, desk.drafts.all, self._take)

    @property
    def draft_id(self) -> int | None:
        """The draft as it is on the disk, None before the first save."""
        return None if self._journal is None else self._journal.draft_id

    def changed(self) -> None:
        """Something was typed."""
        if self._journal is not None:
            self._journal.changed()

    def flush(self) -> None:
        """Save now what is pending."""
        if self._journal is not None:
            self._journal.flush()

    def close(self) -> None:
        """The form goes away: what is pending is saved now."""
        self._over = True
        if self._journal is not None:
            self._journal.finish()
        self._rest()

    def settle(self, then: Callable[[int | None], None]) -> None:
        """Call `then` with the draft's id when no save is under way: what saves for good takes the draft with it."""
        journal = self._journal
        if journal is None:
            then(None)
        else:
            journal.settle(lambda: then(journal.draft_id))

    def done(self) -> None:
        """What was typed is saved for good: the draft has done its work."""
        self._over = True
        journal = self._journal
        if journal is not None:
            journal.settle(lambda: self._discard(journal.draft_id))

    def _discard(self, draft_id: int | None) -> None:
        if draft_id is None:
            self.deleteLater()
        else:
            work.run(self, lambda: self._desk.drafts.discard(draft_id), lambda _: self.deleteLater())

    def _rest(self) -> None:
        if self._over and (self._journal is None or not self._journal.pending):
            self.deleteLater()

    def _saved(self, _draft: Draft) -> None:
        self.kept.emit()
        self._rest()

    def _take(self, drafts: list[Draft]) -> None:
        mine = next((draft for draft in drafts if self._is_mine(draft)), None)
        if self._over:
            return
        self._journal = Journal(self._snapshot, self._start, mine.draft_id if mine else None, self)
        self._journal.kept.connect(self._saved)
        self._journal.trouble.connect(self.trouble)
        if self._typed() is not None:
            self._journal.changed()
        elif mine is not None:
            kept = mine.content.get("fields")
            self.found.emit(dict(kept) if isinstance(kept, Mapping) else {})
        self.looked.emit()

    def _is_mine(self, draft: Draft) -> bool:
        return draft.kind == self._kind and draft.content.get("about", "") == self._about

    def _snapshot(self) -> Snapshot | None:
        found = self._typed()
        if found is None:
            # What was typed is taken away again: an empty draft takes the place of the one on the disk.
            return None if self.draft_id is None else (self._content({}), False)
        return self._content(found), False

    def _content(self, found: Fields) -> Fields:
        return {"about": self._about, "fields": found, "summary": self._about}

    def _start(self, journal: Journal, snapshot: Snapshot) -> None:
        content, restricted = snapshot
        draft_id = journal.draft_id
        work.run(
            self,
            lambda: self._desk.drafts.save(draft_id, self._kind, content, restricted),
            journal.saved,
            journal.failed,
        )
