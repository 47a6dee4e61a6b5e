"""How disputes are counted (rules/counting.md, 1): by the day they were found, with what became of them since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from petidesk.domain.ledger.events import LedgerEvent, effective, place_of
from petidesk.storage.ledger.disputes import events
from petidesk.storage.statistics.counting import Counted, Question, columns_of
from petidesk.storage.statistics.known import Rewound, Since

_TABLES = "dispute d"
_MANNER = """CASE WHEN d.resolved_on IS NOT NULL THEN (
    SELECT json_extract(e.document, '$.manner') FROM dispute_event e
    WHERE e.dispute_id = d.id AND e.kind = 'resolved' AND NOT EXISTS (
        SELECT 1 FROM dispute_event u
        WHERE u.dispute_id = d.id AND u.kind = 'undone' AND json_extract(u.document, '$.event_id') = e.id
    ) ORDER BY e.on_day DESC, e.id DESC LIMIT 1
) END"""
_COLUMNS = {
    "id": "d.id",
    "no": "d.dispute_no",
    "title": "CASE WHEN d.title <> '' THEN d.title ELSE d.heading END",
    "found_on": "d.found_on",
    "village": "d.village",
    "type": "d.type",
    "source": "d.source",
    "risk_level": "d.risk_level",
    "people": "d.people_involved",
    "amount": "COALESCE(d.amount_fen, 0)",
    "state": "d.state",
    "resolved": "d.resolved_on IS NOT NULL",
    "resolved_on": "d.resolved_on",
    "manner": _MANNER,
    "voided": "d.voided",
}


def _rewound(connection: Connection, asked: Question) -> Rewound:
    """The disputes that changed since, as they were. One that became an accusation since left every month for good."""
    changed = asked.known.of("dispute")
    now = text(f"SELECT {columns_of(_COLUMNS)} FROM {_TABLES} WHERE d.dispute_no = :dispute_no")
    before = [
        _then(connection, dict(row), since)
        for dispute_no, since in changed.items()
        if not since.made
        for row in connection.execute(now, {"dispute_no": dispute_no}).mappings()
    ]
    return list(changed), before


def _then(connection: Connection, row: dict[str, Any], since: Since) -> dict[str, Any]:
    content = since.before
    if content is not None:
        row |= {name: content[name] for name in ("found_on", "village", "type", "source", "risk_level")}
        row["people"] = content["people_involved"]
        row["amount"] = int(Decimal(str(content["amount_yuan"] or 0)) * 100)
    if since.standing is not None:
        row["voided"] = not since.standing
    if since.recorded:
        place = [event for event in events(connection, row["id"]) if event.event_id not in since.recorded]
        row |= _place(place, row["found_on"])
    return row


def _place(known: list[LedgerEvent], found_on: str) -> dict[str, Any]:
    """What the events that were known say of it."""
    counted = effective(known)
    place = place_of(date.fromisoformat(found_on), counted)
    resolved = [event for event in counted if event.kind == "resolved"]
    return {
        "state": place.state,
        "resolved": place.resolved_on is not None,
        "resolved_on": place.resolved_on and place.resolved_on.isoformat(),
        "manner": resolved[-1].content.get("manner") if resolved and place.resolved_on is not None else None,
    }


DISPUTES = Counted(
    kind="dispute",
    columns=_COLUMNS,
    tables=_TABLES,
    number="d.dispute_no",
    day="s.found_on",
    standing="NOT s.voided",
    measures={"items": "1", "people": "s.people", "amount_yuan": "s.amount", "resolved": "s.resolved"},
    money=("amount_yuan",),
    dimensions={
        "type": "s.type",
        "village": "s.village",
        "source": "s.source",
        "risk_level": "s.risk_level",
        "state": "s.state",
        "manner": "s.manner",
    },
    rewound=_rewound,
)
