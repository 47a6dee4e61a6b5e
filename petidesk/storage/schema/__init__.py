"""The tables, as they are after the newest migration. Every constraint is named, so that a later step can change it.

Columns that lists sort and filter by stand in `visit` itself; they are written in the same transaction as the record
and rebuilt by `check --deep`. Text of an accusation lies in its matter and nowhere else: not in the list columns, not
in the search index, not in a draft's summary.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str = "id") -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _text(name: str, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=nullable, index=index)


# What this file is: created_at, practice, sample options.
folder_fact = Table("folder_fact", metadata, Column("key", Text, primary_key=True), _text("value"))

staff = Table(
    "staff",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("role", "registrar"),
    Column("active", Boolean(name="active"), nullable=False, server_default="1"),
    Column("password_hash", Text),
)

# Settings with valid-from dates: a newer row rules from its day on, the older rows stay for old papers.
office_setting = Table(
    "office_setting",
    metadata,
    _key(),
    Column("valid_from", Date, nullable=False),
    Column("entered_at", DateTime, nullable=False),
    _text("document"),
)

village = Table(
    "village",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("retired", Boolean(name="retired"), nullable=False, server_default="0"),
    Column("last_used", Integer, nullable=False, server_default="0"),
)

category = Table(
    "category",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("last_used", Integer, nullable=False, server_default="0"),
)

calendar_year = Table(
    "calendar_year", metadata, Column("year", Integer, primary_key=True, autoincrement=False), _text("document")
)

# One row a kind and year; `last` is the number given out last. It only ever grows, inside the committing transaction.
number_series = Table(
    "number_series",
    metadata,
    Column("kind", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    CheckConstraint("last >= 0", name="last"),
)

person = Table(
    "person",
    metadata,
    _key(),
    _text("name"),
    Column("sex", Text),
    Column("birth", Date),
    _text("id_type", "111"),
    _text("id_number"),
    _text("phone"),
    _text("village"),
    _text("address"),
    # Known only as someone who accused: stays out of hints and search.
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    Column("last_on", Date),
    Column("search_id", Integer),
    Index("ix_person_name_village", "name", "village"),
    Index("ix_person_id_number", "id_number", sqlite_where=Column("id_number") != ""),
)

person_phone = Table(
    "person_phone",
    metadata,
    Column("digits", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Index("ix_person_phone_person_id", "person_id"),
    sqlite_with_rowid=False,
)

# Every reading of the name's initials with the year of birth (0 = not known).
person_initials = Table(
    "person_initials",
    metadata,
    Column("initials", Text, primary_key=True),
    Column("birth_year", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Index("ix_person_initials_person_id", "person_id"),
    sqlite_with_rowid=False,
)

# Decisions of staff about two people, low id first. The program never writes "same" by itself.
person_decision = Table(
    "person_decision",
    metadata,
    Column("low_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("high_id", Integer, ForeignKey("person.id"), primary_key=True),
    _text("decision"),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    CheckConstraint("low_id < high_id", name="order"),
    CheckConstraint("decision IN ('same', 'different')", name="decision"),
    Index("ix_person_decision_high_id", "high_id"),
    sqlite_with_rowid=False,
)

import_batch = Table(
    "import_batch",
    metadata,
    _key(),
    _text("kind", "visit"),
    _text("source"),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    Column("taken", Integer, nullable=False),
    Column("undone_at", DateTime),
)

visit = Table(
    "visit",
    metadata,
    _key(),
    Column("visit_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    _text("channel"),
    _text("received_by"),
    Column("people", Integer, nullable=False),
    _text("handling"),
    _text("national_no"),
    _text("query_code"),
    _text("note"),
    Column("entered_at", DateTime, nullable=False),
    _ref("entered_by", "staff.id"),
    Column("changed_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    _text("void_reason"),
    _text("foreign_no"),
    _ref("import_batch_id", "import_batch.id", nullable=True),
    _text("warnings", "[]"),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    # list columns
    _text("names"),
    _text("village"),
    _text("purposes"),
    _text("heading"),
    Column("search_id", Integer),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_visit_at", "at", "id"),
    Index("ix_visit_village_at", "village", "at"),
    Index("ix_visit_channel_at", "channel", "at"),
    Index("ix_visit_import_batch_id", "import_batch_id", sqlite_where=Column("import_batch_id").is_not(None)),
)

petitioner = Table(
    "petitioner",
    metadata,
    _key(),
    _ref("visit_id", "visit.id", index=True),
    Column("place", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), index=True),
    _text("name"),
    Column("anonymous", Boolean(name="anonymous"), nullable=False),
    Column("address_unknown", Boolean(name="address_unknown"), nullable=False),
    Column("sex", Text),
    Column("birth", Date),
    _text("id_type", "111"),
    _text("id_number"),
    _text("phone"),
    _text("village"),
    _text("address"),
    Column("representative", Boolean(name="representative"), nullable=False),
)

petition_case = Table(
    "petition_case",
    metadata,
    _key(),
    Column("case_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    _text("title"),
    _text("purpose"),
    Column("opened_on", Date, nullable=False),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    # projection of the events, written with them: lists sort by it in SQL
    _text("state", "registered"),
    Column("next_due", Date),
    _text("next_clock"),
    Column("reply_on", Date),
    Column("search_id", Integer),
    Column("route", Integer),
    _text("unit"),
    _text("handler"),
    _text("leader"),
    Column("next_task", Date),
    _text("next_task_kind"),
    # papers that are signed and not served yet; papers not yet in the national system, as ",registration,opinion,"
    Column("waiting_service", Integer, nullable=False, server_default="0"),
    _text("national_owed"),
    _text("national_no"),
    _text("query_code"),
    # ids of other cases; added by a later step, where SQLite could not name a foreign key
    Column("merged_into", Integer),
    Column("split_from", Integer),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_petition_case_next_due", "next_due", sqlite_where=Column("next_due").is_not(None)),
    Index("ix_petition_case_next_task", "next_task", sqlite_where=Column("next_task").is_not(None)),
    Index("ix_petition_case_waiting_service", "waiting_service", sqlite_where=Column("waiting_service") > 0),
    Index("ix_petition_case_national_owed", "national_owed", sqlite_where=Column("national_owed") != ""),
    Index("ix_petition_case_state", "state"),
    Index("ix_petition_case_merged_into", "merged_into", sqlite_where=Column("merged_into").is_not(None)),
)

matter = Table(
    "matter",
    metadata,
    _key(),
    _ref("visit_id", "visit.id", index=True),
    _ref("case_id", "petition_case.id", index=True),
    Column("place", Integer, nullable=False),
    Column("repeat", Boolean(name="repeat"), nullable=False),
    _text("purpose"),
    Column("route", Integer),
    _text("category"),
    _text("title"),
    _text("statement"),
    _text("requests", "[]"),
    _text("concerned_unit"),
    _text("village"),
    Column("urgent", Boolean(name="urgent"), nullable=False),
)

material = Table(
    "material",
    metadata,
    _key(),
    _ref("visit_id", "visit.id", index=True),
    Column("place", Integer, nullable=False),
    _text("name"),
    Column("copies", Integer, nullable=False),
)

# Append-only: what happened to a case, in order. State and clocks follow from these rows.
case_event = Table(
    "case_event",
    metadata,
    _key(),
    _ref("case_id", "petition_case.id", index=True),
    _text("kind"),
    Column("on_day", Date, nullable=False),
    _text("document", "{}"),
    Column("recorded_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    Column("visit_id", Integer, ForeignKey("visit.id"), index=True),
)

import_row = Table(
    "import_row",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("visit_id", Integer, ForeignKey("visit.id"), primary_key=True),
    sqlite_with_rowid=False,
)

import_dispute = Table(
    "import_dispute",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("dispute_id", Integer, ForeignKey("dispute.id"), primary_key=True),
    sqlite_with_rowid=False,
)

draft = Table(
    "draft",
    metadata,
    _key(),
    _text("kind"),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    _text("content"),
    Column("saved_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# Frozen bytes of what was handed over: never changed, an amendment adds a row with the visit's new version.
paper = Table(
    "paper",
    metadata,
    _key(),
    _text("form"),
    _ref("visit_id", "visit.id"),
    _text("size"),
    Column("visit_version", Integer, nullable=False),
    _text("form_version"),
    _text("sha256"),
    _text("missing", "[]"),
    Column("pdf", LargeBinary, nullable=False),
    Column("made_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    UniqueConstraint("visit_id", "form", "size", "visit_version"),
)

paper_print = Table(
    "paper_print",
    metadata,
    _key(),
    _ref("paper_id", "paper.id", index=True),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# 联席会议 and 例会: agenda and minutes as JSON lists; the decisions stand as events in their cases as well.
meeting = Table(
    "meeting",
    metadata,
    _key(),
    Column("meeting_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    _text("kind"),
    Column("on_day", Date, nullable=False),
    _text("place"),
    _text("chair"),
    _text("attendees"),
    _text("agenda", "[]"),
    _text("decisions", "[]"),
    _text("note"),
    _text("state", "planned"),
    Column("changed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    UniqueConstraint("serial_year", "serial"),
    CheckConstraint("state IN ('planned', 'held', 'voided')", name="state"),
    Index("ix_meeting_on_day", "on_day"),
)

# A paper that the office issues. A draft has neither number nor bytes; issuing gives both and they never change.
letter = Table(
    "letter",
    metadata,
    _key(),
    _text("form"),
    _text("title"),
    Column("case_id", Integer, ForeignKey("petition_case.id"), index=True),
    Column("meeting_id", Integer, ForeignKey("meeting.id")),
    Column("of_letter_id", Integer, ForeignKey("letter.id")),
    _text("state", "draft"),
    _text("content", "{}"),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("drafted_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    Column("document_no", Text, unique=True),
    _text("series"),
    Column("serial_year", Integer),
    Column("serial", Integer),
    _text("signed_by"),
    Column("signed_on", Date),
    Column("issued_at", DateTime),
    Column("issued_by", Integer, ForeignKey("staff.id")),
    _text("anyway"),
    Column("event_id", Integer, ForeignKey("case_event.id")),
    _text("form_version"),
    _text("sha256"),
    _text("missing", "[]"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("pdf", LargeBinary),
    Column("to_serve", Boolean(name="to_serve"), nullable=False, server_default="0"),
    Column("served_on", Date),
    _text("void_reason"),
    Column("search_id", Integer),
    UniqueConstraint("series", "serial_year", "serial"),
    CheckConstraint("state IN ('draft', 'issued', 'voided')", name="state"),
    CheckConstraint("(state = 'draft') = (document_no IS NULL)", name="number"),
    CheckConstraint("(document_no IS NULL) = (pdf IS NULL)", name="frozen"),
    Index("ix_letter_state_changed_at", "state", "changed_at"),
    Index("ix_letter_to_serve", "signed_on", sqlite_where=text("to_serve AND served_on IS NULL AND state = 'issued'")),
)

letter_print = Table(
    "letter_print",
    metadata,
    _key(),
    _ref("letter_id", "letter.id", index=True),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# A screening: which villages were asked, until when, and what each returned.
screening_round = Table(
    "screening_round",
    metadata,
    _key(),
    Column("round_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    _text("kind", "regular"),
    _text("title"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    _text("villages", "[]"),
    _text("note"),
    Column("opened_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_screening_round_due_on", "due_on"),
)

# Append-only: the newest return of a village in a round counts.
round_return = Table(
    "round_return",
    metadata,
    _key(),
    _ref("round_id", "screening_round.id"),
    _text("village"),
    _text("answer"),
    Column("on_day", Date, nullable=False),
    _text("by"),
    _text("note"),
    Column("recorded_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    CheckConstraint("answer IN ('reported', 'zero', 'missing')", name="answer"),
    Index("ix_round_return_round_id", "round_id", "village"),
)

# A line of the ledger. From `state` on: what follows from its events, written with them; lists sort by it in SQL.
dispute = Table(
    "dispute",
    metadata,
    _key(),
    Column("dispute_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("found_on", Date, nullable=False),
    _text("village"),
    _text("village_group"),
    _text("source"),
    _text("type"),
    _text("title"),
    _text("summary"),
    Column("people_involved", Integer, nullable=False, server_default="0"),
    # in fen, so that sums are exact
    Column("amount_fen", Integer),
    _text("risk_level", "ordinary"),
    _text("responsible_unit"),
    _text("responsible_person"),
    _text("case_leader"),
    Column("due_on", Date),
    _text("measures"),
    Column("case_id", Integer, ForeignKey("petition_case.id"), index=True),
    Column("visit_id", Integer, ForeignKey("visit.id")),
    Column("round_id", Integer, ForeignKey("screening_round.id")),
    _text("note"),
    _text("extra", "{}"),
    _text("warnings", "[]"),
    _text("foreign_no"),
    _ref("import_batch_id", "import_batch.id", nullable=True),
    Column("entered_at", DateTime, nullable=False),
    _ref("entered_by", "staff.id"),
    Column("changed_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    _text("void_reason"),
    _text("names"),
    _text("heading"),
    Column("search_id", Integer),
    _text("state", "open"),
    _text("level", "village"),
    Column("resolved_on", Date),
    Column("closed_out_on", Date),
    Column("follow_up_due", Date),
    Column("followed_up_on", Date),
    UniqueConstraint("serial_year", "serial"),
    CheckConstraint("risk_level IN ('ordinary', 'raised', 'major')", name="risk_level"),
    Index("ix_dispute_found_on", "found_on", "id"),
    Index("ix_dispute_village_found_on", "village", "found_on"),
    Index("ix_dispute_state", "state"),
    Index("ix_dispute_due_on", "due_on", sqlite_where=text("state IN ('open', 'in_progress') AND NOT voided")),
    Index("ix_dispute_follow_up_due", "follow_up_due", sqlite_where=Column("follow_up_due").is_not(None)),
    Index("ix_dispute_import_batch_id", "import_batch_id", sqlite_where=Column("import_batch_id").is_not(None)),
)

dispute_party = Table(
    "dispute_party",
    metadata,
    _key(),
    _ref("dispute_id", "dispute.id", index=True),
    Column("place", Integer, nullable=False),
    _text("name"),
    _text("side", "other"),
    _text("phone"),
    _text("id_number"),
)

# Append-only: what was done about a dispute.
dispute_event = Table(
    "dispute_event",
    metadata,
    _key(),
    _ref("dispute_id", "dispute.id", index=True),
    _text("kind"),
    Column("on_day", Date, nullable=False),
    _text("document", "{}"),
    Column("recorded_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# In which months a dispute was on the books (year * 12 + month - 1): the balance of any month is one sum over these.
dispute_span = Table(
    "dispute_span",
    metadata,
    Column("dispute_id", Integer, ForeignKey("dispute.id"), primary_key=True),
    Column("came", Integer, primary_key=True),
    Column("reopened", Boolean(name="reopened"), nullable=False),
    Column("left", Integer),
    _text("how"),
    Index("ix_dispute_span_came", "came", "left", "how"),
    Index("ix_dispute_span_left", "left", "how"),
    sqlite_with_rowid=False,
)

# A closed month: what was sent, row by row, so that the next month can list what changed since.
ledger_month = Table(
    "ledger_month",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("closed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    _text("balance", "{}"),
    _text("rows", "[]"),
    _text("sent", "[]"),
)

# The county's own workbook, as it came, with what each of its headings means.
county_template = Table(
    "county_template",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("file_name"),
    Column("workbook", LargeBinary, nullable=False),
    _text("sha256"),
    _text("layout", "{}"),
    _text("mapping", "{}"),
    Column("added_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# A heading that a person has placed once is placed everywhere: the county's words and the field that they mean.
county_heading = Table("county_heading", metadata, Column("heading", Text, primary_key=True), _text("field"))

# A reception of leaders. `planned` is 原定, `leaders` 实到, both JSON lists; a cancelled one stays, so that a calendar
# program that took it over can be told.
reception_day = Table(
    "reception_day",
    metadata,
    _key(),
    Column("on_day", Date, nullable=False),
    _text("kind", "reception"),
    _text("place"),
    _text("village"),
    _text("hours"),
    Column("rule_date", Date, nullable=False),
    Column("moved_because", Text),
    _text("rule"),
    _text("planned", "[]"),
    _text("leaders", "[]"),
    _text("unit"),
    Column("locked", Boolean(name="locked"), nullable=False, server_default="0"),
    Column("cancelled", Boolean(name="cancelled"), nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("changed_at", DateTime, nullable=False),
    # where the rule had put it, when somebody moved it to another place
    _text("ruled_place"),
    UniqueConstraint("on_day", "kind", "place", "village"),
    CheckConstraint("kind IN ('reception', 'outreach', 'invited', 'village')", name="kind"),
)

# Append-only: who it was before and after, and why.
reception_change = Table(
    "reception_change",
    metadata,
    _key(),
    _ref("day_id", "reception_day.id", index=True),
    _text("kind"),
    _text("before", "[]"),
    _text("after", "[]"),
    _text("why"),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# When a leader cannot receive, both days included.
reception_leave = Table(
    "reception_leave",
    metadata,
    _key(),
    _text("leader"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    _text("why"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    Column("entered_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    Index("ix_reception_leave_until", "until"),
)

# A stored way to make the rota, as JSON (domain/reception/plans.py).
reception_plan = Table(
    "reception_plan",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("document", "{}"),
    Column("changed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
)

# The queue of a reception: who booked (预约) and who came. What the visitor said stands in the visit; of an accusation
# nothing stands here but the visit's id. `opinions` is a JSON list of what the leader said on each case.
reception_guest = Table(
    "reception_guest",
    metadata,
    _key(),
    _ref("day_id", "reception_day.id"),
    Column("number", Integer, nullable=False),
    Column("booked", Boolean(name="booked"), nullable=False),
    _text("name"),
    _text("phone"),
    Column("people", Integer, nullable=False, server_default="1"),
    _text("village"),
    _text("about"),
    _text("case_no"),
    _text("state", "booked"),
    _text("why"),
    Column("entered_at", DateTime, nullable=False),
    Column("arrived_at", DateTime),
    _ref("visit_id", "visit.id", nullable=True, index=True),
    # 接访编号, given when the guest is received
    Column("reception_no", Text, unique=True),
    Column("serial_year", Integer),
    Column("serial", Integer),
    _text("opinions", "[]"),
    Column("changed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    UniqueConstraint("day_id", "number"),
    UniqueConstraint("serial_year", "serial"),
    CheckConstraint("state IN ('booked', 'waiting', 'received', 'absent', 'cancelled')", name="state"),
)

# What is said of a sitting as a whole: a row from the first word on, closed with `closed_at`.
reception_sitting = Table(
    "reception_sitting",
    metadata,
    Column("day_id", Integer, ForeignKey("reception_day.id"), primary_key=True, autoincrement=False),
    _text("company"),
    _text("outcome"),
    _text("summary"),
    Column("closed_at", DateTime),
    Column("changed_at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    CheckConstraint("outcome IN ('', 'received', 'cases', 'talk', 'screening')", name="outcome"),
)

# What was put up for a month (year * 12 + month - 1): a notice that changes is issued anew with its day.
reception_notice = Table(
    "reception_notice",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("issued_on", Date, nullable=False),
    _text("rows", "[]"),
    _ref("staff_id", "staff.id"),
    sqlite_with_rowid=False,
)

# The chain: each hash covers the event, its payload's hash and the hash before it.
audit_event = Table(
    "audit_event",
    metadata,
    _key(),
    Column("at", DateTime, nullable=False),
    _ref("staff_id", "staff.id"),
    _text("action"),
    _text("subject_kind"),
    _text("subject"),
    _text("payload_hash"),
    _text("hash"),
    Index("ix_audit_event_subject", "subject_kind", "subject"),
)

# Before and after, apart from the chain, so that a lawful purge can remove them while the chain still verifies.
audit_payload = Table(
    "audit_payload",
    metadata,
    Column("event_id", Integer, ForeignKey("audit_event.id"), primary_key=True),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    _text("salt"),
    Column("before", Text),
    Column("after", Text),
)
