"""Visits, the people who came, what was handed in and over. The list columns stand in `visit` itself."""

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
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from petidesk.storage.schema.ground import key, metadata, purged_by, reference, text_column

person = Table(
    "person",
    metadata,
    key(),
    text_column("name"),
    Column("sex", Text),
    Column("birth", Date),
    text_column("id_type", "111"),
    text_column("id_number"),
    text_column("phone"),
    text_column("village"),
    text_column("address"),
    # Known only as someone who accused: stays out of hints and search.
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    Column("last_on", Date),
    Column("search_id", Integer),
    Index("ix_person_name_village", "name", "village"),
    Index("ix_person_id_number", "id_number", sqlite_where=Column("id_number") != ""),
)

person_phone = Table(
    "person_phone",
    metadata,
    Column("digits", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Index("ix_person_phone_person_id", "person_id"),
    sqlite_with_rowid=False,
)

# Every reading of the name's initials with the year of birth (0 = not known).
person_initials = Table(
    "person_initials",
    metadata,
    Column("initials", Text, primary_key=True),
    Column("birth_year", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Index("ix_person_initials_person_id", "person_id"),
    sqlite_with_rowid=False,
)

# Decisions of staff about two people, low id first. The program never writes "same" by itself.
person_decision = Table(
    "person_decision",
    metadata,
    Column("low_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("high_id", Integer, ForeignKey("person.id"), primary_key=True),
    text_column("decision"),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    CheckConstraint("low_id < high_id", name="order"),
    CheckConstraint("decision IN ('same', 'different')", name="decision"),
    Index("ix_person_decision_high_id", "high_id"),
    sqlite_with_rowid=False,
)

visit = Table(
    "visit",
    metadata,
    key(),
    Column("visit_no", Text, nullable=False, unique=True),
    Column("serial_year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
    text_column("channel"),
    text_column("received_by"),
    Column("people", Integer, nullable=False),
    text_column("handling"),
    text_column("national_no"),
    text_column("query_code"),
    text_column("note"),
    Column("entered_at", DateTime, nullable=False),
    reference("entered_by", "staff.id"),
    Column("changed_at", DateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("voided", Boolean(name="voided"), nullable=False, server_default="0"),
    text_column("void_reason"),
    text_column("foreign_no"),
    reference("import_batch_id", "import_batch.id", nullable=True),
    text_column("warnings", "[]"),
    Column("restricted", Boolean(name="restricted"), nullable=False, server_default="0"),
    # list columns
    text_column("names"),
    text_column("village"),
    text_column("purposes"),
    text_column("heading"),
    Column("search_id", Integer),
    Column("signatories", Integer, nullable=False, server_default="0"),
    Column("enclosures", Integer, nullable=False, server_default="0"),
    text_column("caller_no"),
    purged_by(),
    UniqueConstraint("serial_year", "serial"),
    Index("ix_visit_at", "at", "id"),
    Index("ix_visit_village_at", "village", "at"),
    Index("ix_visit_channel_at", "channel", "at"),
    Index("ix_visit_import_batch_id", "import_batch_id", sqlite_where=Column("import_batch_id").is_not(None)),
)

petitioner = Table(
    "petitioner",
    metadata,
    key(),
    reference("visit_id", "visit.id", index=True),
    Column("place", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), index=True),
    text_column("name"),
    Column("anonymous", Boolean(name="anonymous"), nullable=False),
    Column("address_unknown", Boolean(name="address_unknown"), nullable=False),
    Column("sex", Text),
    Column("birth", Date),
    text_column("id_type", "111"),
    text_column("id_number"),
    text_column("phone"),
    text_column("village"),
    text_column("address"),
    Column("representative", Boolean(name="representative"), nullable=False),
)

matter = Table(
    "matter",
    metadata,
    key(),
    reference("visit_id", "visit.id", index=True),
    reference("case_id", "petition_case.id", index=True),
    Column("place", Integer, nullable=False),
    Column("repeat", Boolean(name="repeat"), nullable=False),
    text_column("purpose"),
    Column("route", Integer),
    text_column("category"),
    text_column("title"),
    text_column("statement"),
    text_column("requests", "[]"),
    text_column("concerned_unit"),
    text_column("village"),
    Column("urgent", Boolean(name="urgent"), nullable=False),
    text_column("why_again"),
)

material = Table(
    "material",
    metadata,
    key(),
    reference("visit_id", "visit.id", index=True),
    Column("place", Integer, nullable=False),
    text_column("name"),
    Column("copies", Integer, nullable=False),
)

# Frozen bytes of what was handed over: never changed, an amendment adds a row with the visit's new version.
paper = Table(
    "paper",
    metadata,
    key(),
    text_column("form"),
    reference("visit_id", "visit.id"),
    text_column("size"),
    Column("visit_version", Integer, nullable=False),
    text_column("form_version"),
    text_column("sha256"),
    text_column("missing", "[]"),
    Column("pdf", LargeBinary, nullable=False),
    Column("made_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
    UniqueConstraint("visit_id", "form", "size", "visit_version"),
)

paper_print = Table(
    "paper_print",
    metadata,
    key(),
    reference("paper_id", "paper.id", index=True),
    Column("at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)
