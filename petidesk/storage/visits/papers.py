"""Frozen papers: the bytes handed over, for each form, size and version of the visit; every print is logged.

There is one of each, but for a notice slip that was taken back and handed over on another day: its later editions are
kept beside the first with their number behind the size (``a5#2``), for the table holds one row of each size.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select

from petidesk.domain.audit import Act
from petidesk.domain.listing import Problem
from petidesk.domain.papers import Paper, PaperLine
from petidesk.storage import closing
from petidesk.storage.file.database import new_id
from petidesk.storage.file.json_text import dumps, loads
from petidesk.storage.schema import paper, paper_print, visit
from petidesk.storage.sealing.seal import MAGIC, readable

_EDITION = "#"


def find(connection: Connection, visit_id: int, form: str, size: str, version: int) -> tuple[int, Paper] | None:
    """The paper of this version of the visit that was kept last, None when it was not printed yet.

    Refused no_permission where whoever acts cannot open what is sealed.
    """
    row = connection.execute(
        select(paper).where(*_of(visit_id, form, size, version)).order_by(paper.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return row.id, Paper(form, size, version, readable(row.pdf), row.sha256, tuple(loads(row.missing)), False)


def keep(
    connection: Connection,
    act: Act,
    visit_id: int,
    *,
    form: str,
    size: str,
    version: int,
    form_version: str,
    missing: tuple[str, ...],
    pdf: bytes,
) -> int:
    """Freeze a paper's bytes with the version of its form and a hash."""
    before = select(func.count()).select_from(paper).where(*_of(visit_id, form, size, version))
    edition = connection.execute(before).scalar_one() + 1
    row = {
        "form": form,
        "visit_id": visit_id,
        "size": size if edition == 1 else f"{size}{_EDITION}{edition}",
        "visit_version": version,
        "form_version": form_version,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "missing": dumps(list(missing)),
        "pdf": pdf,
        "made_at": act.at,
        "staff_id": act.staff_id,
    }
    closed = closing.is_closed(connection, visit, visit_id)
    return new_id(connection, insert(paper), closing.row(connection, paper, row, closed=closed))


def _of(visit_id: int, form: str, size: str, version: int) -> tuple[ColumnElement[bool], ...]:
    """The paper of one size, in all its editions."""
    return (
        paper.c.visit_id == visit_id,
        paper.c.form == form,
        or_(paper.c.size == size, paper.c.size.startswith(f"{size}{_EDITION}")),
        paper.c.visit_version == version,
    )


def _size(kept: str) -> str:
    return kept.partition(_EDITION)[0]


def log_print(connection: Connection, act: Act, paper_id: int) -> None:
    """One print more."""
    connection.execute(insert(paper_print), {"paper_id": paper_id, "at": act.at, "staff_id": act.staff_id})


def of_visit(connection: Connection, visit_id: int) -> list[PaperLine]:
    """The papers printed for a visit, oldest first."""
    rows = connection.execute(
        select(paper.c.form, paper.c.size, paper.c.visit_version, paper.c.made_at, func.count(paper_print.c.id))
        .outerjoin(paper_print, paper_print.c.paper_id == paper.c.id)
        .where(paper.c.visit_id == visit_id)
        .group_by(paper.c.id)
        .order_by(paper.c.id)
    )
    return [PaperLine(form, _size(size), *rest) for form, size, *rest in rows]


def newest_of_visit(connection: Connection, visit_id: int) -> list[tuple[str, str, bytes]]:
    """Of each form printed for a visit size and bytes kept last, in the order of their first print."""
    rows = connection.execute(
        select(paper.c.form, paper.c.size, paper.c.pdf)
        .where(paper.c.visit_id == visit_id)
        .order_by(paper.c.visit_version, paper.c.id)
    )
    return list({form: (form, _size(size), readable(bytes(pdf))) for form, size, pdf in rows}.values())


def verify(connection: Connection) -> list[Problem]:
    """Every kept paper still has the bytes it was frozen with; what is sealed is compared where it can be opened."""
    rows = connection.execution_options(yield_per=200).execute(
        select(paper.c.id, paper.c.pdf, paper.c.sha256)
        .join(visit, visit.c.id == paper.c.visit_id)
        .where(visit.c.purge_id.is_(None))
    )
    return [
        Problem("留存文书的内容与摘要不符", f"paper {paper_id}")
        for paper_id, pdf, kept in rows
        if not pdf.startswith(MAGIC) and hashlib.sha256(pdf).hexdigest() != kept
    ]
