"""What may be recorded of a record, and the entry that somebody came for from elsewhere (工作台)."""

from __future__ import annotations

from petidesk.domain.home import NEXT
from petidesk.ui.record.menu import Narrowed


class Entries:
    """A part of `RecordView`: a room whose records have events says which come next and opens their entries."""

    def next_kind(self) -> str:
        """The kind of event that comes next; empty where nothing is owed."""
        return ""

    def may_record(self, kind: str) -> bool:
        """Whether the rules allow a kind of event now."""
        offers = self.offers()
        return offers is not None and any(
            offer.kind == kind and offer.allowed for _heading, group in offers("") for offer in group
        )

    def begin_entry(self, entry: str) -> None:
        """Open the entry that somebody came for; where it is not allowed any more the record is only shown."""
        kind = self.next_kind() if entry == NEXT else entry
        if kind and self.may_record(kind):
            self.record_due(kind)

    def record_due(self, _kind: str) -> None:
        """Open the entry of a kind for what is due first; a record that has no events opens none."""
        return

    def offers(self) -> Narrowed | None:
        """What may be recorded, narrowed by what is typed; None where nothing may."""
        return None
