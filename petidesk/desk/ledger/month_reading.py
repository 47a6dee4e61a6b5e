"""Everything that a month's export is made of, read in one go."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from petidesk.desk.ledger.types import built_in_types, monthly_types
from petidesk.domain.county.figures import Reader
from petidesk.domain.county.numbers import Numbers
from petidesk.domain.county.type_words import TypeWords
from petidesk.domain.ledger.disputes import Dispute, Party
from petidesk.domain.ledger.events import LedgerEvent, month_days, month_number, place_of
from petidesk.domain.ledger.months import Finding, MonthFigures, findings_of
from petidesk.domain.office.office import Office
from petidesk.storage import county as rows
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger_rows
from petidesk.storage.ledger import listing as ledger_list
from petidesk.storage.ledger import months as ledger_months
from petidesk.storage.ledger import rounds as round_rows

if TYPE_CHECKING:
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class CountyMonth:
    """A month with its disputes, figures and errors. `villages` and `kinds` are the rows of statistical tables."""

    month: str
    number: int
    office: Office
    disputes: tuple[Dispute, ...]
    figures: MonthFigures
    numbers: Numbers
    errors: tuple[Finding, ...]
    villages: tuple[str, ...]
    kinds: tuple[str, ...]
    reader: Reader

    @property
    def words(self) -> str:
        """2026年10月."""
        return f"{self.number // 12}年{self.number % 12 + 1}月"


def read_month(session: Session, months: LedgerMonths, month: str) -> CountyMonth:
    """The month as it goes out: a closed one as it was closed, an open one as it stands now."""
    number = month_number(month)
    figures = months.figures(month)
    with session.reading() as connection:
        office = office_rows.current(connection, session.today())
        snapshot = ledger_months.snapshot(connection, number)
        if snapshot is None:
            disputes = ledger_rows.load_many(connection, ledger_months.ids(connection, number))
        else:
            disputes = _as_closed(connection, snapshot.rows, month_days(number)[1], snapshot.closed_at)
        villages = tuple(village.name for village, _ in office_rows.villages(connection) if not village.retired)
        numbers = _numbers(connection, number, figures, office)
        reader = reader_of(connection, office)
    known = frozenset(villages)
    # A line whose words were closed since, because it accused somebody, lacks everything and is asked for nothing.
    spoken = [dispute for dispute in disputes if dispute.content.summary or not dispute.voided]
    errors = tuple(one for dispute in spoken for one in findings_of(dispute, month, known) if one.error)
    told = tuple(name for name, _ in figures.balance.by_village if name not in known)
    kinds = [kind.name for kind in built_in_types()]
    others = [name for name in numbers.types if name and name not in kinds]
    return CountyMonth(
        month=month,
        number=number,
        office=office,
        disputes=tuple(disputes),
        figures=figures,
        numbers=numbers,
        errors=errors,
        villages=(*villages, *told),
        kinds=(*kinds, *others),
        reader=reader,
    )


def reader_of(connection: Transaction, office: Office) -> Reader:
    """Who understands the labels of this office's statistical tables."""
    villages = tuple(village.name for village, _ in office_rows.villages(connection))
    types = tuple(TypeWords(kind.name, kind.monthly, kind.words) for kind in built_in_types())
    bare = tuple(TypeWords(name, name) for name in monthly_types() if name not in {kind.monthly for kind in types})
    known = {kind.name for kind in types}
    own = tuple(TypeWords(name) for name in ledger_list.spoken(connection, "type") if name and name not in known)
    return Reader(villages, (office.county, office.name), (*types, *bare, *own))


def _numbers(connection: Transaction, number: int, figures: MonthFigures, office: Office) -> Numbers:
    first = number // 12 * 12
    ends = [month_days(month) for month in (first, number)]
    held = [one.due_on for one in round_rows.all_rounds(connection, 1000) if not one.voided]
    return Numbers(
        month=figures.balance.by_cross,
        year=tuple(ledger_months.counts(connection, number, year_to_date=True)),
        handled=tuple(rows.handled(connection, number, number)),
        year_handled=tuple(rows.handled(connection, first, number)),
        bands=figures.balance.bands,
        year_bands=rows.bands(connection, first, number),
        rounds=figures.rounds_held,
        year_rounds=sum(1 for day in held if ends[0][0] <= day <= ends[1][1]),
        major_handled=(rows.major_handled(connection, number, number), rows.major_handled(connection, first, number)),
        rate=office.resolution_rate,
    )


# ---- a closed month


def _as_closed(
    connection: Transaction, sent: Sequence[Mapping[str, Any]], last: date, closed_at: datetime
) -> list[Dispute]:
    """The disputes of a closed month with what was sent of them; names of parties that changed since are those sent."""
    ids = {row["dispute_no"]: ledger_rows.find_no(connection, row["dispute_no"]) for row in sent}
    found = ledger_rows.load_many(connection, [one for one in ids.values() if one is not None])
    by_number = {dispute.dispute_no: dispute for dispute in found}
    return [
        _restored(by_number[row["dispute_no"]], row, last, closed_at) for row in sent if row["dispute_no"] in by_number
    ]


_SENT_TEXTS = ("village", "type", "summary", "risk_level", "responsible_unit", "responsible_person", "case_leader")


def _restored(dispute: Dispute, row: Mapping[str, Any], last: date, closed_at: datetime) -> Dispute:
    content = dispute.content
    parties = content.parties
    if "、".join(content.names()) != row["parties"]:
        parties = tuple(Party(name) for name in str(row["parties"]).split("、") if name)
    amount, due = row["amount_yuan"], row["due_on"]
    content = dataclasses.replace(
        content,
        **{key: row[key] for key in (*_SENT_TEXTS, "measures", "note", "people_involved")},
        found_on=date.fromisoformat(row["found_on"]),
        due_on=date.fromisoformat(due) if due else None,
        amount_yuan=None if amount is None else Decimal(str(amount)),
        parties=parties,
        extra=row["extra"],
    )
    events = tuple(event for event in dispute.events if event.on <= last and event.recorded_at <= closed_at)
    place = place_of(
        content.found_on,
        [
            LedgerEvent(event.kind, event.on, event.content, event.event_id)
            for event in events
            if not event.undone and event.kind != "undone"
        ],
    )
    return dataclasses.replace(
        dispute,
        content=content,
        events=events,
        state=place.state,
        level=place.level,
        resolved_on=place.resolved_on,
        closed_out_on=place.closed_out_on,
        followed_up_on=place.followed_up_on,
    )
