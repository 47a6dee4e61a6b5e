"""Keeps one draft of a letter while it is typed: on the disk within two seconds, with what is still missing in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from petidesk.domain.letters.letters import Gap, Letter
from petidesk.domain.listing import Draft
from petidesk.domain.trouble import Refused
from petidesk.ui import work
from petidesk.ui.forms.journal import Journal, Snapshot

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk


def gaps_of(desk: Desk, letter_id: int) -> tuple[Gap, ...]:
    """What keeps the draft from being issued; a rule that refuses it altogether is a gap like any other."""
    try:
        return desk.letters.gaps(letter_id)
    except Refused as refusal:
        return (Gap(refusal.code, refusal.field or "", refusal.message, refusal.basis or ""),)


class LetterKeeper(QObject):
    """One keeper for one draft. `saved` carries the Letter and its gaps, `trouble` why it is not kept yet."""

    saved = Signal(object, object)
    trouble = Signal(object)

    def __init__(self, desk: Desk, letter_id: int, document: Callable[[], dict[str, Any]], owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._document = document
        self._journal = Journal(self._snapshot, self._save, letter_id, self)
        self._journal.trouble.connect(self.trouble)

    @property
    def pending(self) -> bool:
        """Whether something typed is not on the disk yet."""
        return self._journal.pending

    def changed(self) -> None:
        """Something was typed."""
        self._journal.changed()

    def finish(self) -> None:
        """Another letter begins: what is pending of this one is taken down now."""
        self._journal.finish()

    def settle(self, then: Callable[[], object]) -> None:
        """Stop, and call `then` when no save is under way."""
        self._journal.settle(then)

    def _snapshot(self) -> Snapshot | None:
        return self._document(), False

    def _save(self, journal: Journal, snapshot: Snapshot) -> None:
        letter_id, desk = journal.draft_id, self._desk
        assert letter_id is not None
        content, _restricted = snapshot

        def call() -> tuple[Letter, tuple[Gap, ...]]:
            return desk.letters.save(letter_id, content), gaps_of(desk, letter_id)

        def done(found: tuple[Letter, tuple[Gap, ...]]) -> None:
            letter, gaps = found
            journal.saved(Draft(letter.letter_id, "letter", letter.restricted, {}, letter.changed_at, letter.staff))
            self.saved.emit(letter, gaps)

        work.run(self, call, done, journal.failed)
