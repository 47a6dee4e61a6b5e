"""Visits as the trace tells them: what was typed, who came, of which case each matter is, what it brought to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from petidesk.domain.cases.brought import visit_event
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.visits.visits import Matter, NewVisit, Petitioner
from petidesk.storage.file.json_text import loads
from petidesk.storage.safety import telling
from petidesk.storage.safety.retold import Against, Compared, Told, paired, told_of
from petidesk.storage.schema import case_event, material, matter, petition_case, petitioner, visit

_PAGE = 400
_TYPED = ("visit.added", "visit.imported", "visit.amended")
_ACTIONS = (*_TYPED, "visit.voided", "visit.unvoided")
_OWN = ("channel", "received_by", "people", "handling", "national_no", "query_code", "caller_no", "note")
_COUNTED = ("signatories", "enclosures")
_GIVEN = tuple(one.name for one in fields(Petitioner) if one.name not in ("person_id", "not_same_as", "birth"))
_SPOKEN = tuple(one.name for one in fields(Matter) if one.name not in ("requests", "case_no", "why_again"))
_FIRST = ("visit.added", "visit.imported")
Rows = Mapping[int, Sequence[Row[Any]]]


def verify(connection: Connection, compared: Compared) -> None:
    """Every visit with its petitioners, matters, materials and the events that it brought to its cases."""
    after = 0
    while page := connection.execute(select(visit).where(visit.c.id > after).order_by(visit.c.id).limit(_PAGE)).all():
        last = page[-1].id
        told = told_of(connection, "visit", _ACTIONS, [row.visit_no for row in page])
        parts = _Parts(connection, after, last)
        for row in page:
            if row.visit_no in told:
                _visit(compared, row, told[row.visit_no], parts)
            else:
                compared.not_told += 1
        after = last


class _Parts:
    """What belongs to a page of visits."""

    def __init__(self, connection: Connection, after: int, last: int) -> None:
        self.people = _grouped(connection, select(petitioner), petitioner, after, last)
        with_case = select(
            matter,
            petition_case.c.case_no,
            petition_case.c.title.label("case_title"),
            petition_case.c.purpose.label("case_purpose"),
            petition_case.c.opened_on,
            petition_case.c.restricted.label("case_restricted"),
        ).join(petition_case, petition_case.c.id == matter.c.case_id)
        self.matters = _grouped(connection, with_case, matter, after, last)
        self.materials = _grouped(connection, select(material), material, after, last)
        self.events: dict[tuple[int, int], Row[Any]] = {}
        brought = select(case_event).where(case_event.c.visit_id > after, case_event.c.visit_id <= last)
        for row in connection.execute(brought):
            self.events[row.visit_id, row.case_id] = row
        # cases that were given another title since: the events that did it
        named = (
            select(case_event.c.case_id)
            .join(matter, matter.c.case_id == case_event.c.case_id)
            .where(case_event.c.kind == "titled", matter.c.visit_id > after, matter.c.visit_id <= last)
        )
        self.named = set(connection.execute(named).scalars())


def _grouped(connection: Connection, asked: Any, table: Any, after: int, last: int) -> Rows:
    found: dict[int, list[Row[Any]]] = {}
    rows = connection.execute(
        asked.where(table.c.visit_id > after, table.c.visit_id <= last).order_by(table.c.visit_id, table.c.place)
    )
    for row in rows:
        found.setdefault(row.visit_id, []).append(row)
    return found


def _visit(compared: Compared, row: Row[Any], events: Sequence[Told], parts: _Parts) -> None:
    where = row.visit_no
    typed = next((one for one in reversed(events) if one.action in _TYPED), None)
    if typed is None or typed.after is None:
        compared.not_told += 1
        return
    _life(compared, row, events)
    said, beside = typed.after, typed.after.get(telling.BESIDE)
    against = Against(compared, "visit", where, typed)
    against.value("at", said["at"], row.at.isoformat(timespec="minutes"))
    for name in _OWN:
        if name in said:
            against.value(name, said[name], getattr(row, name))
    for name in _COUNTED:
        if name in said:
            against.value(name, said[name] or 0, getattr(row, name))
    if beside is not None:
        against.value("warnings", beside.get("warnings", []), loads(row.warnings))
        first = events[0]
        if first.action in _FIRST and first.after is not None and telling.BESIDE in first.after:
            for name, empty in (("foreign_no", ""), ("import_batch_id", None)):
                told = first.after[telling.BESIDE].get(name, empty)
                Against(compared, "visit", where, first).value(name, told, getattr(row, name))
    else:
        compared.not_told += 1
    _people(compared, where, typed, parts.people.get(row.id, ()))
    _materials(compared, where, typed, parts.materials.get(row.id, ()))
    _matters(compared, row, typed, parts)


def _life(compared: Compared, row: Row[Any], events: Sequence[Told]) -> None:
    """When it was entered, by whom, how often changed, and whether it stands."""
    first, last = events[0], events[-1]
    against = Against(compared, "visit", row.visit_no, last)
    if first.action in _FIRST:
        against.value("version", len(events), row.version)
        Against(compared, "visit", row.visit_no, first).value("entered_at", first.at, row.entered_at)
        Against(compared, "visit", row.visit_no, first).value("entered_by", first.staff_id, row.entered_by)
    against.value("changed_at", last.at, row.changed_at)
    against.value("voided", last.action == "visit.voided", row.voided)
    if last.action != "visit.voided":
        against.value("void_reason", "", row.void_reason)
    elif last.after is not None:
        against.value("void_reason", last.after.get("why", ""), row.void_reason)


def _people(compared: Compared, where: str, told: Told, rows: Sequence[Row[Any]]) -> None:
    assert told.after is not None
    beside = told.after.get(telling.BESIDE)
    accuses = any(one["purpose"] == ACCUSATION for one in told.after["matters"])
    for place, one, row, against in paired(compared, "petitioner", where, told, told.after["petitioners"], rows):
        for name in _GIVEN:
            if name in one:
                against.value(name, one[name], getattr(row, name))
        against.value("birth", one.get("birth"), None if row.birth is None else row.birth.isoformat())
        # Where accusations are sealed, or were, whoever accuses is known as nobody.
        if beside is not None and not (accuses and row.person_id is None):
            against.value("person_id", beside["people"][place], row.person_id)


def _materials(compared: Compared, where: str, told: Told, rows: Sequence[Row[Any]]) -> None:
    assert told.after is not None
    for _, one, row, against in paired(compared, "material", where, told, told.after.get("materials", []), rows):
        for name in ("name", "copies"):
            if name in one:
                against.value(name, one[name], getattr(row, name))


def _matters(compared: Compared, visit_row: Row[Any], told: Told, parts: _Parts) -> None:
    assert told.after is not None
    where, rows = visit_row.visit_no, parts.matters.get(visit_row.id, ())
    beside = told.after.get(telling.BESIDE)
    content = _content(told.after)
    imported = visit_row.import_batch_id is not None
    for place, one, row, against in paired(compared, "matter", where, told, told.after["matters"], rows):
        for name in _SPOKEN:
            if name in one:
                against.value(name, one[name], getattr(row, name))
        against.value("requests", one.get("requests", []), loads(row.requests))
        if beside is not None:
            case_no, repeat, why_again = beside["matters"][place]
            against.value("case_id", case_no, row.case_no)
            against.value("repeat", repeat, row.repeat)
            against.value("why_again", why_again, row.why_again)
        elif one.get("case_no"):
            against.value("case_id", one["case_no"], row.case_no)
        _case(compared, where, content, content.matters[place], row, told, parts)
        event = parts.events.get((visit_row.id, row.case_id))
        if event is None:
            continue  # `checks.whole_records` says it
        spoken = _matter({**one, "why_again": row.why_again})
        _brought(compared, where, content, spoken, row, event, told, exact=beside is not None, imported=imported)


def _case(
    compared: Compared, where: str, content: NewVisit, item: Matter, row: Row[Any], told: Told, parts: _Parts
) -> None:
    """What a case has of the matter that opened it; its title may be another by an event."""
    if row.repeat:
        return
    against = Against(compared, "petition_case", row.case_no, told)
    against.value("purpose", item.purpose, row.case_purpose)
    against.value("opened_on", content.at.date(), row.opened_on)
    against.value("restricted", item.restricted, row.case_restricted)
    if row.case_id not in parts.named:
        against.value("title", item.heading, row.case_title)


def _brought(
    compared: Compared,
    where: str,
    content: NewVisit,
    item: Matter,
    row: Row[Any],
    event: Row[Any],
    told: Told,
    *,
    exact: bool,
    imported: bool,
) -> None:
    """The event that the visit brought to the case. `exact`: of this version; an earlier one said less in it."""
    against = Against(compared, "case_event", f"{row.case_no} {event.id}", told)
    against.value("kind", "visited" if row.repeat else "registered", event.kind)
    against.value("on_day", content.at.date(), event.on_day)
    due = visit_event(content, owed=item.raises and not imported)
    kept = loads(event.document)
    if exact:
        against.value("document", due, kept)
    else:
        both = [key for key in due if key in kept]
        against.value("document", {key: due[key] for key in both}, {key: kept[key] for key in both})


def _content(said: Mapping[str, Any]) -> NewVisit:
    """As much of the visit as its cases and their events follow from."""
    return NewVisit(
        at=datetime.fromisoformat(said["at"]),
        channel=said["channel"],
        petitioners=tuple(_petitioner(one) for one in said["petitioners"]),
        matters=tuple(_matter(one) for one in said["matters"]),
        received_by=said.get("received_by", ""),
        national_no=said.get("national_no", ""),
        query_code=said.get("query_code", ""),
    )


_OF_PETITIONER = frozenset((*_GIVEN, "person_id"))
_OF_MATTER = frozenset((*_SPOKEN, "case_no", "why_again"))


def _petitioner(one: Mapping[str, Any]) -> Petitioner:
    birth = date.fromisoformat(one["birth"]) if one.get("birth") else None
    return Petitioner(birth=birth, **{key: value for key, value in one.items() if key in _OF_PETITIONER})


def _matter(one: Mapping[str, Any]) -> Matter:
    given = {key: value for key, value in one.items() if key in _OF_MATTER}
    return Matter(requests=tuple(one.get("requests", ())), **given)
