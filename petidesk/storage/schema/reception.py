"""Receptions of leaders: days, changes, leaves, plans, notices; the sitting with its queue."""

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
    Table,
    Text,
    UniqueConstraint,
)

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

# A reception of leaders. `planned` is 原定, `leaders` 实到, both JSON lists; a cancelled one stays, so that a calendar
# program that took it over can be told.
reception_day = Table(
    "reception_day",
    metadata,
    key(),
    Column("on_day", Date, nullable=False),
    text_column("kind", "reception"),
    text_column("place"),
    text_column("village"),
    text_column("hours"),
    Column("rule_date", Date, nullable=False),
    Column("moved_because", Text),
    text_column("rule"),
    text_column("planned", "[]"),
    text_column("leaders", "[]"),
    text_column("unit"),
    Column("locked", Boolean(name="locked"), nullable=False, server_default="0"),
    Column("cancelled", Boolean(name="cancelled"), nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("changed_at", DateTime, nullable=False),
    # where the rule had put it, when somebody moved it to another place
    text_column("ruled_place"),
    purged_by(),
    UniqueConstraint("on_day", "kind", "place", "village"),
    CheckConstraint("kind IN ('reception', 'outreach', 'invited', 'village')", name="kind"),
)

# Append-only: who it was before and after, and why.
reception_change = Table(
    "reception_change",
    metadata,
    key(),
    reference("day_id", "reception_day.id", index=True),
    text_column("kind"),
    text_column("before", "[]"),
    text_column("after", "[]"),
    text_column("why"),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)

# When a leader cannot receive, both days included.
reception_leave = Table(
    "reception_leave",
    metadata,
    key(),
    text_column("leader"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    text_column("why"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    Column("entered_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    Index("ix_reception_leave_until", "until"),
)

# A stored way to make the rota, as JSON (domain/reception/plans.py).
reception_plan = Table(
    "reception_plan",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    text_column("document", "{}"),
    Column("changed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)

# The queue of a reception: who booked (预约) and who came. What the visitor said stands in the visit; of an accusation
# nothing stands here but the visit's id. `opinions` is a JSON list of what the leader said on each case.
reception_guest = Table(
    "reception_guest",
    metadata,
    key(),
    reference("day_id", "reception_day.id"),
    Column("number", Integer, nullable=False),
    Column("booked", Boolean(name="booked"), nullable=False),
    text_column("name"),
    text_column("phone"),
    Column("people", Integer, nullable=False, server_default="1"),
    text_column("village"),
    text_column("about"),
    text_column("case_no"),
    text_column("state", "booked"),
    text_column("why"),
    Column("entered_at", DateTime, nullable=False),
    Column("arrived_at", DateTime),
    reference("visit_id", "visit.id", nullable=True, index=True),
    # 接访编号, given when the guest is received
    Column("reception_no", Text, unique=True),
    Column("serial_year", Integer),
    Column("serial", Integer),
    text_column("opinions", "[]"),
    Column("changed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    UniqueConstraint("day_id", "number"),
    UniqueConstraint("serial_year", "serial"),
    CheckConstraint("state IN ('booked', 'waiting', 'received', 'absent', 'cancelled')", name="state"),
)

# What is said of a sitting as a whole: a row from the first word on, closed with `closed_at`.
reception_sitting = Table(
    "reception_sitting",
    metadata,
    Column("day_id", Integer, ForeignKey("reception_day.id"), primary_key=True, autoincrement=False),
    text_column("company"),
    text_column("outcome"),
    text_column("summary"),
    Column("closed_at", DateTime),
    Column("changed_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    CheckConstraint("outcome IN ('', 'received', 'cases', 'talk', 'screening')", name="outcome"),
)

# What was put up for a month (year * 12 + month - 1): a notice that changes is issued anew with its day.
reception_notice = Table(
    "reception_notice",
    metadata,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("issued_on", Date, nullable=False),
    text_column("rows", "[]"),
    reference("staff_id", "staff.id"),
    sqlite_with_rowid=False,
)
