"""What the fields of the ledger offer while typing: villages, types, units, persons, those used last first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.ui import work
from petidesk.ui.forms.typeahead_field import Match

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

OFFERED = 8
SPOKEN = ("type", "source", "responsible_unit", "responsible_person", "case_leader")
ROUNDS = 36


@dataclass(frozen=True, slots=True)
class _Read:
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ahead: dict[str, TypeAhead] = field(default_factory=dict)


class LedgerChoices(QObject):
    """Read in a worker; until then the fields offer nothing and take everything."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self._read = _Read()

    def load(self, then: Callable[[], object] | None = None) -> None:
        """Read anew; `then` is called when the values are there."""
        desk = self._desk

        def call() -> _Read:
            villages = desk.choices.villages()
            values = {key: desk.ledger.spoken(key) for key in SPOKEN}
            ahead = {key: TypeAhead(Choice(value) for value in known) for key, known in values.items()}
            values["village"] = tuple(choice.value for choice in villages)
            values["round"] = tuple(one.round_no for one in desk.rounds.all(ROUNDS) if not one.voided)
            ahead["village"] = TypeAhead(villages)
            for each in ahead.values():
                each.prepare()
            return _Read(values, ahead)

        def done(read: _Read) -> None:
            self._read = read
            if then is not None:
                then()

        work.run(self, call, done)

    def values(self, key: str) -> Sequence[str]:
        """All values of a field."""
        return self._read.values.get(key, ())

    def match(self, key: str) -> Match:
        """How the values of a field are found while typing."""

        def found(text: str) -> list[str]:
            known = self._read.ahead.get(key)
            return [] if known is None else [choice.value for choice in known.rank(text, OFFERED).choices]

        return found
