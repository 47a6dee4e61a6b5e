"""What each column holds: a figure, the office's own words, a person, what was said about a matter, a paper.

Sealing and purging go by this table, so that a column added later is sealed and purged without anybody remembering
it. Numbers, days and flags are figures by their type (`FIGURES_BY_TYPE`); every text and all bytes must be named here,
and so must the few numbers and days that say who somebody is. A test reads every table.

What stands outside the tables (the search index, attachments' files) is made from these columns.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer

from petidesk.storage.schema.ground import metadata


class Holds(Enum):
    """What stands in a column."""

    #: Codes, states, series, days, counts, flags, hashes: what lists sort and figures count by. Names nobody.
    FIGURE = "figure"
    #: The office's own: staff, leaders, units, villages, settings, rooms, templates.
    OFFICE = "office"
    #: Who somebody is: names, identity numbers, telephones, addresses, birth, query codes.
    PERSON = "person"
    #: What was said, asked, decided or written about a matter, as words or as JSON of them.
    WORDS = "words"
    #: The bytes of a paper, and of whatever else shows the words again.
    PAPER = "paper"


FIGURES_BY_TYPE = (Integer, Date, DateTime, Boolean)

_FIGURE, _OFFICE, _PERSON, _WORDS, _PAPER = Holds

# One line a kind; names of columns apart from each other by blanks.
_TABLES: dict[str, dict[Holds, str]] = {
    "attachment": {_FIGURE: "media content", _WORDS: "name why"},
    "audit_event": {_FIGURE: "action subject_kind subject payload_hash hash"},
    "audit_payload": {_FIGURE: "salt", _WORDS: "before after"},
    "calendar_year": {_OFFICE: "document"},
    "case_course": {_FIGURE: "category village rating called"},
    "case_event": {_FIGURE: "kind", _WORDS: "document"},
    "case_instruction": {_OFFICE: "leader"},
    "case_limit": {_FIGURE: "kind", _OFFICE: "unit"},
    "case_span": {_FIGURE: "ending"},
    "category": {_OFFICE: "name"},
    "county_heading": {_OFFICE: "heading field"},
    "county_template": {_FIGURE: "sha256", _OFFICE: "name file_name workbook layout mapping"},
    "dispute": {
        _FIGURE: "dispute_no village source type risk_level state level foreign_no",
        _OFFICE: "responsible_unit responsible_person case_leader",
        _PERSON: "names",
        _WORDS: "village_group title summary measures note extra warnings void_reason heading",
    },
    "dispute_event": {_FIGURE: "kind", _WORDS: "document"},
    "dispute_party": {_FIGURE: "side", _PERSON: "name phone id_number"},
    "dispute_span": {_FIGURE: "how"},
    "draft": {_FIGURE: "kind", _WORDS: "content"},
    "folder_fact": {_OFFICE: "key value"},
    "import_batch": {_FIGURE: "kind", _OFFICE: "source"},
    # A keyed-by-content hash of a row: it would tell whoever has the old table which record it became.
    "import_dispute": {_WORDS: "fingerprint"},
    "import_row": {_WORDS: "fingerprint"},
    # `rows` and `sent`: the snapshot of a closed month, line by line; the figures are in `balance`.
    "ledger_month": {_FIGURE: "balance", _WORDS: "rows sent"},
    "letter": {
        _FIGURE: "form state document_no series form_version sha256",
        _OFFICE: "signed_by",
        _WORDS: "title content anyway missing void_reason",
        _PAPER: "pdf",
    },
    "material": {_WORDS: "name"},
    "matter": {
        _FIGURE: "purpose category village why_again",
        _WORDS: "title statement requests concerned_unit",
    },
    "meeting": {_FIGURE: "meeting_no kind state", _OFFICE: "place chair attendees", _WORDS: "agenda decisions note"},
    "number_series": {_FIGURE: "kind"},
    "office_setting": {_OFFICE: "document"},
    "paper": {_FIGURE: "form size form_version sha256", _WORDS: "missing", _PAPER: "pdf"},
    "person": {_FIGURE: "sex id_type village", _PERSON: "name birth id_number phone address"},
    "person_decision": {_FIGURE: "decision"},
    "person_initials": {_PERSON: "initials birth_year"},
    "person_phone": {_PERSON: "digits"},
    "petition_case": {
        _FIGURE: "case_no purpose state next_clock next_task_kind national_owed papers_owed",
        _OFFICE: "unit handler leader",
        _PERSON: "national_no query_code",
        _WORDS: "title",
    },
    "petitioner": {_FIGURE: "sex id_type village", _PERSON: "name birth id_number phone address"},
    # The certificate names nobody but those who did it.
    "purge": {_FIGURE: "number sums head sha256", _OFFICE: "second why pdf"},
    "reception_change": {_FIGURE: "kind", _OFFICE: "before after why"},
    "reception_day": {
        _FIGURE: "kind",
        _OFFICE: "place village hours moved_because rule planned leaders unit ruled_place",
    },
    "reception_guest": {
        _FIGURE: "village case_no state reception_no",
        _PERSON: "name phone",
        _WORDS: "about why opinions",
    },
    "reception_leave": {_OFFICE: "leader why"},
    "reception_notice": {_OFFICE: "rows"},
    "reception_plan": {_OFFICE: "name document"},
    "reception_sitting": {_FIGURE: "outcome", _OFFICE: "company", _WORDS: "summary"},
    "round_return": {_FIGURE: "village answer", _OFFICE: "by", _WORDS: "note"},
    "screening_round": {_FIGURE: "round_no kind", _OFFICE: "title villages note"},
    "staff": {_FIGURE: "role", _OFFICE: "name"},
    "undo_step": {_FIGURE: "action record_kind number", _PERSON: "name", _WORDS: "inverse why"},
    "village": {_OFFICE: "name"},
    "visit": {
        _FIGURE: "visit_no channel foreign_no village purposes",
        _OFFICE: "received_by",
        _PERSON: "names national_no query_code caller_no",
        _WORDS: "handling note void_reason warnings heading",
    },
}


def holds(column: Column[Any]) -> Holds:
    """What stands in this column of one of the schema's tables.

    Raises `KeyError` for a text or bytes that nobody has classified: the test of this module finds it first.
    """
    for kind, names in _TABLES.get(column.table.name, {}).items():
        if column.name in names.split():
            return kind
    if isinstance(column.type, FIGURES_BY_TYPE):
        return Holds.FIGURE
    raise KeyError(f"{column.table.name}.{column.name}: say in storage/schema/holding.py what it holds")


def columns_holding(table: str, *kinds: Holds) -> tuple[Column[Any], ...]:
    """The columns of `table` that hold one of `kinds`, in the order of the schema."""
    return tuple(column for column in metadata.tables[table].columns if holds(column) in kinds)


def named() -> frozenset[tuple[str, str]]:
    """All (table, column) that the table above names: each must exist, and only once."""
    pairs = [(table, name) for table, kinds in _TABLES.items() for names in kinds.values() for name in names.split()]
    if len(pairs) != len(set(pairs)):
        raise ValueError("a column is named twice")
    return frozenset(pairs)
