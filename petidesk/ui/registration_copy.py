"""Ctrl+D: the field that has the focus takes what the previous record had there."""

from __future__ import annotations

from petidesk.ui.inputs import Field
from petidesk.ui.registration_content import VisitForm
from petidesk.ui.registration_form import RegistrationForm


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
        matters.village: ("matter", "village"),
        matters.route: ("matter", "route"),
    }
