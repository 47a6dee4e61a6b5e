"""What stays of words that are kept as JSON: the figures in them, by the same table that names those of the columns.

Codes, days, numbers, flags and the office's own names stay under their keys; every other text becomes empty. So events
fold to the same state and the same course as before, and a figure as it was known on an earlier day counts the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from petidesk.domain.cases.cases import is_revoked
from petidesk.domain.cases.events import KINDS as CASE_KINDS
from petidesk.domain.cases.events import REVIEW_RESULTS, EventKind
from petidesk.domain.ledger.events import KINDS as DISPUTE_KINDS
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.retention.kinds import TABLES, belonging
from petidesk.storage.schema.holding import Holds, columns_holding

_STAYS = (Holds.FIGURE, Holds.OFFICE)
# Keys of documents that are no column: days, numbers of records, an exact amount.
_KEYS = frozenset(
    ("at", "on", "case_no", "visit_no", "dispute_no", "meeting_no", "document_no", "amount_yuan", "due_on", "outcome")
)
# Of an event: what the program itself wrote, and whose work it was.
_OF_EVENT = frozenset(
    (*_KEYS, "by", "order", "of", "kind", "from_case", "into", "notice_from", "to_level", "approved_on", "event")
)
_OFFICE_TEXTS = frozenset(
    (
        "to",
        "unit",
        "handler",
        "leader",
        "owner",
        "approved_by",
        "person",
        "instead",
        "document_no",
        "into",
        "meeting_no",
    )
)
_FIGURES = frozenset(("choice", "day", "count", "flag", "event", "money"))
# A text whose being there is a figure: who was never told in writing was not told in time.
_SAID = frozenset(("untold_reason",))
_OF_RESULT = frozenset(("result", "owner", "due_on", "refused_part", "by", "until"))
_WAS_SAID = "已销毁"


@lru_cache
def _texts_of(kind: str) -> frozenset[str]:
    """The keys under which a text of such a record's document stays: columns that hold figures or the office's own."""
    own = TABLES[kind]
    tables = {own.name, *(table.name for table, _ in belonging(kind, select(own.c.id)))}
    stays = {column.name for table in tables for column in columns_holding(table, *_STAYS)}
    goes = {
        column.name
        for table in tables
        for column in columns_holding(table, *(one for one in Holds if one not in _STAYS))
    }
    return frozenset(stays - goes) | _KEYS


def of_document(kind: str, document: Any) -> Any:
    """The figures of a record as the audit chain and closed months write it down; None stays None."""
    return _reduced(document, "", _texts_of(kind))


def _reduced(value: Any, key: str, texts: frozenset[str]) -> Any:
    if isinstance(value, str):
        return value if key in texts else ""
    if isinstance(value, Mapping):
        # the county's own columns have headings of their own: nobody knows what stands there
        return {} if key == "extra" else {name: _reduced(part, name, texts) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_reduced(part, key, texts) for part in value]
    return value


def of_event(kinds: Mapping[str, EventKind], kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of an event of a case or a dispute."""
    asks = {ask.key: ask.kind for ask in kinds[kind].asks} if kind in kinds else {}
    return {key: _of_event(kind, key, asks.get(key), value) for key, value in document.items()}


def _of_event(kind: str, key: str, asked: str | None, value: Any) -> Any:
    if key in _SAID:
        return _WAS_SAID if value else value
    if asked in _FIGURES or (asked == "text" and key in _OFFICE_TEXTS) or (kind, key) == ("resolved", "manner"):
        return value
    if asked == "results":
        return _reduced(value, key, _OF_RESULT)
    if key == "result" and kind in ("reviewed", "rechecked"):
        return REVIEW_RESULTS["revoked"] if is_revoked(str(value)) else ""
    return _reduced(value, key, _OF_EVENT if asked is None else frozenset())


def of_case_event(row: Any) -> str:
    """The document of an event of a case, its figures alone."""
    return dumps(of_event(CASE_KINDS, row.kind, loads(row.document)))


def of_dispute_event(row: Any) -> str:
    """The document of an event of a dispute, its figures alone."""
    return dumps(of_event(DISPUTE_KINDS, row.kind, loads(row.document)))


def _of_column(kind: str, name: str) -> Callable[[Any], str]:
    return lambda row: dumps(of_document(kind, loads(getattr(row, name))))


REDUCED: Mapping[tuple[str, str], Callable[[Any], str]] = {
    ("case_event", "document"): of_case_event,
    ("dispute_event", "document"): of_dispute_event,
    # as many as there were
    ("matter", "requests"): _of_column("visit", "requests"),
    ("meeting", "agenda"): _of_column("meeting", "agenda"),
    ("meeting", "decisions"): _of_column("meeting", "decisions"),
    # which events of the case are the leader's opinion
    ("reception_guest", "opinions"): _of_column("meeting", "opinions"),
}
"""Columns of words that figures lean on, by table and name, each with what stays of it; all others become empty."""
