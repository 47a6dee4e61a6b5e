"""What the last saved actions of each member of staff were, and how each is taken back."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Integer, Table

from petidesk.storage.schema.ground import key, metadata, reference, text_column

# One row a saved action, written in its own transaction. The audit events `first_event_id`..`audit_event_id` are all
# that it left in the chain, `undone_first`..`undone_last` those that took it back. `inverse` is a JSON list
# (domain/undo/ways.py); `why` says why it cannot be taken back. Restricted and purged as its record is. There are so
# few rows that no index pays for what it costs each save.
undo_step = Table(
    "undo_step",
    metadata,
    key(),
    reference("staff_id", "staff.id"),
    Column("at", DateTime, nullable=False),
    text_column("action"),
    text_column("record_kind"),
    text_column("number"),
    text_column("name"),
    Column("first_event_id", Integer, nullable=False),
    Column("audit_event_id", Integer, nullable=False),
    text_column("inverse", "[]"),
    text_column("why"),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    Column("undone_first", Integer),
    Column("undone_last", Integer),
    CheckConstraint("(undone_first IS NULL) = (undone_last IS NULL)", name="undone"),
)
