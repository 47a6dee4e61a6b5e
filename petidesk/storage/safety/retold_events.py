"""What was recorded of cases and disputes, disputes as they were typed, and purges, as the trace tells them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, exists, func, or_, select

from petidesk.domain.column_words import table_words
from petidesk.domain.ledger.disputes import NewDispute
from petidesk.domain.listing import Problem
from petidesk.storage.file.json_text import loads
from petidesk.storage.ledger.disputes import fen
from petidesk.storage.purged import NUMBERED
from petidesk.storage.safety.retold import Against, Compared, Told, paired, told_by, told_of
from petidesk.storage.schema import (
    audit_event,
    audit_payload,
    case_event,
    dispute,
    dispute_event,
    dispute_party,
    letter,
    petition_case,
    purge,
    visit,
)

_PAGE = 400
# What the payload of an event has beside the event's own words.
_AROUND = frozenset(("event", "kind", "on", "_rows", "_beside"))


def cases(connection: Connection, compared: Compared) -> None:
    """Every event that was recorded of a case by itself; what a visit brought goes with the visit."""
    asked = (
        select(case_event, petition_case.c.case_no.label("number"))
        .join(petition_case, petition_case.c.id == case_event.c.case_id)
        .where(case_event.c.visit_id.is_(None))
    )
    _recorded(connection, compared, "case", case_event, asked)


def recorded_of_disputes(connection: Connection, compared: Compared) -> None:
    """Every event of a dispute. Of one that left the ledger no words are left."""
    asked = select(dispute_event, dispute.c.dispute_no.label("number")).join(
        dispute, dispute.c.id == dispute_event.c.dispute_id
    )
    _recorded(connection, compared, "dispute", dispute_event, asked)


def _recorded(connection: Connection, compared: Compared, kind: str, table: Table, asked: Select[Any]) -> None:
    parted = _parted(connection) if kind == "dispute" else frozenset()
    owner = f"{kind}_id"
    found = 0
    for page in told_by(connection, kind, (f"{kind}.recorded",), _PAGE):
        ids = [told.after["event"] for told in page if told.after and "event" in told.after]
        rows = {row.id: row for row in connection.execute(asked.where(table.c.id.in_(ids)))}
        for told in page:
            if told.after is None or "event" not in told.after or told.subject in parted:
                continue
            row = rows.get(told.after["event"])
            where = f"{told.subject} {told.after['event']}"
            found += 1
            if row is None:
                compared.lacks(table.name, where, told)
            else:
                against = Against(compared, table.name, where, told)
                against.value(owner, told.subject, row.number)
                against.value("kind", told.after["kind"], row.kind)
                against.value("on_day", told.after["on"], row.on_day.isoformat())
                against.value("recorded_at", told.at, row.recorded_at)
                against.value("staff_id", told.staff_id, row.staff_id)
                kept = loads(row.document)
                against.value("document", _words(told.after, kept, row.id), kept)
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    compared.not_told += max(int(total) - found, 0)


def _words(after: Mapping[str, Any], kept: Mapping[str, Any], event_id: int) -> dict[str, Any]:
    """The words of an event as its payload has them: without what the payload names it by.

    `event_id` is there in each, and is among the words of those that name another event; so is `letter` of some.
    """
    words = {key: value for key, value in after.items() if key not in _AROUND}
    if "event_id" not in kept and words.get("event_id") == event_id:
        del words["event_id"]
    if "letter" not in kept:
        words.pop("letter", None)
    return words


def _parted(connection: Connection) -> frozenset[str]:
    """Disputes that left the ledger because they were accusations."""
    return frozenset(
        told.subject for page in told_by(connection, "dispute", ("dispute.parted",), _PAGE) for told in page
    )


def served(connection: Connection, compared: Compared) -> None:
    """The day on which each letter was served is that of the event that says so and was not undone."""
    days: dict[int, tuple[str, date]] = {}
    undone: set[int] = set()
    said = select(case_event).where(case_event.c.kind.in_(("served", "undone"))).order_by(case_event.c.id)
    for event in connection.execute(said):
        document = loads(event.document)
        if event.kind == "undone":
            undone.add(document.get("event_id"))
        else:
            days[event.id] = document["document_no"], event.on_day
    stands = {number: on for event_id, (number, on) in days.items() if event_id not in undone}
    letters = select(letter.c.document_no, letter.c.served_on).where(letter.c.document_no.is_not(None))
    for number, on in connection.execute(letters.where(letter.c.purge_id.is_(None))):
        compared.values += 1
        if stands.get(number) != on:
            compared.finds(Problem("文书的“送达日期”与信访件的经过不符", number))


# ---- disputes

_TYPED = ("dispute.added", "dispute.imported", "dispute.amended")
_FIRST = _TYPED[:2]
_ACTIONS = (*_TYPED, "dispute.voided", "dispute.unvoided", "dispute.parted")
_OWN = (
    "village",
    "village_group",
    "source",
    "type",
    "title",
    "summary",
    "people_involved",
    "risk_level",
    "responsible_unit",
    "responsible_person",
    "case_leader",
    "measures",
    "note",
)
_PARTY = ("name", "side", "phone", "id_number")


def disputes(connection: Connection, compared: Compared) -> None:
    """Every dispute with its parties."""
    after = 0
    asked = (
        select(dispute, petition_case.c.case_no, visit.c.visit_no)
        .outerjoin(petition_case, petition_case.c.id == dispute.c.case_id)
        .outerjoin(visit, visit.c.id == dispute.c.visit_id)
        .order_by(dispute.c.id)
        .limit(_PAGE)
    )
    while page := connection.execute(asked.where(dispute.c.id > after)).all():
        last = page[-1].id
        told = told_of(connection, "dispute", _ACTIONS, [row.dispute_no for row in page])
        parties: dict[int, list[Row[Any]]] = {}
        for party in connection.execute(
            select(dispute_party)
            .where(dispute_party.c.dispute_id > after, dispute_party.c.dispute_id <= last)
            .order_by(dispute_party.c.dispute_id, dispute_party.c.place)
        ):
            parties.setdefault(party.dispute_id, []).append(party)
        for row in page:
            events = told.get(row.dispute_no, [])
            if not events:
                compared.finds(Problem("纠纷没有审计记录", row.dispute_no))
            elif any(one.action == "dispute.parted" for one in events):
                compared.not_told += 1
            else:
                _dispute(compared, row, events, parties.get(row.id, ()))
        after = last


def _dispute(compared: Compared, row: Row[Any], events: Sequence[Told], parties: Sequence[Row[Any]]) -> None:
    _life(compared, row, events)
    typed = next((one for one in reversed(events) if one.action in _TYPED), None)
    if typed is None or typed.after is None:
        compared.not_told += 1
        return
    said = typed.after
    against = Against(compared, "dispute", row.dispute_no, typed)
    for name in _OWN:
        if name in said:
            against.value(name, said[name], getattr(row, name))
    against.value("found_on", said["found_on"], row.found_on.isoformat())
    if "due_on" in said:
        against.value("due_on", said["due_on"], None if row.due_on is None else row.due_on.isoformat())
    if "amount_yuan" in said:
        amount = said["amount_yuan"]
        against.value("amount_fen", fen(None if amount is None else Decimal(str(amount))), row.amount_fen)
    if "extra" in said:
        against.value("extra", said["extra"], loads(row.extra))
    for name, number in (("case_id", "case_no"), ("visit_id", "visit_no")):
        if number in said:
            against.value(name, said[number], getattr(row, number))
    content = NewDispute(
        date.fromisoformat(said["found_on"]),
        said.get("village", ""),
        said.get("summary", ""),
        title=said.get("title", ""),
    )
    against.value("heading", content.heading, row.heading)
    for _, one, party, beside in paired(compared, "dispute_party", row.dispute_no, typed, said["parties"], parties):
        for name in _PARTY:
            if name in one:
                beside.value(name, one[name], getattr(party, name))


def _life(compared: Compared, row: Row[Any], events: Sequence[Told]) -> None:
    first, last = events[0], events[-1]
    against = Against(compared, "dispute", row.dispute_no, last)
    if first.action in _FIRST:
        entered = Against(compared, "dispute", row.dispute_no, first)
        entered.value("entered_at", first.at, row.entered_at)
        entered.value("entered_by", first.staff_id, row.entered_by)
        against.value("version", len(events), row.version)
    against.value("changed_at", last.at, row.changed_at)
    against.value("voided", last.action == "dispute.voided", row.voided)
    if last.action != "dispute.voided":
        against.value("void_reason", "", row.void_reason)
    elif last.after is not None:
        against.value("void_reason", last.after.get("why", ""), row.void_reason)


# ---- purges


def purges(connection: Connection, compared: Compared) -> None:
    """Every purge says what its own event says."""
    told = {one.subject: one for page in told_by(connection, "retention", ("retention.purged",), _PAGE) for one in page}
    for row in connection.execute(select(purge)):
        said = told.pop(row.number, None)
        if said is None or said.after is None:
            compared.not_told += 1
            continue
        against = Against(compared, "purge", row.number, said)
        against.value("on_day", said.after["on"], row.on_day.isoformat())
        against.value("at", said.at, row.at)
        against.value("staff_id", said.staff_id, row.staff_id)
        against.value("event_id", said.event_id, row.event_id)
        for name in ("second", "why"):
            against.value(name, said.after[name], getattr(row, name))
        against.value("sums", said.after["sums"], loads(row.sums))
        head = connection.execute(select(audit_event.c.hash).where(audit_event.c.id == said.event_id)).scalar()
        against.value("head", head, row.head)
        if hashlib.sha256(row.pdf).hexdigest() != row.sha256:
            compared.finds(Problem("销毁清册的内容与摘要不符", row.number))
    for number, said in told.items():
        compared.lacks("purge", number, said)
    for kind, (table, name) in NUMBERED.items():
        about = exists().where(
            audit_event.c.subject_kind == kind,
            audit_event.c.subject == table.c[name],
            audit_payload.c.event_id == audit_event.c.id,
        )
        # A case that a visit brought and nothing was recorded of has no events of its own, whole or gone.
        whole, gone = about.where(audit_payload.c.salt != ""), about.where(audit_payload.c.salt == "")
        wrong = or_(and_(table.c.purge_id.is_(None), gone), and_(table.c.purge_id.is_not(None), whole))
        for number, purge_id in connection.execute(
            select(table.c[name], table.c.purge_id).where(table.c[name].is_not(None), wrong)
        ):
            words = "留痕已经按期销毁，记录里却没有写" if purge_id is None else "写着已经按期销毁，留痕却还在"
            compared.finds(Problem(f"{table_words(table.name)}{words}", number))
