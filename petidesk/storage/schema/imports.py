"""Old tables that were taken in, and which record each of their rows became."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Integer, Table, Text

from petidesk.storage.schema.ground import key, metadata, reference, text_column

import_batch = Table(
    "import_batch",
    metadata,
    key(),
    text_column("kind", "visit"),
    text_column("source"),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Column("taken", Integer, nullable=False),
    Column("undone_at", DateTime),
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
