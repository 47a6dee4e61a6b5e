"""People in rows, and the keys by which the hint finds them: identity number, telephone, name and village, initials."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from petidesk.domain.audit import Act
from petidesk.domain.codes import ACCUSATION
from petidesk.domain.names import spellings
from petidesk.domain.search import initials
from petidesk.domain.visits.people import EarlierCase, Person, Probe, phone_digits
from petidesk.domain.visits.visits import Petitioner
from petidesk.storage.file import search_index as search
from petidesk.storage.file.json_text import loads
from petidesk.storage.file.prepared import Prepared
from petidesk.storage.schema import (
    matter,
    person,
    person_decision,
    person_initials,
    person_phone,
    petition_case,
    petitioner,
    visit,
)

_CANDIDATES = 40
# From so many digits on a number tells whose it is.
_TELLING = 6
_LAST = "\U0010ffff"
_PERSON_COLUMNS = (
    person.c.id,
    person.c.name,
    person.c.sex,
    person.c.birth,
    person.c.id_type,
    person.c.id_number,
    person.c.phone,
    person.c.village,
    person.c.address,
)
_SHOWN = and_(person.c.restricted.is_(False), person.c.last_on.is_not(None))
_ONE = Prepared(select(*_PERSON_COLUMNS).where(person.c.id == bindparam("person_id")))
_STATE = Prepared(
    select(person.c.restricted, person.c.last_on, person.c.search_id).where(person.c.id == bindparam("person_id"))
)
_ADD = Prepared(insert(person))
_SET = Prepared(update(person).where(person.c.id == bindparam("key")))
_PHONE = Prepared(upsert(person_phone).on_conflict_do_nothing())
_INITIALS = Prepared(upsert(person_initials).on_conflict_do_nothing())
_SAME_NUMBER = Prepared(
    select(person.c.id)
    .where(person.c.id_number == bindparam("number"), person.c.id_number != "", person.c.name == bindparam("name"))
    .order_by(person.c.id)
    .limit(1)
)
_SAME_PHONE = Prepared(
    select(person.c.id)
    .join(person_phone, person_phone.c.person_id == person.c.id)
    .where(person_phone.c.digits == bindparam("digits"), person.c.name == bindparam("name"))
    .order_by(person.c.id)
    .limit(1)
)


def names_somebody(connection: Connection, words: Sequence[str]) -> bool:
    """Whether one of these words is, or begins, the name or a number of somebody who came.

    Whoever is known only for an accusation is not looked for: a refusal would tell that he is known.
    """
    found: list[ColumnElement[bool]] = []
    for word in (word for word in words if len(word) > 1):
        found.append(and_(person.c.name >= word, person.c.name < word + _LAST))
        digits = phone_digits(word)
        if len(digits) >= _TELLING:
            phones = select(person_phone.c.person_id).where(
                person_phone.c.digits >= digits, person_phone.c.digits < digits + _LAST
            )
            number = word.upper()
            found += [
                person.c.id.in_(phones),
                and_(person.c.id_number != "", person.c.id_number >= number, person.c.id_number < number + _LAST),
            ]
    return (
        bool(found) and connection.execute(select(person.c.id).where(or_(*found), _SHOWN).limit(1)).first() is not None
    )


def _matching(*conditions: ColumnElement[bool], key: Any = None) -> Prepared:
    """People who may be shown and to whom the conditions apply, at most as many as asked for."""
    query = select(*_PERSON_COLUMNS)
    if key is not None:
        query = query.join(key, key.c.person_id == person.c.id)
    return Prepared(query.where(*conditions, _SHOWN).limit(bindparam("most", type_=Integer)))


_BY_NUMBER = _matching(
    person.c.id_number != "", person.c.id_number >= bindparam("low"), person.c.id_number < bindparam("high")
)
_BY_PHONE = _matching(
    person_phone.c.digits >= bindparam("low"), person_phone.c.digits < bindparam("high"), key=person_phone
)
_BY_VILLAGE = _matching(person.c.name == bindparam("name"), person.c.village == bindparam("village"))
_BY_INITIALS = _matching(
    person_initials.c.initials == bindparam("reading"),
    person_initials.c.birth_year == bindparam("birth_year"),
    key=person_initials,
)
_BY_NAME = _matching(person.c.name == bindparam("name"))
_PHONES = Prepared(select(person_phone.c.digits).where(person_phone.c.person_id == bindparam("person_id")))
_EARLIER = Prepared(
    select(
        petition_case.c.id,
        petition_case.c.case_no,
        petition_case.c.title,
        visit.c.at,
        matter.c.requests,
        petition_case.c.state,
        petition_case.c.reply_on,
    )
    .join(matter, matter.c.case_id == petition_case.c.id)
    .join(visit, visit.c.id == matter.c.visit_id)
    .join(petitioner, petitioner.c.visit_id == visit.c.id)
    .where(
        petitioner.c.person_id == bindparam("person_id"),
        visit.c.voided.is_(False),
        petition_case.c.restricted.is_(False),
        matter.c.purpose != "accusation",
    )
    .order_by(visit.c.at.desc(), visit.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_FACTS = ("name", "sex", "birth", "id_type", "id_number", "phone", "village", "address")
_KEYS = (person_phone, person_initials)
_SAID = (
    select(visit.c.at, visit.c.restricted, visit.c.purposes, *(petitioner.c[key] for key in _FACTS))
    .join(visit, visit.c.id == petitioner.c.visit_id)
    .where(petitioner.c.person_id == bindparam("person_id"), visit.c.voided.is_(False))
    .order_by(visit.c.at, petitioner.c.id)
)


def get(connection: Connection, person_id: int) -> Person | None:
    """One person with the latest facts, None when there is none of that id."""
    row = _ONE.first(connection, {"person_id": person_id})
    return None if row is None else Person(*row)


def by_identity(connection: Connection, name: str, number: str) -> int | None:
    """The person with this very identity number and name: the state's own statement that it is the same one."""
    return _first(_SAME_NUMBER, connection, name, number=number)


