"""The tables, as they are after the newest migration. Every constraint is named, so that a later step can change it.

Columns that lists sort and filter by stand in `visit` itself; they are written in the same transaction as the record
and rebuilt by `check --deep`. Text of an accusation lies in its matter and nowhere else: not in the list columns, not
in the search index, not in a draft's summary.
"""

from __future__ import annotations

from petidesk.storage.schema import closing
from petidesk.storage.schema.attachments import attachment
from petidesk.storage.schema.cases import (
    case_course,
    case_event,
    case_instruction,
    case_limit,
    case_span,
    petition_case,
)
from petidesk.storage.schema.county import county_heading, county_template
from petidesk.storage.schema.ground import metadata
from petidesk.storage.schema.imports import import_batch, import_dispute, import_row
from petidesk.storage.schema.ledger import (
    dispute,
    dispute_event,
    dispute_party,
    dispute_span,
    ledger_month,
    round_return,
    screening_round,
)
from petidesk.storage.schema.letters import letter, letter_print
from petidesk.storage.schema.meetings import meeting
from petidesk.storage.schema.office import (
    calendar_year,
    category,
    folder_fact,
    number_series,
    office_setting,
    staff,
    village,
)
from petidesk.storage.schema.reception import (
    reception_change,
    reception_day,
    reception_guest,
    reception_leave,
    reception_notice,
    reception_plan,
    reception_sitting,
)
from petidesk.storage.schema.retention import purge
from petidesk.storage.schema.safety import audit_event, audit_payload, draft
from petidesk.storage.schema.undo import undo_step
from petidesk.storage.schema.visits import (
    material,
    matter,
    paper,
    paper_print,
    person,
    person_decision,
    person_initials,
    person_phone,
    petitioner,
    visit,
)

closing.dress()

__all__ = [
    "attachment",
    "audit_event",
    "audit_payload",
    "calendar_year",
    "case_course",
    "case_event",
    "case_instruction",
    "case_limit",
    "case_span",
    "category",
    "county_heading",
    "county_template",
    "dispute",
    "dispute_event",
    "dispute_party",
    "dispute_span",
    "draft",
    "folder_fact",
    "import_batch",
    "import_dispute",
    "import_row",
    "ledger_month",
    "letter",
    "letter_print",
    "material",
    "matter",
    "meeting",
    "metadata",
    "number_series",
    "office_setting",
    "paper",
    "paper_print",
    "person",
    "person_decision",
    "person_initials",
    "person_phone",
    "petition_case",
    "petitioner",
    "purge",
    "reception_change",
    "reception_day",
    "reception_guest",
    "reception_leave",
    "reception_notice",
    "reception_plan",
    "reception_sitting",
    "round_return",
    "screening_round",
    "staff",
    "undo_step",
    "village",
    "visit",
]
