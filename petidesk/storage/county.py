"""County templates in rows: the workbook as it came, what its columns ask for, and headings a person has placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from petidesk.domain.audit import Act
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import county_heading, county_template, dispute, dispute_span

_TEMPLATE = county_template.c
_SHOWN = (
    _TEMPLATE.name,
    _TEMPLATE.file_name,
    _TEMPLATE.sha256,
    _TEMPLATE.layout,
    _TEMPLATE.mapping,
    _TEMPLATE.added_at,
)


@dataclass(frozen=True, slots=True)
class StoredTemplate:
    """A template without its workbook; `layout` and `mapping` as they were handed in."""

    name: str
    file_name: str
    sha256: str
    layout: dict[str, Any]
    mapping: dict[str, Any]
    added_at: datetime


def put(
    connection: Connection,
    act: Act,
    stored: StoredTemplate,
    workbook: bytes,
) -> None:
    """Keep a workbook under its name; one of that name is replaced."""
    connection.execute(delete(county_template).where(_TEMPLATE.name == stored.name))
    connection.execute(
        insert(county_template),
        {
            "name": stored.name,
            "file_name": stored.file_name,
            "workbook": workbook,
            "sha256": stored.sha256,
            "layout": dumps(stored.layout),
            "mapping": dumps(stored.mapping),
            "added_at": stored.added_at,
            "staff_id": act.staff_id,
        },
    )


def get(connection: Connection, name: str) -> StoredTemplate | None:
    """The template of this name, None when there is none."""
    row = connection.execute(select(*_SHOWN).where(_TEMPLATE.name == name)).one_or_none()
    return None if row is None else _stored(row)


def templates(connection: Connection) -> list[StoredTemplate]:
    """Every template by its name."""
    return [_stored(row) for row in connection.execute(select(*_SHOWN).order_by(_TEMPLATE.name))]


def workbook(connection: Connection, name: str) -> bytes:
    """The workbook of a template as it came."""
    return bytes(connection.execute(select(_TEMPLATE.workbook).where(_TEMPLATE.name == name)).scalar_one())


def set_mapping(connection: Connection, name: str, layout: Mapping[str, Any], mapping: Mapping[str, Any]) -> None:
    """Put what the columns ask for in place of what was kept."""
    values = {"layout": dumps(dict(layout)), "mapping": dumps(dict(mapping))}
    connection.execute(update(county_template).where(_TEMPLATE.name == name).values(**values))


def remembered(connection: Connection) -> dict[str, str | None]:
    """Every heading that a person has placed; None where it asks for nothing of ours."""
    rows = connection.execute(
        select(county_heading.c.heading, county_heading.c.field).where(~county_heading.c.heading.startswith("import/"))
    )
    return {heading: field or None for heading, field in rows}


def remember(connection: Connection, placed: Mapping[str, str | None]) -> None:
    """Keep headings for all later workbooks; what was kept of them before goes."""
    if placed:
        connection.execute(delete(county_heading).where(county_heading.c.heading.in_(list(placed))))
        rows = [{"heading": heading, "field": field or ""} for heading, field in placed.items()]
        connection.execute(insert(county_heading), rows)


def forget(connection: Connection, headings: Sequence[str]) -> None:
    """These headings are placed by the program's own understanding again."""
    connection.execute(delete(county_heading).where(county_heading.c.heading.in_(headings)))


def bands(connection: Connection, first: int, last: int) -> tuple[int, int, int, int]:
    """How many disputes that came in during these months involve 1-49, 50-99, 100-499, and 500 people or more."""
    people, span = dispute.c.people_involved, dispute_span.c
    edges = (people < 50, (people >= 50) & (people < 100), (people >= 100) & (people < 500), people >= 500)
    row = connection.execute(
        select(*(func.coalesce(func.sum(case((edge, 1), else_=0)), 0) for edge in edges))
        .select_from(dispute_span)
        .join(dispute, dispute.c.id == span.dispute_id)
        .where(span.came >= first, span.came <= last)
    ).one()
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def _stored(row: Any) -> StoredTemplate:
    return StoredTemplate(row.name, row.file_name, row.sha256, loads(row.layout), loads(row.mapping), row.added_at)
