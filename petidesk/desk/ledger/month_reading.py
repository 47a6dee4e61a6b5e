"""Everything that a month's export is made of, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from petidesk.desk.ledger.closed_months import as_closed, asked, major_handled
from petidesk.desk.ledger.types import built_in_types, monthly_types
from petidesk.domain.county.figures import Reader
from petidesk.domain.county.numbers import Numbers
from petidesk.domain.county.type_words import TypeWords
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import month_days, month_number
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
            disputes = as_closed(connection, snapshot)
        villages = tuple(village.name for village, _ in office_rows.villages(connection) if not village.retired)
        numbers = _numbers(connection, months, number, figures, disputes, office)
        reader = reader_of(connection, office)
    known = frozenset(villages)
    errors = tuple(one for dispute in asked(disputes) for one in findings_of(dispute, month, known) if one.error)
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


def _numbers(
    connection: Transaction,
    months: LedgerMonths,
    number: int,
    figures: MonthFigures,
    disputes: Sequence[Dispute],
    office: Office,
) -> Numbers:
    first = number // 12 * 12
    ends = [month_days(month) for month in (first, number)]
    held = [one.due_on for one in round_rows.all_rounds(connection, 1000) if not one.voided]
    major = major_handled(disputes, number)
    earlier = sum(ledger_months.major_handled(connection, month) for month in range(first, number))
    return Numbers(
        month=figures.balance.by_cross,
        year=tuple(ledger_months.counts(connection, number, year_to_date=True)),
        handled=tuple(months.handled_within(connection, number, number)),
        year_handled=tuple(months.handled_within(connection, first, number)),
        bands=figures.balance.bands,
        year_bands=rows.bands(connection, first, number),
        rounds=figures.rounds_held,
        year_rounds=sum(1 for day in held if ends[0][0] <= day <= ends[1][1]),
        major_handled=(major, earlier + major),
        rate=office.resolution_rate,
    )
