"""Letters that leave the house by post."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, func, select

from petidesk.storage.schema import case_event, letter


def posted_ids(connection: Connection, day: date, most: int) -> list[int]:
    """Ids of the letters issued on `day` that wait for their service, or were served by post on it, in their order.

    What was handed over, left or sent otherwise went no other way and is not among them.
    """
    begins = datetime.combine(day, time.min)
    by_post = (
        select(case_event.c.id)
        .where(
            case_event.c.case_id == letter.c.case_id,
            case_event.c.kind == "served",
            func.json_extract(case_event.c.document, "$.document_no") == letter.c.document_no,
            func.json_extract(case_event.c.document, "$.method") == "post",
        )
        .exists()
    )
    issued_today = letter.c.issued_at.between(begins, begins + timedelta(days=1))
    wanted = (issued_today & (letter.c.served_on.is_(None) | by_post)) | ((letter.c.served_on == day) & by_post)
    found = select(letter.c.id).where(letter.c.state == "issued", letter.c.to_serve, wanted)
    return list(connection.execute(found.order_by(letter.c.series, letter.c.serial).limit(most)).scalars())
