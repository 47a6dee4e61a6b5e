"""Cases and what happened to them; the projection that lists sort by stands in `petition_case` itself."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from petidesk.storage.schema.ground import key, metadata, reference, text_column

petition_case = Table(
    "petition_case",
    metadata,
    key(),
    Column("case_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    text_column("title"),
    text_column("purpose"),
    Column("opened_on", Date, nullable=False),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    # projection of the events, written with them: lists sort by it in SQL
    text_column("state", "registered"),
    Column("next_due", Date),
    text_column("next_clock"),
    Column("reply_on", Date),
    Column("search_id", Integer),
    Column("route", Integer),
    text_column("unit"),
    text_column("handler"),
    text_column("leader"),
    Column("next_task", Date),
    text_column("next_task_kind"),
    # papers that are signed and not served yet; papers not yet in the national system, as ",registration,opinion,"
    Column("waiting_service", Integer, nullable=False, server_default="0"),
    text_column("national_owed"),
    text_column("national_no"),
    text_column("query_code"),
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

# Append-only: what happened to a case, in order. State and clocks follow from these rows.
case_event = Table(
    "case_event",
    metadata,
    key(),
    reference("case_id", "petition_case.id", index=True),
    text_column("kind"),
    Column("on_day", Date, nullable=False),
    text_column("document", "{}"),
    Column("recorded_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Column("visit_id", Integer, ForeignKey("visit.id"), index=True),
)
