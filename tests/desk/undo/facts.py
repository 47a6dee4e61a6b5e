"""What stands in an office: everything that a clerk can find, without what only says how it came about.

Two offices with the same facts show the same lists, files, months, rotas and settings. What was voided, cancelled or
undone is no fact; neither are versions, times of writing, and numbers that were given out and stay.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from petidesk.desk.desk import Desk

_NO_FACT = {
    "version",
    "changed_at",
    "entered_at",
    "search_id",
    "staff_id",
    "opinions",
    "reception_no",
    "serial_year",
    "serial",
    "void_reason",
    "event_id",
    "reopened_at",
    "recorded_at",
    "saved_at",
}
_VISITS = "SELECT id FROM visit WHERE NOT voided"
_STANDING = {
    "visit": "NOT voided",
    "matter": f"visit_id IN ({_VISITS})",
    "petitioner": f"visit_id IN ({_VISITS})",
    "material": f"visit_id IN ({_VISITS})",
    "petition_case": f"id IN (SELECT case_id FROM matter WHERE visit_id IN ({_VISITS}))",
    "dispute": "NOT voided",
    "dispute_party": "dispute_id IN (SELECT id FROM dispute WHERE NOT voided)",
    "dispute_span": "1",
    "ledger_month": "reopened_at IS NULL",
    "screening_round": "NOT voided",
    "letter": "1",
    "meeting": "state != 'voided'",
    "reception_day": "NOT cancelled",
    "reception_leave": "NOT voided",
    "reception_plan": "1",
    "reception_guest": "state != 'cancelled'",
    "reception_sitting": "closed_at IS NOT NULL OR company || outcome || summary != ''",
    "draft": "1",
    "attachment": "removed_at IS NULL",
    "calendar_year": "1",
    "person_decision": "1",
    "import_batch": "undone_at IS NULL",
    "county_heading": "1",
}
_EVENTS = {"case_event": "case_id", "dispute_event": "dispute_id"}


def facts(desk: Desk) -> dict[str, Any]:
    """All of it, by table; rows as sorted JSON."""
    with desk.reading() as connection:
        found: dict[str, Any] = {}
        for table, standing in _STANDING.items():
            rows = connection.execute(text(f"SELECT * FROM {table} WHERE {standing}")).mappings()
            numbered = () if table not in ("dispute_party", "draft", "matter", "petitioner", "material") else ("id",)
            found[table] = sorted(_row(dict(row), numbered) for row in rows)
        for table, owner in _EVENTS.items():
            rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
            voided = set(connection.execute(text("SELECT id FROM visit WHERE voided")).scalars())
            # a case that was split off and taken in again stays, merged into the one it came from
            spoken_of = set(
                connection.execute(text(f"SELECT case_id FROM matter WHERE visit_id IN ({_VISITS})")).scalars()
            )
            undone = {json.loads(row["document"])["event_id"] for row in rows if row["kind"] == "undone"}
            counted = [row for row in rows if row["kind"] != "undone" and row["id"] not in undone]
            told = [
                (row[owner], row["kind"], row["on_day"], row["document"])
                for row in counted
                if row.get("visit_id") not in voided and (table != "case_event" or row[owner] in spoken_of)
            ]
            found[table] = sorted(told)
        placed = connection.execute(text("SELECT name, mapping FROM county_template")).all()
        found["county_template"] = [(name, _words_of(json.loads(mapping))) for name, mapping in placed]
        answers = text("SELECT round_id, village, answer FROM round_return ORDER BY id")
        returns = {(number, village): answer for number, village, answer in connection.execute(answers)}
        found["round_return"] = sorted((key, answer) for key, answer in returns.items() if answer != "missing")
    office = desk.office.document()
    office.pop("valid_from")
    wording = [desk.templates.text(name) for name in ("visit_slip", "visit_register")]
    return found | {
        "office": office,
        "wording": wording,
        "months": _months(desk),
    }


def _words_of(mapping: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {letter: (column["field"], column.get("words") or {}) for letter, column in mapping.items()}


def _row(row: dict[str, Any], numbered: tuple[str, ...]) -> str:
    kept = {key: value for key, value in row.items() if key not in _NO_FACT and key not in numbered}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, default=repr)


def _months(desk: Desk) -> list[str]:
    return [repr(desk.months.balance(month)) for month in ("2026-10", "2026-11")]
