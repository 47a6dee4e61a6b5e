"""The audit chain, and what was typed and not yet saved."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, Table, Text

from petidesk.storage.schema.ground import key, metadata, reference, text_column

# The chain: each hash covers the event, its payload's hash and the hash before it.
audit_event = Table(
    "audit_event",
    metadata,
    key(),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    text_column("action"),
    text_column("subject_kind"),
    text_column("subject"),
    text_column("payload_hash"),
    text_column("hash"),
    Index("ix_audit_event_subject", "subject_kind", "subject"),
)

# Before and after, apart from the chain, so that a lawful purge can remove them while the chain still verifies.
audit_payload = Table(
    "audit_payload",
    metadata,
    Column("event_id", Integer, ForeignKey("audit_event.id"), primary_key=True),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    text_column("salt"),
    Column("before", Text),
    Column("after", Text),
)

draft = Table(
    "draft",
    metadata,
    key(),
    text_column("kind"),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    text_column("content"),
    Column("saved_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)
