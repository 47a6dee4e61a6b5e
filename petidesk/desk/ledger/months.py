"""The month of the ledger: its balance, what must be put right before it goes, closing it, and what changed since."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from petidesk.desk.ledger.closed_months import as_closed, asked
from petidesk.desk.ledger.types import monthly_types, type_named
from petidesk.domain.ledger.disputes import Dispute
from petidesk.domain.ledger.events import month_days, month_number, month_text
from petidesk.domain.ledger.listing import Balance, Counts, balance_document
from petidesk.domain.ledger.months import (
    Change,
    Finding,
    MonthFigures,
    ReportDue,
    changes_of,
    findings_of,
    rates_of,
    report_due,
    sent_row,
    summed,
)
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import Refused
from petidesk.domain.undo import ways
from petidesk.domain.undo.steps import WHY_UNDONE
from petidesk.storage import office as office_rows
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger_rows
from petidesk.storage.ledger import months as rows
from petidesk.storage.ledger import rounds as round_rows
from petidesk.storage.safety import audit as audit_rows

if TYPE_CHECKING:
    from petidesk.desk.session import Session


class LedgerMonths:
    """Months are written 2026-10. A closed month answers from its snapshot."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def balance(self, month: str) -> Balance:
        """The balance of a month. Refused (bad_value) for what is no month."""
        number = month_number(month)
        with self._session.reading() as connection:
            return self._balance(connection, number)

    def _balance(self, connection: Transaction, number: int, *, live: bool = False) -> Balance:
        snapshot = None if live else rows.snapshot(connection, number)
        if snapshot is not None:
            return _from_snapshot(snapshot.balance)
        balance = summed(rows.counts(connection, number), month_text(number))
        return dataclasses.replace(balance, bands=rows.bands(connection, number))

    def _handled(self, connection: Transaction, number: int) -> list[tuple[str, int, int]]:
        """Found and handled by type; of a closed month as it was sent."""
        snapshot = rows.snapshot(connection, number)
        if snapshot is None:
            return rows.handled(connection, number)
        return [(kind, found, done) for kind, found, done in snapshot.balance["handled"]]

    def handled_within(self, connection: Transaction, first: int, last: int) -> list[tuple[str, int, int]]:
        """Found and handled by type over some months (rules/ledger.md, 2); closed ones as they were sent."""
        sums: dict[str, tuple[int, int]] = {}
        for number in range(first, last + 1):
            for kind, found, done in self._handled(connection, number):
                known = sums.get(kind, (0, 0))
                sums[kind] = (known[0] + found, known[1] + done)
        return [(kind, found, done) for kind, (found, done) in sums.items()]

    def figures(self, month: str) -> MonthFigures:
        """The balance with the year so far, the county's list of types, rates, and changes to closed months."""
        number = month_number(month)
        with self._session.reading() as connection:
            office = office_rows.current(connection, self._session.today())
            balance = self._balance(connection, number)
            year = summed(rows.counts(connection, number, year_to_date=True), month)
            handled = self._handled(connection, number)
            so_far = [part for one in range(number // 12 * 12, number + 1) for part in self._handled(connection, one)]
            found = sum(part[1] for part in handled)
            done = sum(part[2] for part in handled)
            first, last = month_days(number)
            held = round_rows.due_within(connection, first, last)
            earlier = [one for one in rows.closed_months(connection) if one < number]
            changes = [change for one in earlier[-12:] for change in self._changes(connection, one)]
        return MonthFigures(
            balance=balance,
            year=year.total,
            year_by_type=year.by_type,
            monthly_types=_by_monthly(handled),
            year_monthly_types=_by_monthly(so_far),
            rates=rates_of(balance.total, found, done, office.resolution_rate),
            rounds_held=held,
            changes=tuple(changes),
        )

    def lines(self, month: str) -> list[Dispute]:
        """The disputes on the books in the month, whole, by village and day found."""
        number = month_number(month)
        with self._session.reading() as connection:
            return self._lines(connection, number)

    def _lines(self, connection: Transaction, number: int) -> list[Dispute]:
        return ledger_rows.load_many(connection, rows.ids(connection, number))

    def findings(self, month: str) -> list[Finding]:
        """Errors and gaps in the month, errors first; a closed month is checked by the rows it was closed with."""
        number = month_number(month)
        with self._session.reading() as connection:
            villages = frozenset(village.name for village, _ in office_rows.villages(connection))
            snapshot = rows.snapshot(connection, number)
            lines = self._lines(connection, number) if snapshot is None else as_closed(connection, snapshot)
            found = [finding for dispute in asked(lines) for finding in findings_of(dispute, month, villages)]
        return sorted(found, key=lambda finding: (not finding.error, finding.dispute_no))

    def close(self, month: str) -> Balance:
        """Close the month as a snapshot: from now on it answers as it is now. A month without disputes closes too.

        Refused: already_closed; forbidden while the month is not over.
        """
        number = month_number(month)
        last = month_days(number)[1]
        if self._session.latest().date() <= last:
            raise Refused("forbidden", f"{month}还没有过完，{last.isoformat()}以后才能结账。", field="month")
        with self._session.writing() as connection:
            self._session.require(connection, Permission.CLOSE_MONTH)
            if rows.snapshot(connection, number) is not None:
                raise Refused("already_closed", f"{month}已经结账。", field="month")
            balance = self._balance(connection, number)
            handled = rows.handled(connection, number)
            document = _snapshot_document(balance, handled, rows.last_ids(connection))
            lines = [sent_row(dispute, month) for dispute in self._lines(connection, number)]
            act = self._session.act()
            rows.close(connection, act, number, document, lines)
            audit_rows.append(
                connection,
                act,
                "ledger.closed",
                "ledger",
                month,
                after=balance_document(balance) | {"rows": len(lines)},
            )
        return dataclasses.replace(balance, closed=True)

    def take_back(self, way: ways.Way) -> None:
        """Open a month again that was closed. Refused where it is open."""
        assert isinstance(way, ways.ReopenMonth)
        number = month_number(way.month)
        with self._session.writing() as connection:
            if rows.snapshot(connection, number) is None:
                raise Refused("forbidden", f"{way.month}没有结账，不用恢复。")
            act = self._session.act()
            rows.reopen(connection, act, number)
            audit_rows.append(connection, act, "ledger.reopened", "ledger", way.month, after={"note": WHY_UNDONE})

    def changes(self, month: str) -> list[Change]:
        """What changed in a closed month since. Refused (forbidden) for a month that is not closed."""
        number = month_number(month)
        with self._session.reading() as connection:
            if rows.snapshot(connection, number) is None:
                raise Refused("forbidden", f"{month}还没有结账，没有可比的。", field="month")
            return self._changes(connection, number)

    def _changes(self, connection: Transaction, number: int) -> list[Change]:
        """Only what was touched since the month was closed is read whole and compared with what was sent."""
        snapshot = rows.snapshot(connection, number)
        assert snapshot is not None
        month, last = month_text(number), month_days(number)[1]
        sent = {row["dispute_no"]: row for row in snapshot.rows}
        now = rows.versions(connection, number)
        touched = rows.told_since(connection, snapshot.balance["last_event"], last) & (sent.keys() | now.keys())
        touched |= sent.keys() ^ now.keys()
        touched |= {name for name in sent.keys() & now.keys() if sent[name]["version"] != now[name][1]}
        ids = [ledger_rows.find_no(connection, name) for name in sorted(touched)]
        disputes = ledger_rows.load_many(connection, [one for one in ids if one is not None])
        return changes_of(
            [sent[name] for name in touched & sent.keys()],
            [sent_row(one, month) for one in disputes if one.dispute_no in now],
            voided=frozenset(one.dispute_no for one in disputes if one.voided),
            late=frozenset(one.dispute_no for one in disputes if one.dispute_id > snapshot.balance["last_dispute"]),
        )

    def closed(self) -> list[str]:
        """Every closed month, oldest first."""
        with self._session.reading() as connection:
            return [month_text(number) for number in rows.closed_months(connection)]

    def due(self) -> ReportDue | None:
        """The report that is owed now; None when there is none."""
        with self._session.reading() as connection:
            return self.due_within(connection)

    def due_within(self, connection: Transaction) -> ReportDue | None:
        """`due` in the caller's transaction."""
        today = self._session.today()
        office = office_rows.current(connection, today)
        closed = rows.closed_months(connection)
        return report_due(today, office.report_day, closed, began=rows.began(connection))


def _by_monthly(handled: list[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
    """Found and handled by the county's nineteen types, in their order."""
    sums: dict[str, tuple[int, int]] = dict.fromkeys(monthly_types(), (0, 0))
    for name, found, done in handled:
        known = type_named(name)
        key = known.monthly if known else monthly_types()[-1]
        sums[key] = (sums[key][0] + found, sums[key][1] + done)
    return tuple((name, found, done) for name, (found, done) in sums.items())


def _snapshot_document(
    balance: Balance, handled: list[tuple[str, int, int]], last_ids: tuple[int, int]
) -> dict[str, Any]:
    return {
        "month": balance.month,
        "parts": [[kind, village, dataclasses.asdict(counts)] for kind, village, counts in balance.by_cross],
        "bands": list(balance.bands),
        "handled": [list(part) for part in handled],
        "last_dispute": last_ids[0],
        "last_event": last_ids[1],
    }


def _from_snapshot(document: Mapping[str, Any]) -> Balance:
    parts = [(kind, village, Counts(**counts)) for kind, village, counts in document["parts"]]
    bands = document["bands"]
    return dataclasses.replace(
        summed(parts, document["month"]), bands=(bands[0], bands[1], bands[2], bands[3]), closed=True
    )