def by_phone(connection: Connection, name: str, phone: str) -> int | None:
    """The first person with this name and telephone; only imports ask for it."""
    return _first(_SAME_PHONE, connection, name, digits=phone_digits(phone))


def _first(statement: Prepared, connection: Connection, name: str, **asked: Any) -> int | None:
    """The first found under any spelling of the name: records from before keep the dot that was typed."""
    answers = (statement.scalar(connection, {**asked, "name": spelling}) for spelling in spellings(name))
    return next((found for found in answers if found is not None), None)


def add(connection: Connection, given: Petitioner, *, on: date, restricted: bool, accuses: bool) -> int:
    """A new person with the facts given at the desk.

    `restricted`: the visit is nothing but accusations, and the hint must not know the person; `accuses`: there is one
    beside other matters, and the search box must not either.
    """
    facts = {key: getattr(given, key) for key in _FACTS}
    person_id = _ADD.insert(connection, {**facts, "restricted": restricted, "last_on": on})
    _write_keys(connection, person_id, Person(person_id, **facts))
    _reindex(connection, Person(person_id, **facts), None, on, restricted or accuses)
    return person_id


def meet(
    connection: Connection, person_id: int, given: Petitioner, *, on: date, restricted: bool, accuses: bool
) -> None:
    """The person came again: facts given at the later visit stand, facts given at one of them only stay.

    An old register may be taken in after newer visits were typed.
    """
    known = get(connection, person_id)
    assert known is not None
    was_closed, met_on, search_id = _state(connection, person_id)
    newer, older = (given, known) if met_on is None or on >= met_on else (known, given)
    facts = {key: getattr(newer, key) or getattr(older, key) for key in _FACTS}
    closed = was_closed and restricted
    last_on = max(on, met_on) if met_on else on
    merged = Person(person_id, **facts)
    _SET.change(connection, {"key": person_id, **facts, "restricted": closed, "last_on": last_on})
    for said in {merged, dataclasses.replace(merged, name=given.name, phone=given.phone)}:
        _write_keys(connection, person_id, said)
    _reindex(connection, merged, search_id, last_on, closed or (accuses and search_id is None))


