"""Whether what was issued is still what was frozen."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, func, select

from petidesk.domain.listing import Problem
from petidesk.storage.letters.listing import WAITS
from petidesk.storage.schema import letter, petition_case
from petidesk.storage.sealing.seal import MAGIC


def verify(connection: Connection) -> list[Problem]:
    """Issued letters have the bytes they were frozen with, their cases the count that follows.

    Bytes that are sealed are compared where they can be opened.
    """
    kept = connection.execution_options(yield_per=100).execute(
        select(letter.c.document_no, letter.c.pdf, letter.c.sha256).where(
            letter.c.pdf.is_not(None), letter.c.purge_id.is_(None)
        )
    )
    problems = [
        Problem("留存文书的内容与摘要不符", document_no)
        for document_no, bytes_kept, sha256 in kept
        if not bytes_kept.startswith(MAGIC) and hashlib.sha256(bytes_kept).hexdigest() != sha256
    ]
    waiting = select(letter.c.case_id, func.count().label("count")).where(WAITS).group_by(letter.c.case_id).subquery()
    wrong = connection.execute(
        select(petition_case.c.case_no)
        .outerjoin(waiting, waiting.c.case_id == petition_case.c.id)
        .where(petition_case.c.waiting_service != func.coalesce(waiting.c.count, 0))
    ).scalars()
    return problems + [Problem("等待送达的文书数与记录不符", case_no) for case_no in wrong]
