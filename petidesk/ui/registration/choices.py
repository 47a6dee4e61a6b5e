"""What the type-ahead fields of the form offer, read once off the main thread and again after each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from petidesk.domain.typeahead import Choice, TypeAhead
from petidesk.domain.visits.closed import ClosedVisit
from petidesk.domain.visits.documents import content_document
from petidesk.domain.visits.listing import VisitQuery
from petidesk.domain.visits.typed import VisitForm
from petidesk.ui import work
from petidesk.ui.forms.inputs import Field
from petidesk.ui.forms.typeahead_field import Match
from petidesk.ui.registration.form import RegistrationForm
from petidesk.ui.registration.offers import Offers

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

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
        if not found:
            return None
        visit = self._desk.visits.get(visit_id=found[0].visit_id)
        return None if isinstance(visit, ClosedVisit) else VisitForm.from_document(content_document(visit.content))

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


def copy_field(form: RegistrationForm, previous: VisitForm) -> bool:
    """Copy one field of `previous` into the form on the screen; False when the focus is in no field of it."""
    field = form.current_field()
    if field is None:
        return False
    part, key = _keys(form)[field]
    if part == "visit":
        setattr(form.form, key, _own(getattr(previous, key)))
    elif part == "petitioner":
        setattr(form.people.current(), key, getattr(previous.petitioners[0], key))
    else:
        setattr(form.matters.current(), key, _own(getattr(previous.matters[0], key)))
    form.show_again()
    form.focus_field(field)
    form.changed.emit()
    if part == "petitioner":
        form.probed.emit()
    return True


def _own(value: object) -> object:
    return list(value) if isinstance(value, list) else value


def _keys(form: RegistrationForm) -> dict[Field, tuple[str, str]]:
    people, matters = form.people, form.matters
    return {
        form.channel: ("visit", "channel"),
        form.at: ("visit", "at"),
        form.receiver: ("visit", "received_by"),
        form.national: ("visit", "national_no"),
        form.query: ("visit", "query_code"),
        form.materials: ("visit", "materials"),
        form.handling: ("visit", "handling"),
        form.note: ("visit", "note"),
        people.people: ("visit", "people"),
        people.name: ("petitioner", "name"),
        people.id_number: ("petitioner", "id_number"),
        people.phone: ("petitioner", "phone"),
        people.village: ("petitioner", "village"),
        people.address: ("petitioner", "address"),
        people.sex: ("petitioner", "sex"),
        people.birth: ("petitioner", "birth"),
        people.kind: ("petitioner", "id_type"),
        matters.purpose: ("matter", "purpose"),
        matters.statement: ("matter", "statement"),
        matters.requests: ("matter", "requests"),
        matters.category: ("matter", "category"),
        matters.title_field: ("matter", "title"),
        matters.unit: ("matter", "concerned_unit"),
        matters.accused: ("matter", "concerned_unit"),
        matters.village: ("matter", "village"),
        matters.route: ("matter", "route"),
    }