def refresh(connection: Connection, person_ids: Iterable[int]) -> None:
    """Work out anew what follows from the visits: the facts, when last met, whether known only as an accuser.

    What an amendment took back, or a voided visit alone had said, is no longer a key by which the hint finds anyone.
    Someone known from voided visits only keeps the facts for those records, and is shown nowhere.
    """
    for person_id in set(person_ids):
        known = get(connection, person_id)
        assert known is not None
        said = connection.execute(_SAID, {"person_id": person_id}).all()
        last_on, closed, accused = None, False, False
        if said:
            last_on, closed = said[-1].at.date(), all(row.restricted for row in said)
            accused = all(ACCUSATION in row.purposes for row in said)
            known = _latest(person_id, said)
            _rewrite_keys(connection, known, said)
        facts = {key: getattr(known, key) for key in _FACTS}
        _SET.change(connection, {"key": person_id, **facts, "restricted": closed, "last_on": last_on})
        _reindex(connection, known, _state(connection, person_id)[2], last_on, closed or accused)


def _latest(person_id: int, said: Sequence[Any]) -> Person:
    """Each fact as it was given last."""
    facts = {
        key: next((value for row in reversed(said) if (value := getattr(row, key))), getattr(said[-1], key))
        for key in _FACTS
    }
    return Person(person_id, **facts)


def _rewrite_keys(connection: Connection, known: Person, said: Sequence[Any]) -> None:
    for table in _KEYS:
        connection.execute(delete(table).where(table.c.person_id == known.person_id))
    for name, phone in {(known.name, known.phone), *((row.name, row.phone) for row in said)}:
        _write_keys(connection, known.person_id, dataclasses.replace(known, name=name, phone=phone))


def forget_new(connection: Connection, person_id: int) -> bool:
    """Remove a person whom no visit speaks of any more (an amendment put someone else in place)."""
    used = connection.execute(select(petitioner.c.id).where(petitioner.c.person_id == person_id).limit(1)).scalar()
    if used is not None:
        return False
    search.remove(connection, _state(connection, person_id)[2])
    for table in _KEYS:
        connection.execute(delete(table).where(table.c.person_id == person_id))
    connection.execute(
        delete(person_decision).where(
            or_(person_decision.c.low_id == person_id, person_decision.c.high_id == person_id)
        )
    )
    connection.execute(delete(person).where(person.c.id == person_id))
    return True


def _state(connection: Connection, person_id: int) -> tuple[bool, date | None, int | None]:
    """Whether known only as an accuser, when last met, and the row of the search index."""
    row = _STATE.first(connection, {"person_id": person_id})
    assert row is not None
    return bool(row[0]), row[1], row[2]


def _write_keys(connection: Connection, person_id: int, known: Person) -> None:
    digits = phone_digits(known.phone)
    if digits:
        _PHONE.change(connection, {"digits": digits, "person_id": person_id})
    year = known.birth.year if known.birth else 0
    rows = [
        {"initials": reading, "birth_year": year, "person_id": person_id} for reading in sorted(initials(known.name))
    ]
    _INITIALS.many(connection, rows)


def _reindex(connection: Connection, known: Person, old: int | None, on: date | None, restricted: bool) -> None:
    search.remove(connection, old)
    new = None
    if not restricted and on is not None:
        new = search.entry_id("person", known.person_id, on)
        fields = (known.name, known.id_number, known.phone, known.village, known.address)
        search.index(connection, new, fields, (known.name,))
    if new != old:
        _SET.change(connection, {"key": known.person_id, "search_id": new})


