"""What an office sets once: staff, settings with the day from which they rule, villages, categories, calendars."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, Integer, String, Table, Text

from petidesk.storage.schema.ground import key, metadata, text_column

# What this file is: created_at, practice, sample options.
folder_fact = Table("folder_fact", metadata, Column("key", Text, primary_key=True), text_column("value"))

staff = Table(
    "staff",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    text_column("role", "registrar"),
    Column("active", Boolean(name="active"), nullable=False, server_default="1"),
    Column("accusations", Boolean(name="accusations"), nullable=False, server_default="0"),
)

# Settings with valid-from dates: a newer row rules from its day on, the older rows stay for old papers.
office_setting = Table(
    "office_setting",
    metadata,
    key(),
    Column("valid_from", Date, nullable=False),
    Column("entered_at", DateTime, nullable=False),
    text_column("document"),
)

village = Table(
    "village",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    Column("retired", Boolean(name="retired"), nullable=False, server_default="0"),
    Column("last_used", Integer, nullable=False, server_default="0"),
)

category = Table(
    "category",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    Column("last_used", Integer, nullable=False, server_default="0"),
)

calendar_year = Table(
    "calendar_year", metadata, Column("year", Integer, primary_key=True, autoincrement=False), text_column("document")
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
