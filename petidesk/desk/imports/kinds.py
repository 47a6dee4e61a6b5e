"""What the rows of an old table become: visits of a register, disputes of a ledger, under the rules of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from petidesk.desk import unmasking
from petidesk.desk.ledger.types import type_named
from petidesk.desk.visits.registering import Origin, register
from petidesk.domain.audit import Act
from petidesk.domain.fields import Field
from petidesk.domain.imports import dispute_rows as ledger_import_rows
from petidesk.domain.imports import visit_rows as import_rows
from petidesk.domain.imports.dispute_rows import LedgerLine, ledger_catalogue, ledger_warnings
from petidesk.domain.imports.imports import REQUIRED, Circumstances, ReadRow, Register, visit_warnings
from petidesk.domain.ledger.disputes import STATES
from petidesk.domain.office.office import Office
from petidesk.domain.visits.fields import VISIT_CATALOGUE
from petidesk.domain.visits.visits import NewVisit
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger_rows
from petidesk.storage.visits import visits as visit_rows

if TYPE_CHECKING:
    from petidesk.desk.ledger.disputes import Ledger
    from petidesk.desk.office.office import OfficeDesk
    from petidesk.desk.session import Session
    from petidesk.desk.visits.visits import Visits


@dataclass(frozen=True, slots=True)
class News:
    """Villages and types (categories) that rows brought or would bring."""

    villages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def joined(self, other: News) -> News:
        """Both, each value once."""
        if not other.villages and not other.types:
            return self
        return News(
            tuple(dict.fromkeys((*self.villages, *other.villages))), tuple(dict.fromkeys((*self.types, *other.types)))
        )


Enter = Callable[[ReadRow, int], tuple[int, News]]


class RowKind(Protocol):
    """One kind of row: how it is read, entered, and taken out again.

    `choices`: what a field may hold where the catalogue does not say it.
    """

    kind: str
    required: tuple[str, ...]
    choices: Mapping[str, Mapping[str, str]]

    def catalogue(self, office: Office) -> tuple[Field, ...]:
        """The fields that a heading may name."""

    def warnings(self, register_read: Register) -> tuple[str, ...]:
        """What is assumed of every row where a column is lacking."""

    def read(self, register_read: Register, circumstances: Circumstances) -> Iterator[ReadRow]:
        """Each record as content or as refusals."""

    def entering(self, connection: Transaction, act: Act) -> Enter:
        """What enters one row after the other in this transaction: (row, batch) to (id, what it brought)."""

    def news(self, connection: Transaction, good: Sequence[ReadRow]) -> News:
        """What these rows would bring."""

    def void(self, connection: Transaction, act: Act, record_id: int, why: str) -> None:
        """Take one record out again; its number stays."""


class VisitRows:
    """Rows of a register of visits."""

    kind: str = "visit"
    required: tuple[str, ...] = REQUIRED
    choices: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def __init__(self, session: Session, visits: Visits) -> None:
        self._session = session
        self._visits = visits

    def catalogue(self, office: Office) -> tuple[Field, ...]:
        """The fields of a visit."""
        return VISIT_CATALOGUE

    def warnings(self, register_read: Register) -> tuple[str, ...]:
        """The purpose assumed."""
        return visit_warnings(register_read)

    def read(self, register_read: Register, circumstances: Circumstances) -> Iterator[ReadRow]:
        """Rows as visits."""
        return import_rows.read_records(register_read, circumstances)

    def entering(self, connection: Transaction, act: Act) -> Enter:
        """Registers one visit after the other, as the form does."""
        rules = self._visits.rules(connection)

        def enter(record: ReadRow, import_id: int) -> tuple[int, News]:
            done = register(connection, act, record.content, rules, Origin(record.foreign_no, import_id))
            return done.visit_id, News(done.added.villages, done.added.categories)

        return enter

    def news(self, connection: Transaction, good: Sequence[ReadRow]) -> News:
        """Villages and categories that are not known yet."""
        villages = {village.name for village, _ in office_rows.villages(connection)}
        categories = {name for name, _ in office_rows.categories(connection)}
        visits: list[NewVisit] = [record.content for record in good]
        places = dict.fromkeys(person.village for visit in visits for person in visit.petitioners if person.village)
        kinds = dict.fromkeys(
            matter.category for visit in visits for matter in visit.matters if matter.category and not matter.restricted
        )
        return News(
            tuple(name for name in places if name not in villages),
            tuple(name for name in kinds if name not in categories),
        )

    def void(self, connection: Transaction, act: Act, record_id: int, why: str) -> None:
        """Void the visit."""
        before = visit_rows.load(connection, record_id, unmasking.inside())
        assert before is not None
        self._visits.void_within(connection, act, before, why)


class DisputeRows:
    """Rows of a ledger of disputes."""

    kind: str = "dispute"
    required: tuple[str, ...] = ledger_import_rows.REQUIRED
    choices: Mapping[str, Mapping[str, str]] = MappingProxyType({"state": STATES})

    def __init__(self, session: Session, office: OfficeDesk, ledger: Ledger) -> None:
        self._session = session
        self._office = office
        self._ledger = ledger

    def catalogue(self, office: Office) -> tuple[Field, ...]:
        """The fields of a dispute with the office's own columns."""
        return ledger_catalogue(office.ledger_columns)

    def warnings(self, register_read: Register) -> tuple[str, ...]:
        """The days and the villages assumed."""
        return ledger_warnings(register_read)

    def read(self, register_read: Register, circumstances: Circumstances) -> Iterator[ReadRow]:
        """Rows as disputes with their story."""
        office = self._office.current()
        return ledger_import_rows.read_lines(
            register_read,
            circumstances,
            columns=office.ledger_columns,
            risk_labels=office.risk_labels,
            known_type=_type_name,
        )

    def entering(self, connection: Transaction, act: Act, *, round_id: int | None = None) -> Enter:
        """Enters one dispute after the other, as the form does; `round_id`: all were found in this round."""
        rules = self._ledger.rules_within(connection)

        def enter(record: ReadRow, import_id: int) -> tuple[int, News]:
            line: LedgerLine = record.content
            done = self._ledger.enter_within(
                connection,
                act,
                line.dispute,
                rules,
                events=line.story,
                foreign_no=record.foreign_no,
                import_batch_id=import_id,
                round_id=round_id,
            )
            return done.dispute_id, News(done.villages, done.types)

        return enter

    def news(self, connection: Transaction, good: Sequence[ReadRow]) -> News:
        """Villages that are not known yet, and types of the office's own."""
        villages = {village.name for village, _ in office_rows.villages(connection)}
        disputes = [record.content.dispute for record in good]
        return News(
            tuple(name for name in dict.fromkeys(one.village for one in disputes) if name and name not in villages),
            tuple(name for name in dict.fromkeys(one.type for one in disputes) if name and type_named(name) is None),
        )

    def void(self, connection: Transaction, act: Act, record_id: int, why: str) -> None:
        """Void the dispute."""
        before = ledger_rows.load(connection, record_id)
        assert before is not None
        self._ledger.void_within(connection, act, before, why)


def _type_name(text: str) -> str:
    known = type_named(text) if text else None
    return known.name if known else text