def candidates(
    connection: Connection, probe: Probe, *, limit: int = _CANDIDATES
) -> list[tuple[Person, tuple[str, ...]]]:
    """People who share a key with what has been typed, with all their telephone digits; unranked, each once."""
    found: dict[int, Person] = {}

    def take(statement: Prepared, **asked: Any) -> None:
        for row in statement.all(connection, {**asked, "most": limit}):
            found.setdefault(row[0], Person(*row))

    number, digits = probe.id_number.upper(), phone_digits(probe.phone)
    if len(number) >= 10:
        take(_BY_NUMBER, low=number, high=number + "~")
    if len(digits) >= 7:
        take(_BY_PHONE, low=digits, high=digits + "~")
    written = spellings(probe.name) if probe.name else ()
    for name in written if probe.village else ():
        take(_BY_VILLAGE, name=name, village=probe.village)
    if probe.name and probe.birth:
        for reading in sorted(initials(probe.name)):
            take(_BY_INITIALS, reading=reading, birth_year=probe.birth.year)
    for name in written:
        if len(found) < limit:
            take(_BY_NAME, name=name)
    return [
        (known, tuple(digits for (digits,) in _PHONES.all(connection, {"person_id": person_id})))
        for person_id, known in found.items()
    ]


def earlier_cases(connection: Connection, person_id: int, *, limit: int = 3) -> tuple[EarlierCase, ...]:
    """The last cases this person came with, newest first; none that is an accusation, none of a voided visit."""
    rows = _EARLIER.all(connection, {"person_id": person_id, "most": limit * 6})
    cases: dict[int, EarlierCase] = {}
    for case_id, case_no, title, at, requests, state, reply_on in rows:
        if case_id not in cases:
            cases[case_id] = EarlierCase(case_no, title, at.date(), tuple(loads(requests)), state, reply_on)
    return tuple(list(cases.values())[:limit])


def decide(connection: Connection, act: Act, one: int, other: int, decision: str) -> None:
    """Keep what staff said about two people: ``same`` or ``different``. A later word replaces the earlier one."""
    low, high = sorted((one, other))
    row = {"low_id": low, "high_id": high, "decision": decision, "at": act.at, "staff_id": act.staff_id}
    connection.execute(
        upsert(person_decision).on_conflict_do_update(
            index_elements=["low_id", "high_id"],
            set_={"decision": decision, "at": act.at, "staff_id": act.staff_id},
        ),
        row,
    )


def unsay(connection: Connection, one: int, other: int) -> None:
    """What staff said about two people counts no more."""
    low, high = sorted((one, other))
    connection.execute(
        delete(person_decision).where(person_decision.c.low_id == low, person_decision.c.high_id == high)
    )


def different_from(connection: Connection, person_id: int) -> frozenset[int]:
    """The people of whom staff said that they are not this one."""
    rows = connection.execute(
        select(person_decision.c.low_id, person_decision.c.high_id).where(
            or_(person_decision.c.low_id == person_id, person_decision.c.high_id == person_id),
            person_decision.c.decision == "different",
        )
    )
    return frozenset(low if high == person_id else high for low, high in rows)


def recent(connection: Connection, limit: int) -> list[Person]:
    """The people met last, newest first, by the order in which their visits were entered; nobody for an accusation."""
    rows = connection.execute(
        select(petitioner.c.person_id)
        .join(visit, visit.c.id == petitioner.c.visit_id)
        .where(
            petitioner.c.person_id.is_not(None),
            visit.c.voided.is_(False),
            func.instr(visit.c.purposes, ACCUSATION) == 0,
        )
        .order_by(petitioner.c.id.desc())
        .limit(limit * 5)
    )
    ids = list(dict.fromkeys(person_id for (person_id,) in rows))[:limit]
    people = {row[0]: Person(*row) for row in connection.execute(select(*_PERSON_COLUMNS).where(person.c.id.in_(ids)))}
    return [people[person_id] for person_id in ids]
