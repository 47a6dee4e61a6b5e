"""Disputes, the rounds that found them, the months that were sent."""

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
    Table,
    Text,
    UniqueConstraint,
    text,
)

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

# A screening: which villages were asked, until when, and what each returned.
screening_round = Table(
    "screening_round",
    metadata,
    key(),
    Column("round_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    text_column("kind", "regular"),
    text_column("title"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    text_column("villages", "[]"),
    text_column("note"),
    Column("opened_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_screening_round_due_on", "due_on"),
)

# Append-only: the newest return of a village in a round counts.
round_return = Table(
    "round_return",
    metadata,
    key(),
    reference("round_id", "screening_round.id"),
    text_column("village"),
    text_column("answer"),
    Column("on_day", Date, nullable=False),
    text_column("by"),
    text_column("note"),
    Column("recorded_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    CheckConstraint("answer IN ('reported', 'zero', 'missing')", name="answer"),
    Index("ix_round_return_round_id", "round_id", "village"),
)

# A line of the ledger. From `state` on: what follows from its events, written with them; lists sort by it in SQL.
dispute = Table(
    "dispute",
    metadata,
    key(),
    Column("dispute_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("found_on", Date, nullable=False),
    text_column("village"),
    text_column("village_group"),
    text_column("source"),
    text_column("type"),
    text_column("title"),
    text_column("summary"),
    Column("people_involved", Integer, nullable=False, server_default="0"),
    # in fen, so that sums are exact
    Column("amount_fen", Integer),
    text_column("risk_level", "ordinary"),
    text_column("responsible_unit"),
    text_column("responsible_person"),
    text_column("case_leader"),
    Column("due_on", Date),
    text_column("measures"),
    Column("case_id", Integer, ForeignKey("petition_case.id"), index=True),
    Column("visit_id", Integer, ForeignKey("visit.id")),
    Column("round_id", Integer, ForeignKey("screening_round.id")),
    text_column("note"),
    text_column("extra", "{}"),
    text_column("warnings", "[]"),
    text_column("foreign_no"),
    reference("import_batch_id", "import_batch.id", nullable=True),
    Column("entered_at", DateTime, nullable=False),
    reference("entered_by", "staff.id"),
    Column("changed_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    text_column("void_reason"),
    text_column("names"),
    text_column("heading"),
    Column("search_id", Integer),
    text_column("state", "open"),
    text_column("level", "village"),
    Column("resolved_on", Date),
    Column("closed_out_on", Date),
    Column("follow_up_due", Date),
    Column("followed_up_on", Date),
    purged_by(),
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
    key(),
    reference("dispute_id", "dispute.id", index=True),
    Column("place", Integer, nullable=False),
    text_column("name"),
    text_column("side", "other"),
    text_column("phone"),
    text_column("id_number"),
)

# Append-only: what was done about a dispute.
dispute_event = Table(
    "dispute_event",
    metadata,
    key(),
    reference("dispute_id", "dispute.id", index=True),
    text_column("kind"),
    Column("on_day", Date, nullable=False),
    text_column("document", "{}"),
    Column("recorded_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)

# In which months a dispute was on the books (year * 12 + month - 1): the balance of any month is one sum over these.
dispute_span = Table(
    "dispute_span",
    metadata,
    Column("dispute_id", Integer, ForeignKey("dispute.id"), primary_key=True),
    Column("came", Integer, primary_key=True),
    Column("reopened", Boolean(name="reopened"), nullable=False),
    Column("left", Integer),
    text_column("how"),
    Index("ix_dispute_span_came", "came", "left", "how"),
    Index("ix_dispute_span_left", "left", "how"),
    sqlite_with_rowid=False,
)

# A closed month: what was sent, row by row, so that the next month can list what changed since. One whose closing was
# taken back (`reopened_at`) is open until it is closed anew.
ledger_month = Table(
    "ledger_month",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("closed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    text_column("balance", "{}"),
    text_column("rows", "[]"),
    text_column("sent", "[]"),
    Column("reopened_at", DateTime),
)
