"""The papers that the office issues."""

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
    Table,
    Text,
    UniqueConstraint,
    text,
)

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

# A paper that the office issues. A draft has neither number nor bytes; issuing gives both and they never change.
letter = Table(
    "letter",
    metadata,
    key(),
    text_column("form"),
    text_column("title"),
    Column("case_id", Integer, ForeignKey("petition_case.id"), index=True),
    Column("meeting_id", Integer, ForeignKey("meeting.id")),
    Column("of_letter_id", Integer, ForeignKey("letter.id")),
    text_column("state", "draft"),
    text_column("content", "{}"),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("drafted_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Column("document_no", Text, unique=True),
    text_column("series"),
    Column("serial_year", Integer),
    Column("serial", Integer),
    text_column("signed_by"),
    Column("signed_on", Date),
    Column("issued_at", DateTime),
    Column("issued_by", Integer, ForeignKey("staff.id")),
    text_column("anyway"),
    Column("event_id", Integer, ForeignKey("case_event.id")),
    text_column("form_version"),
    text_column("sha256"),
    text_column("missing", "[]"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("pdf", LargeBinary),
    Column("to_serve", Boolean(name="to_serve"), nullable=False, server_default="0"),
    Column("served_on", Date),
    text_column("void_reason"),
    Column("search_id", Integer),
    purged_by(),
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
    key(),
    reference("letter_id", "letter.id", index=True),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)
