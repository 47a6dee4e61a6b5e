"""What is typed into a form and not saved yet is kept: closing a panel, a form or the window loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from petidesk.domain.listing import Draft
from petidesk.ui import work
from petidesk.ui.forms.journal import Journal, Snapshot

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

ENTRY = "case_entry"
Fields = dict[str, Any]


def entry_of(subject: str, event: str) -> dict[str, str]:
    """What an unfinished entry (`ENTRY`) is about: a case, a meeting or a sitting, and what is told of it."""
    return {"case_no": subject, "event": event}


class KeptForm(QObject):
    """The journal of one form: it finds what was typed earlier of the same kind about the same thing, and keeps on.

    `found` carries those earlier fields, `kept` fires after each save, `trouble` says that a save did not work. A form
    that was emptied by hand leaves no draft.
    """

    found = Signal(dict)
    kept = Signal()
    trouble = Signal(Exception)

    def __init__(
        self,
        desk: Desk,
        kind: str,
        about: Mapping[str, str],
        typed: Callable[[], Fields | None],
        owner: QObject,
        *,
        restricted: bool = False,
    ) -> None:
        """`about` tells one form of a kind from another; `typed` gives the fields, None while nothing was typed.

        `owner` outlives the form, so that its last save comes to its end. `restricted`: about an accusation; it may
        become one while it is typed.
        """
        super().__init__(owner)
        self._desk = desk
        self._kind = kind
        self._about = dict(about)
        self._typed = typed
        self.restricted = restricted
        self._journal: Journal | None = None
        self._emptied = False
        self._over = False
        work.run(self, desk.drafts.whole, self._take)

    @property
    def draft_id(self) -> int | None:
        """The draft as it is on the disk, None before the first save."""
        return None if self._journal is None else self._journal.draft_id

    def now(self) -> datetime:
        """The desk's clock, for saying when the draft was kept."""
        return self._desk.now()

    def changed(self) -> None:
        """Something was typed. What a form says while it is put away after `done` is not typed."""
        if self._journal is not None and not self._over:
            self._journal.changed()

    def close(self) -> None:
        """The form goes away: what is pending is saved now."""
        self._over = True
        if self._journal is None:
            typed = self._typed()  # the drafts are being read still: what was typed meanwhile is saved then
            self._typed = lambda: typed
            return
        self._journal.finish()
        self._rest()

    def drop(self) -> None:
        """The form was deleted, and nobody closed it before: what is on the disk stays."""
        self._over = True
        self._typed = lambda: None
        if self._journal is not None:
            self._journal.drop()

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
        if journal is None:
            self._typed = lambda: None
        else:
            journal.settle(lambda: self._discard(journal.draft_id))

    def _discard(self, draft_id: int | None) -> None:
        if draft_id is None:
            self.deleteLater()
        else:
            work.run(self, lambda: self._desk.drafts.finish(draft_id), lambda _: self.deleteLater())

    def _rest(self) -> None:
        """Once the last save is back there is nothing left to do but to throw an empty draft away."""
        if self._over and (self._journal is None or not self._journal.pending):
            self._discard(self.draft_id if self._emptied else None)

    def _saved(self, _draft: Draft) -> None:
        self.kept.emit()
        self._rest()

    def _take(self, drafts: list[Draft]) -> None:
        mine = next((draft for draft in drafts if self._is_mine(draft)), None)
        if self._over and self._typed() is None:
            self.deleteLater()
            return
        self._journal = Journal(self._snapshot, self._start, mine.draft_id if mine else None, self)
        self._journal.kept.connect(self._saved)
        self._journal.trouble.connect(self.trouble)
        if self._typed() is not None:
            self._journal.changed()
            if self._over:
                self._journal.finish()
        elif mine is not None:
            kept = mine.content.get("fields")
            if isinstance(kept, Mapping) and kept:
                self.found.emit(dict(kept))

    def _is_mine(self, draft: Draft) -> bool:
        return draft.kind == self._kind and all(
            draft.content.get(key, "") == value for key, value in self._about.items()
        )

    def _snapshot(self) -> Snapshot | None:
        found = self._typed()
        self._emptied = found is None
        if found is None and self.draft_id is None:
            return None
        summary = next(iter(self._about.values()), "")
        # What was typed and taken away again: an empty draft takes the place of the one on the disk.
        return {**self._about, "fields": found or {}, "summary": summary}, self.restricted

    def _start(self, journal: Journal, snapshot: Snapshot) -> None:
        content, restricted = snapshot
        draft_id = journal.draft_id
        work.run(
            self,
            lambda: self._desk.drafts.save(draft_id, self._kind, content, restricted),
            journal.saved,
            journal.failed,
        )
