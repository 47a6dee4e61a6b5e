"""What the type-ahead fields of the form offer, read once off the main thread and again after each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from petidesk.domain.listing import VisitQuery
from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.domain.visit_documents import content_document
from petidesk.ui import work
from petidesk.ui.registration_content import VisitForm
from petidesk.ui.registration_form import Offers
from petidesk.ui.typeahead_field import Match

if TYPE_CHECKING:
    from petidesk.desk.opening import Desk

_KINDS = ("villages", "categories", "units", "receivers")
MOST_OFFERED = 30


class FormChoices:
    """Villages, categories, units and receivers, ready to be matched while typing."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk = desk
        self._owner = owner
        self._ahead = {kind: TypeAhead(()) for kind in _KINDS}

    def load(self) -> None:
        """Read them anew; until they are there, every value is simply new."""
        work.run(self._owner, self._read, self._take)

    def offers(self) -> Offers:
        """How the fields ask."""
        return Offers(*(self._match(kind) for kind in _KINDS))

    def latest_visit(self) -> VisitForm | None:
        """The record before this one, for Ctrl+D; None when there is none or when it is an accusation."""
        found = self._desk.visits.rows(VisitQuery(voided=False, sort="visit_no"), 1)
        if not found or "accusation" in found[0].purposes:
            return None
        visit = self._desk.visits.get(visit_id=found[0].visit_id)
        return VisitForm.from_document(content_document(visit.content))

    def _match(self, kind: str) -> Match:
        def match(text: str) -> list[str]:
            return [choice.value for choice in self._ahead[kind].rank(text, MOST_OFFERED).choices]

        return match

    def _read(self) -> dict[str, TypeAhead]:
        choices = self._desk.choices
        found = {
            "villages": TypeAhead(choices.villages()),
            "categories": TypeAhead(choices.categories()),
            "units": TypeAhead(choices.units()),
            "receivers": TypeAhead(Choice(name) for name in choices.receivers()),
        }
        for ahead in found.values():
            ahead.prepare()
        return found

    def _take(self, found: dict[str, TypeAhead]) -> None:
        self._ahead = found
