"""Joint meetings."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Integer, Table, Text, UniqueConstraint

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

# 联席会议 and 例会: agenda and minutes as JSON lists; the decisions stand as events in their cases as well.
meeting = Table(
    "meeting",
    metadata,
    key(),
    Column("meeting_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    text_column("kind"),
    Column("on_day", Date, nullable=False),
    text_column("place"),
    text_column("chair"),
    text_column("attendees"),
    text_column("agenda", "[]"),
    text_column("decisions", "[]"),
    text_column("note"),
    text_column("state", "planned"),
    Column("changed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    purged_by(),
    UniqueConstraint("serial_year", "serial"),
    CheckConstraint("state IN ('planned', 'held', 'voided')", name="state"),
    Index("ix_meeting_on_day", "on_day"),
)
