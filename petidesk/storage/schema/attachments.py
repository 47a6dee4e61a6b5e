"""Scans and photos of a record. The bytes lie beside the database under their keyed hash (`file/sealed.py`)."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Index, Integer, Table, Text

from petidesk.storage.schema.ground import key, metadata, reference, text_column

# `content`: the keyed hash that the bytes lie under; only rows that stand (`removed_at` NULL) keep them there.
# `restricted` follows the record, and with it the key of the hash: an open and a closed record never share bytes.
attachment = Table(
    "attachment",
    metadata,
    key(),
    reference("visit_id", "visit.id", nullable=True, index=True),
    reference("case_id", "petition_case.id", nullable=True, index=True),
    reference("dispute_id", "dispute.id", nullable=True, index=True),
    reference("letter_id", "letter.id", nullable=True, index=True),
    text_column("name"),
    text_column("media"),
    Column("bytes", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    text_column("content"),
    Column("restricted", Boolean(name="restricted"), nullable=False),
    Column("added_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Column("removed_at", DateTime),
    reference("removed_by", "staff.id", nullable=True),
    Column("why", Text, nullable=False, server_default=""),
    CheckConstraint(
        "(visit_id IS NOT NULL) + (case_id IS NOT NULL) + (dispute_id IS NOT NULL) + (letter_id IS NOT NULL) = 1",
        name="one_record",
    ),
    Index("ix_attachment_content", "content"),
)
