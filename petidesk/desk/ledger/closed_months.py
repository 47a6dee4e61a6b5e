"""A closed month by its own rows: what was sent of each dispute, with what was known of it when the month was closed.

Everything that is asked of a closed month (its check, its export, its paper) goes by these rows; what came late or was
corrected since stands apart, among the changes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from petidesk.domain.ledger.disputes import Dispute, Party
from petidesk.domain.ledger.events import HANDLING, LedgerEvent, month_days, place_of
from petidesk.storage.file.database import Transaction
from petidesk.storage.ledger import disputes as ledger_rows
from petidesk.storage.ledger.months import Snapshot


def as_closed(connection: Transaction, snapshot: Snapshot) -> list[Dispute]:
    """The disputes of a closed month with what was sent of them; names of parties that changed since are those sent."""
    last = month_days(snapshot.month)[1]
    ids = {row["dispute_no"]: ledger_rows.find_no(connection, row["dispute_no"]) for row in snapshot.rows}
    found = ledger_rows.load_many(connection, [one for one in ids.values() if one is not None])
    by_number = {dispute.dispute_no: dispute for dispute in found}
    return [
        _restored(by_number[row["dispute_no"]], row, last, snapshot.closed_at)
        for row in snapshot.rows
        if row["dispute_no"] in by_number
    ]


def asked(disputes: Iterable[Dispute]) -> list[Dispute]:
    """Those that are checked: a line whose words were closed since, because it accused somebody, lacks everything and
    is asked for nothing."""
    return [dispute for dispute in disputes if dispute.content.summary or not dispute.voided]


def major_handled(disputes: Iterable[Dispute], month: int) -> int:
    """Of the major disputes that came in the month, on how many something was done in it (重大纠纷调处数)."""
    first, last = month_days(month)
    count = 0
    for dispute in disputes:
        if dispute.content.risk_level != "major":
            continue
        told = [event for event in dispute.events if not event.undone and event.kind != "undone"]
        facts = [LedgerEvent(event.kind, event.on, event.content, event.event_id) for event in told]
        came = any(span.came == month for span in place_of(dispute.content.found_on, facts).spans)
        done = any(event.kind in HANDLING and first <= event.on <= last for event in told)
        count += came and done
    return count


_SENT_TEXTS = ("village", "type", "summary", "risk_level", "responsible_unit", "responsible_person", "case_leader")
# What is sent since later versions; a month that was closed before has it from the record.
_SENT_LATER = ("title", "village_group", "source")


def _restored(dispute: Dispute, row: Mapping[str, Any], last: date, closed_at: datetime) -> Dispute:
    content = dispute.content
    parties = content.parties
    if "、".join(content.names()) != row["parties"]:
        parties = tuple(Party(name) for name in str(row["parties"]).split("、") if name)
    amount, due = row["amount_yuan"], row["due_on"]
    content = dataclasses.replace(
        content,
        **{key: row[key] for key in (*_SENT_TEXTS, "measures", "note", "people_involved")},
        **{key: row[key] for key in _SENT_LATER if key in row},
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
        version=row["version"],
        content=content,
        events=events,
        state=place.state,
        level=place.level,
        resolved_on=place.resolved_on,
        closed_out_on=place.closed_out_on,
        followed_up_on=place.followed_up_on,
    )
