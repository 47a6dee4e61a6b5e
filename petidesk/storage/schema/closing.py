"""Which columns hold what an accusation says, and which rows are of one: what is sealed goes by these two alone.

Columns follow from `holding.py`: every one that holds a person, words or a paper in a table where an accusation may
lie, so that a column added later is sealed without being named here.
"""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, Text, exists, false, select

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.retention.periods import GONE
from petidesk.storage.schema.attachments import attachment
from petidesk.storage.schema.cases import case_event, case_instruction, case_limit, petition_case
from petidesk.storage.schema.holding import Holds, holds
from petidesk.storage.schema.letters import letter
from petidesk.storage.schema.meetings import meeting
from petidesk.storage.schema.safety import audit_event, audit_payload, draft
from petidesk.storage.schema.undo import undo_step
from petidesk.storage.schema.visits import material, matter, paper, petitioner, visit
from petidesk.storage.sealing.columns import Sealable, SealableBytes, SealableDay
from petidesk.storage.sealing.seal import Seal

# Visits with an accusation among their matters, cases that are one.
ACCUSING = select(matter.c.visit_id).where(matter.c.purpose == ACCUSATION)
_CLOSED_CASES = select(petition_case.c.id).where(petition_case.c.restricted)
# A look says to everybody who took it and why; of what a purge reduced only figures are left.
_SAID_TO_ALL = exists().where(audit_event.c.id == audit_payload.c.event_id, audit_event.c.action.like("%.unmasked"))

CLOSED: dict[Table, ColumnElement[bool]] = {
    visit: visit.c.id.in_(ACCUSING),
    petitioner: petitioner.c.visit_id.in_(ACCUSING),
    matter: matter.c.purpose == ACCUSATION,
    material: material.c.visit_id.in_(ACCUSING),
    paper: paper.c.visit_id.in_(ACCUSING),
    petition_case: petition_case.c.restricted.is_(True),
    case_event: case_event.c.case_id.in_(_CLOSED_CASES),
    case_limit: case_limit.c.case_id.in_(_CLOSED_CASES),
    case_instruction: case_instruction.c.case_id.in_(_CLOSED_CASES),
    letter: letter.c.restricted.is_(True),
    draft: draft.c.restricted.is_(True),
    attachment: attachment.c.restricted.is_(True),
    audit_payload: audit_payload.c.restricted.is_(True) & (audit_payload.c.salt != "") & ~_SAID_TO_ALL,
    undo_step: undo_step.c.restricted.is_(True),
    # A meeting speaks of many cases: what it says of an accusation is sealed item by item (`storage/closing.py`).
    meeting: false(),
}
"""Each table where an accusation may lie, with which of its rows are of one."""

# Of a visit with other matters beside the accusation the list shows what these are about; a paper is called by its
# form; why a step cannot be taken back is the program's own sentence.
_OPEN = {(visit, "heading"), (letter, "title"), (undo_step, "why"), (meeting, "note")}
# Who has an accusation in hand may be whom it names.
_BESIDES = {petition_case: ("unit", "handler", "leader"), case_limit: ("unit",), case_instruction: ("leader",)}
_DOCUMENTS = frozenset(
    {
        *("document", "before", "after", "inverse", "content", "warnings", "requests", "missing"),
        *("agenda", "decisions"),
    }
)


def _sealable(table: Table) -> tuple[Column[object], ...]:
    kinds = (Holds.PERSON, Holds.WORDS, Holds.PAPER)
    return tuple(
        column
        for column in table.columns
        if (holds(column) in kinds or column.name in _BESIDES.get(table, ())) and (table, column.name) not in _OPEN
    )


SEALED = {table: _sealable(table) for table in CLOSED}
"""The columns of these tables that are sealed."""


def _type_of(column: Column[object]) -> Sealable:
    if isinstance(column.type, LargeBinary):
        return SealableBytes()
    if not isinstance(column.type, Text):
        return SealableDay()
    is_document = column.name in _DOCUMENTS and column.table is not material
    return Sealable(document=is_document)


def dress() -> None:
    """Give these columns the types that read what is sealed in them; once, when the tables are made."""
    for columns in SEALED.values():
        for column in columns:
            column.type = _type_of(column)


def sealed(seal: Seal, column: Column[object], value: object) -> object:
    """One value of such a column, sealed; None and nothing stay, and what says that a record went."""
    kind = column.type
    if value == GONE:
        return value
    if isinstance(value, bytes):
        return seal.paper(value) if value else value
    if value is None or not isinstance(kind, Sealable):
        return value
    said = value if isinstance(value, str) else str(value)
    return seal.document(said) if kind.document else seal.text(said)
