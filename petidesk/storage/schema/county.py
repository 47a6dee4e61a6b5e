"""The county's own workbooks and what their headings mean."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text

from petidesk.storage.schema.ground import key, metadata, reference, text_column

# The county's own workbook, as it came, with what each of its headings means.
county_template = Table(
    "county_template",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    text_column("file_name"),
    Column("workbook", LargeBinary, nullable=False),
    text_column("sha256"),
    text_column("layout", "{}"),
    text_column("mapping", "{}"),
    Column("added_at", DateTime, nullable=False),
    reference("staff_id", "staff.id"),
)

# A heading that a person has placed once is placed everywhere: the county's words and the field that they mean. Whole
# heads of old tables are kept here, too (`storage.imports`).
county_heading = Table("county_heading", metadata, Column("heading", Text, primary_key=True), text_column("field"))
