"""The materials that visitors left at the window."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, select

from petidesk.domain.codes import ACCUSATION
from petidesk.domain.office.papers import HeldMaterial
from petidesk.domain.visits.returns import RETURN
from petidesk.storage.schema import material, paper, visit


def held(connection: Connection, day: date, most: int) -> list[HeldMaterial]:
    """What the window holds on `day`: all that was left that day, and originals of earlier days, the oldest first.

    What went back (材料退还清单 was printed) is held no more.
    Nothing of a visit that accuses (《信访工作条例》第三十条第三款).
    """
    begins = datetime.combine(day, time.min)
    original = material.c.name.contains("原件") & ~material.c.name.contains("复印")
    went_back = select(paper.c.visit_id).where(paper.c.form == RETURN)
    found = (
        select(visit.c.visit_no, material.c.name, material.c.copies)
        .join(visit, visit.c.id == material.c.visit_id)
        .where(
            visit.c.voided.is_(False),
            (visit.c.at >= begins) | original,
            visit.c.at < begins + timedelta(days=1),
            visit.c.id.not_in(went_back),
            ~visit.c.purposes.contains(ACCUSATION),
        )
        .order_by(visit.c.id, material.c.place)
        .limit(most)
    )
    return [HeldMaterial(*row) for row in connection.execute(found)]
