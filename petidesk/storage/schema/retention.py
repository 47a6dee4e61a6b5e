"""Purges: what went when its period was over, and the certificate that says so."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Integer, LargeBinary, Table, Text

from petidesk.storage.schema.ground import key, metadata, reference, text_column

# One row a purge. `sums` is a JSON list of what went, by category and year, with numbers and no name; `event_id` and
# `head` say where the audit chain has it. The records themselves name their row in `purge_id`.
purge = Table(
    "purge",
    metadata,
    key(),
    Column("number", Text, nullable=False, unique=True),
    Column("on_day", Date, nullable=False),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    text_column("second"),
    text_column("why"),
    text_column("sums", "[]"),
    Column("event_id", Integer, nullable=False),
    text_column("head"),
    text_column("sha256"),
    Column("pdf", LargeBinary, nullable=False),
)
