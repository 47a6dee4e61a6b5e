"""Cases and what happened to them; the projection that lists sort by stands in `petition_case` itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

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
    # papers that the case should have and has not, as ",acceptance_notice,"; written with its events and its letters
    text_column("papers_owed"),
    purged_by(),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_petition_case_next_due", "next_due", sqlite_where=Column("next_due").is_not(None)),
    Index("ix_petition_case_next_task", "next_task", sqlite_where=Column("next_task").is_not(None)),
    Index("ix_petition_case_waiting_service", "waiting_service", sqlite_where=Column("waiting_service") > 0),
    Index("ix_petition_case_national_owed", "national_owed", sqlite_where=Column("national_owed") != ""),
    Index("ix_petition_case_state", "state"),
    Index("ix_petition_case_merged_into", "merged_into", sqlite_where=Column("merged_into").is_not(None)),
    Index("ix_petition_case_split_from", "split_from", sqlite_where=Column("split_from").is_not(None)),
    Index("ix_petition_case_papers_owed", "papers_owed", sqlite_where=Column("papers_owed") != ""),
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

# What figures ask of a case, worked out from its events and written with them (domain/cases/course.py).
case_course = Table(
    "case_course",
    metadata,
    Column("case_id", Integer, ForeignKey("petition_case.id"), primary_key=True),
    text_column("category"),
    text_column("village"),
    Column("rateable", Boolean(name="rateable"), nullable=False, server_default="0"),
    Column("answered_on", Date),
    Column("served_on", Date),
    Column("again_on", Date),
    text_column("rating"),
    Column("rated_on", Date),
    text_column("called"),
    Column("called_on", Date),
    Column("presented_on", Date),
    Index("ix_case_course_answered_on", "answered_on", sqlite_where=Column("answered_on").is_not(None)),
    Index("ix_case_course_served_on", "served_on", sqlite_where=Column("served_on").is_not(None)),
    Index("ix_case_course_called_on", "called_on", sqlite_where=Column("called_on").is_not(None)),
)


def _part_of_course(name: str, *columns: Column[Any] | Index) -> Table:
    """Rows of a case's course in their order, rewritten together."""
    return Table(
        name,
        metadata,
        Column("case_id", Integer, ForeignKey("petition_case.id"), primary_key=True),
        Column("place", Integer, primary_key=True),
        *columns,
        sqlite_with_rowid=False,
    )


# When a case was in hand: from its acceptance to its end.
case_span = _part_of_course(
    "case_span",
    Column("came", Date, nullable=False),
    Column("left", Date),
    text_column("ending"),
    Index("ix_case_span_came", "came", "left"),
)

# The limits that bound the office, and those of the units that it asked.
case_limit = _part_of_course(
    "case_limit",
    text_column("kind"),
    Column("since", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("forwarded_on", Date),
    Column("met_on", Date),
    Column("ended_on", Date),
    text_column("unit"),
    Index("ix_case_limit_kind_due_on", "kind", "due_on"),
)

# The dated 批示 of leaders.
case_instruction = _part_of_course(
    "case_instruction",
    Column("on_day", Date, nullable=False),
    text_column("leader"),
    Index("ix_case_instruction_on_day", "on_day"),
)
